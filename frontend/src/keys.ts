// Keys that do something on a page. Each stands in src/modelstead/web/keys.py too, by the same words: a test compares.
export interface Shortcut {
  keys: string; // "j", "Shift+x", or one after the other: "g h"
  description: string;
  action: (event: KeyboardEvent) => void;
}

const PAUSE = 1_000; // milliseconds between two keys that belong together
const OFF = "modelstead-keys-off";
const FIELDS = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]";

const shortcuts: Shortcut[] = [];
let before = "";
let since = 0;

/** Let keys do something on this page. What is registered later takes the place of the same keys before. */
export function onKey(keys: string, description: string, action: (event: KeyboardEvent) => void): void {
  const old = shortcuts.findIndex((each) => each.keys === keys);
  if (old >= 0) shortcuts.splice(old, 1);
  shortcuts.push({ keys, description, action });
}

export function startKeys(): void {
  document.addEventListener("keydown", pressed);
  onKey("?", "Show the keys of this page", async () => {
    (await import("./keys-dialog.ts")).showKeys(shortcuts); // few ever ask
  });
  onKey("/", "Go to the search or filter field", focusSearch);
  goTo("g h", "Go to the start page");
  goTo("g p", "Go to the project");
  goTo("g e", "Go to the experiments");
  goTo("g m", "Go to the models");
  goTo("g t", "Go to the trash");
  goTo("g s", "Go to the settings");
  startSwitch();
}

function goTo(keys: string, description: string): void {
  const link = document.querySelector<HTMLElement>(`[data-key="${keys}"]`);
  if (link) onKey(keys, description, () => link.click());
}

function pressed(event: KeyboardEvent): void {
  const key = nameOf(event);
  if (!key || event.defaultPrevented || isElsewhere(event, key)) return;
  const both = event.timeStamp - since < PAUSE ? `${before} ${key}` : key;
  const found = find(both) ?? find(key);
  before = found ? "" : key;
  since = event.timeStamp;
  if (!found || (isOff() && found.keys !== "?" && !isHeld(key))) return;
  event.preventDefault();
  found.action(event);
}

function find(keys: string): Shortcut | undefined {
  return shortcuts.find((each) => each.keys === keys);
}

function nameOf(event: KeyboardEvent): string {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key === "k")
    return "Ctrl+K";
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return "";
  if (event.key.length > 1 || !event.shiftKey) return event.key;
  return /^[a-z]$/i.test(event.key) ? `Shift+${event.key.toLowerCase()}` : event.key;
}

// Keys that are held with Ctrl do their work while somebody types too.
function isHeld(key: string): boolean {
  return key.startsWith("Ctrl+");
}

// Somebody is typing, or is about to use what has the focus, or looks at a dialog.
function isElsewhere(event: KeyboardEvent, key: string): boolean {
  const target = event.target as Element;
  if (target.closest(FIELDS) && !isHeld(key)) return true;
  if ((key === "Enter" || key === " ") && target.closest("a, button, summary, input")) return true;
  return document.querySelector("dialog[open]") !== null;
}

// A page's own field comes before that of the bar, which has all there is.
function focusSearch(): void {
  const own = document.querySelectorAll<HTMLInputElement>("[data-search], main input[type=search]");
  const bar = document.querySelectorAll<HTMLInputElement>("[data-everywhere]");
  const field = [...own, ...bar].find((each) => each.checkVisibility());
  if (field) {
    field.focus();
    field.select();
  } else document.querySelector<HTMLElement>(".to-search")?.click();
}

// Single keys can be in the way of people who speak to their computer: they can be turned off, but for "?".
function startSwitch(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-keys-switch]")) {
    const show = () => {
      button.textContent = isOff() ? "Turn keys on" : "Turn keys off";
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      if (isOff()) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
      show();
    });
    show();
  }
}

function isOff(): boolean {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false; // the browser keeps nothing for this site
  }
}
