// The command palette: a field, and below it what fits; arrows choose, Enter does it. A combobox with a listbox.
import { data } from "../data.ts";
import { iconOf } from "../icons.ts";
import { made } from "../made.ts";
import { say } from "../say.ts";
import { type Entry, filtered, type Offer, ofCommands, ofPage, ofThings, recent } from "./entries.ts";

const PAUSE = 120; // milliseconds without a key before the server is asked
const MOST = 8; // commands that fit, while somebody types

/** Open the palette; a second one closes the first. */
export function openPalette(): void {
  const open = document.querySelector<HTMLDialogElement>("dialog.palette");
  if (open) open.close();
  else new Palette();
}

class Palette {
  private readonly dialog = made("dialog", "palette");
  private readonly field = made("input");
  private readonly list = made("div", "options");
  private readonly status = made("p", "unseen");
  private readonly address: string;
  private commands: Entry[] = [];
  private starred: Entry[] = [];
  private hits: Entry[] = [];
  private entries: Entry[] = [];
  private place = 0;
  private timer = 0;
  private asking = new AbortController();

  constructor() {
    this.address = document.querySelector<HTMLElement>("[data-suggestions]")!.dataset.suggestions!;
    this.build();
    this.show();
    this.dialog.showModal();
    void this.ask("").then((offer) => {
      if (!offer) return;
      this.commands = ofCommands(offer.commands, copied);
      this.starred = ofThings(offer.starred, "Starred");
      this.show();
    });
  }

  private build(): void {
    const { dialog, field, list, status } = this;
    dialog.ariaLabel = "Commands and search";
    field.type = "text";
    field.placeholder = "Search, or type what to do";
    field.maxLength = 200;
    field.autocomplete = "off";
    field.spellcheck = false;
    field.role = "combobox";
    field.ariaLabel = "Search, or type what to do";
    field.ariaAutoComplete = "list";
    field.ariaExpanded = "true";
    field.setAttribute("aria-controls", "palette-options");
    list.id = "palette-options";
    list.role = "listbox";
    list.ariaLabel = "What fits";
    status.role = "status";
    const hints = made("p", "hints quiet small");
    for (const [key, does] of [
      ["↑↓", "choose"],
      ["Enter", "open"],
      ["Esc", "close"],
    ] as const)
      hints.append(made("kbd", "", key), ` ${does} `);
    dialog.append(made("div", "line", iconOf("search"), field), list, status, hints);
    field.addEventListener("input", () => this.typed());
    field.addEventListener("keydown", (event) => this.pressed(event));
    list.addEventListener("pointermove", (event) => this.point(event));
    list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (option) this.run(Number(option.dataset.place));
    });
    dialog.addEventListener("close", () => {
      this.asking.abort();
      clearTimeout(this.timer);
      dialog.remove();
    });
    document.body.append(dialog);
  }

  private get text(): string {
    return this.field.value.trim();
  }

  private typed(): void {
    clearTimeout(this.timer);
    this.asking.abort();
    if (!this.text) this.hits = [];
    this.place = 0;
    this.show();
    const { text } = this;
    if (!text) return;
    this.timer = window.setTimeout(() => {
      void this.ask(text).then((offer) => {
        if (!offer || this.text !== text) return;
        this.hits = ofThings(offer.hits);
        this.show();
        this.status.textContent = `${this.entries.length} fit`;
      });
    }, PAUSE);
  }

  private async ask(text: string): Promise<Offer | null> {
    this.asking = new AbortController();
    const query = text ? `?${new URLSearchParams({ q: text })}` : "";
    return data<Offer>(this.address + query, this.asking.signal).catch(() => null);
  }

  // What is typed narrows what is known at once; what the server finds comes behind it.
  private show(): void {
    const { text } = this;
    if (!text) this.entries = [...ofPage(), ...this.starred, ...recent(), ...this.commands];
    else {
      const known = filtered([...ofPage(), ...this.starred, ...recent(), ...this.commands], text);
      this.entries = [...known.slice(0, MOST), ...this.hits, this.everything(text)];
    }
    this.place = Math.min(this.place, Math.max(this.entries.length - 1, 0));
    this.draw();
  }

  private everything(text: string): Entry {
    const address = this.address.replace(/\/suggestions$/, "");
    return {
      group: "Search",
      label: `Search for “${text}”`,
      icon: "search",
      run: () => location.assign(`${address}?${new URLSearchParams({ q: text })}`),
    };
  }

  private draw(): void {
    const groups = new Map<string, HTMLElement>();
    const drawn: HTMLElement[] = [];
    for (const name of new Set(this.entries.map((each) => each.group))) {
      const title = made("div", "title quiet small", name);
      title.id = `palette-group-${groups.size}`;
      const group = made("div", "", title);
      group.role = "group";
      group.setAttribute("aria-labelledby", title.id);
      groups.set(name, group);
      drawn.push(group);
    }
    // Entries are numbered as they are seen, group by group.
    this.entries = [...groups.keys()].flatMap((name) => this.entries.filter((each) => each.group === name));
    for (const [place, entry] of this.entries.entries())
      groups.get(entry.group)!.append(option(entry, place));
    this.list.replaceChildren(...drawn);
    this.mark();
  }

  private mark(): void {
    for (const each of this.list.querySelectorAll<HTMLElement>("[role=option]")) {
      const isChosen = Number(each.dataset.place) === this.place;
      each.ariaSelected = String(isChosen);
      if (!isChosen) continue;
      this.field.setAttribute("aria-activedescendant", each.id);
      each.scrollIntoView({ block: "nearest" });
    }
    if (!this.entries.length) this.field.removeAttribute("aria-activedescendant");
  }

  private pressed(event: KeyboardEvent): void {
    const last = this.entries.length - 1;
    if (event.isComposing) return;
    if (event.key === "ArrowDown") this.place = this.place >= last ? 0 : this.place + 1;
    else if (event.key === "ArrowUp") this.place = this.place <= 0 ? last : this.place - 1;
    else if (event.key === "Enter") this.run(this.place);
    else if (event.key === "k" && (event.ctrlKey || event.metaKey)) this.dialog.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.mark();
  }

  private point(event: PointerEvent): void {
    const option = (event.target as Element).closest<HTMLElement>("[role=option]");
    if (!option || Number(option.dataset.place) === this.place) return;
    this.place = Number(option.dataset.place);
    this.mark();
  }

  private run(place: number): void {
    const entry = this.entries[place];
    if (!entry) return;
    this.dialog.close();
    entry.run();
  }
}

function option(entry: Entry, place: number): HTMLElement {
  const label = made("span", "cut what", entry.label);
  label.dir = "auto";
  const element = made("div", "option", iconOf(entry.icon), label);
  element.role = "option";
  element.id = `palette-option-${place}`;
  element.dataset.place = String(place);
  element.title = entry.label;
  if (entry.detail) element.append(made("span", "cut quiet small where", entry.detail));
  if (entry.keys) element.append(made("kbd", "", entry.keys));
  return element;
}

function copied(text: string): void {
  navigator.clipboard.writeText(text).then(
    () => say("Copied."),
    () => say("The browser does not let pages copy here.", "bad"),
  );
}
