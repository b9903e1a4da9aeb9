// The filter of a table: offers what may stand at the caret, and underlines what is wrong.
import { changed } from "../address.ts";
import { iconOf } from "../icons.ts";
import { keep, recall } from "../kept.ts";
import { button, made } from "../made.ts";
import { placeAt } from "../table/completion.ts";
import { type Suggestion, Suggestions } from "../table/suggestions.ts";
import { visit } from "../visits.ts";

const RECENT = 8;
const WAIT = 80; // milliseconds after a key

export default function (element: HTMLElement): void {
  const input = element.querySelector<HTMLInputElement>("#q");
  if (input && element instanceof HTMLFormElement) new FilterBox(element, input);
}

interface Choice extends Suggestion {
  from: number;
  to: number;
  isWhole: boolean; // a whole filter: it is applied at once
}

class FilterBox {
  private readonly form: HTMLFormElement;
  private readonly input: HTMLInputElement;
  private readonly list = made("div", "suggestions");
  private readonly mirror = made("div", "mirror");
  private readonly clear: HTMLButtonElement;
  private readonly suggestions: Suggestions;
  private readonly recent: string; // the name that filters are kept under
  private choices: Choice[] = [];
  private active = -1;
  private timer = 0;
  private asked = 0;

  constructor(form: HTMLFormElement, input: HTMLInputElement) {
    this.form = form;
    this.input = input;
    this.suggestions = new Suggestions(form.dataset.keys!);
    this.recent = `modelstead-filters ${form.getAttribute("action")}`;
    this.clear = button("plain icon-only clear", [iconOf("cross")], () => this.apply(""), "Clear the filter");
    this.dress();
    input.addEventListener("input", () => this.typed());
    input.addEventListener("click", () => this.open());
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("blur", () => this.close());
    input.addEventListener("scroll", () => this.follow());
    form.addEventListener("submit", (event) => this.submitted(event), { capture: true });
    this.underline(Number(input.dataset.errorAt ?? Number.NaN));
    if (input.value && !input.dataset.errorAt) this.remember(input.value);
  }

  private dress(): void {
    const { input, list, mirror } = this;
    input.type = "text"; // a search field cannot be a combobox
    input.role = "combobox";
    input.ariaAutoComplete = "list";
    input.ariaExpanded = "false";
    input.setAttribute("aria-controls", "q-list");
    list.id = "q-list";
    list.role = "listbox";
    list.ariaLabel = "Suggestions";
    list.hidden = true;
    list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the focus stays in the field
      const option = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (option) this.take(this.choices[Number(option.dataset.index)]!);
    });
    mirror.ariaHidden = "true";
    this.clear.hidden = !input.value;
    input.parentElement!.prepend(mirror);
    input.after(this.clear, list);
    this.form.classList.add("ready");
  }

  private typed(): void {
    this.mirror.replaceChildren();
    this.clear.hidden = !this.input.value;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.open(), WAIT);
  }

  private pressed(event: KeyboardEvent): void {
    const isOpen = !this.list.hidden;
    const choice =
      this.choices[this.active] ?? (event.key === "Tab" && this.isWriting() ? this.choices[0] : undefined);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!isOpen) void this.open();
      else this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (isOpen && choice && (event.key === "Enter" || event.key === "Tab") && !event.shiftKey)
      this.take(choice);
    else if (isOpen && event.key === "Escape") this.close();
    else {
      if (event.key === "ArrowLeft" || event.key === "ArrowRight") this.close();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private isWriting(): boolean {
    return this.choices[0] !== undefined && this.choices[0].to > this.choices[0].from;
  }

  private move(step: number): void {
    const size = this.choices.length;
    if (!size) return;
    this.active = this.active < 0 && step < 0 ? size - 1 : (this.active + step + size) % size;
    const options = this.list.querySelectorAll<HTMLElement>("[role=option]");
    options.forEach((option, index) => {
      option.ariaSelected = String(index === this.active);
    });
    const option = options[this.active]!;
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  private async open(): Promise<void> {
    const { input } = this;
    const asked = ++this.asked;
    const caret = input.selectionStart ?? input.value.length;
    const place = placeAt(input.value, caret);
    const found = await this.suggestions.at(place, input.value);
    if (asked !== this.asked || document.activeElement !== input) return;
    const { from, to } = place;
    const all = found.map((each) => ({ ...each, from, to, isWhole: false }));
    // What is complete already needs no choice.
    this.choices = all.length === 1 && all[0]!.text.trim() === input.value.slice(from, to) ? [] : all;
    if (!input.value.trim()) this.choices.unshift(...this.recents());
    this.show(from);
  }

  private show(from: number): void {
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    const isOpen = this.choices.length > 0;
    this.input.ariaExpanded = String(isOpen);
    this.list.hidden = !isOpen;
    this.list.replaceChildren(...this.choices.map((choice, index) => drawn(choice, index)));
    this.list.scrollTop = 0;
    this.list.style.left = `${this.placeOf(from)}px`;
  }

  private close(): void {
    this.asked++;
    this.choices = [];
    this.show(0);
  }

  private take(choice: Choice): void {
    if (choice.isWhole) {
      this.apply(choice.text);
      return;
    }
    const { input } = this;
    const rest = input.value.slice(choice.to);
    const text = rest.startsWith(" ") ? choice.text.trimEnd() : choice.text;
    input.setRangeText(text, choice.from, choice.to, "end");
    if (rest.startsWith(" "))
      input.setSelectionRange(choice.from + text.length + 1, choice.from + text.length + 1);
    input.focus();
    this.typed();
  }

  private submitted(event: Event): void {
    event.preventDefault();
    event.stopImmediatePropagation();
    this.apply(this.input.value.trim());
  }

  private apply(filter: string): void {
    this.close();
    this.input.value = filter;
    const fields = new FormData(this.form);
    const state = new URLSearchParams();
    for (const [name, value] of fields) if (name !== "q") state.append(name, String(value));
    const rest = state.size ? `?${state}` : "";
    visit(changed(this.form.getAttribute("action") + rest, { q: filter }));
  }

  private remember(filter: string): void {
    const before = recall<string[]>(this.recent, []).filter((each) => each !== filter);
    keep(this.recent, [filter, ...before].slice(0, RECENT));
  }

  private recents(): Choice[] {
    const end = this.input.value.length;
    return recall<string[]>(this.recent, []).map((text) => ({
      label: text,
      hint: "recent",
      text,
      from: 0,
      to: end,
      isWhole: true,
    }));
  }

  // The mirror holds the same text behind the field: it shows where something is wrong, and where a word begins.

  private underline(at: number): void {
    document.querySelector("pre.where")?.remove();
    if (Number.isNaN(at)) return;
    const text = this.input.value;
    const wrong = /^\S+/.exec(text.slice(at))?.[0] ?? " ";
    this.mirror.replaceChildren(text.slice(0, at), made("mark", "", wrong));
    this.follow();
  }

  private follow(): void {
    this.mirror.scrollLeft = this.input.scrollLeft;
  }

  private placeOf(at: number): number {
    const before = made("span", "", this.input.value.slice(0, at));
    const marked = [...this.mirror.childNodes];
    this.mirror.replaceChildren(before);
    const width = before.offsetWidth - this.input.scrollLeft;
    this.mirror.replaceChildren(...marked);
    return Math.max(0, Math.min(width, this.input.offsetWidth - this.list.offsetWidth));
  }
}

function drawn(choice: Choice, index: number): HTMLElement {
  const label = made("span", "cut", choice.label);
  label.dir = "auto";
  const option = made("div", choice.isWhole ? "recent" : "", label, made("span", "quiet small", choice.hint));
  if (choice.isWhole) option.prepend(iconOf("clock"));
  option.role = "option";
  option.id = `q-option-${index}`;
  option.dataset.index = String(index);
  option.ariaSelected = "false";
  return option;
}
