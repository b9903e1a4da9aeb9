// The dialog that shows the keys of a page.
import { iconOf } from "./icons.ts";
import type { Shortcut } from "./keys.ts";

const SECTIONS: [string, RegExp][] = [
  ["Everywhere", /^(\?|\/|g h|Ctrl\+K)$/],
  ["In this project", /^g /],
  ["On this page", /^/],
];

/** Show which keys do what on this page. */
export function showKeys(shortcuts: Shortcut[]): void {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "keys-title");
  const title = element("div", "title");
  const heading = element("h2", "", "Keys");
  heading.id = "keys-title";
  const close = element("button", "plain icon-only");
  close.setAttribute("aria-label", "Close");
  close.append(iconOf("cross"));
  close.addEventListener("click", () => dialog.close());
  title.append(heading, close);
  const list = element("div", "content");
  const left = new Set(shortcuts);
  for (const [name, mine] of SECTIONS) {
    const here = [...left].filter((each) => mine.test(each.keys));
    if (!here.length) continue;
    const lines = element("dl", "keys");
    for (const each of here) lines.append(drawn(each.keys), element("dd", "", each.description));
    for (const each of here) left.delete(each);
    list.append(element("h3", "", name), lines);
  }
  const more = element("p", "content quiet small");
  const link = element("a", "", "All keys, and how to turn them off");
  link.setAttribute("href", "/-/help/keys");
  more.append(link);
  dialog.append(title, list, more);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function drawn(keys: string): HTMLElement {
  const term = element("dt");
  for (const part of keys.split(/[ +]/)) term.append(element("kbd", "", part), " ");
  return term;
}

function element(tag: string, className = "", text = ""): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
