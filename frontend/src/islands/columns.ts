// The dialog that chooses columns: what there is at the left, what is shown and in which order at the right.
import { changed } from "../address.ts";
import { data } from "../data.ts";
import { iconOf } from "../icons.ts";
import { keep, pinsOf, recall } from "../kept.ts";
import { onKey } from "../keys.ts";
import { button, made } from "../made.ts";
import { say } from "../say.ts";
import { type Chosen, matching, moved, pinned, renamed, toggled } from "../table/chosen.ts";
import type { Keys } from "../table/suggestions.ts";
import { visit } from "../visits.ts";

const LISTED = 200; // of each kind; a search finds the others
const KINDS = ["attributes", "metrics", "params", "tags"] as const;
const TITLES = { attributes: "Of the run", metrics: "Metrics", params: "Params", tags: "Tags" };
const ONLY = { all: "All", present: "With values", different: "Different" };

export default function (element: HTMLElement): void {
  const dialog = element.closest("dialog");
  if (dialog) new Columns(dialog, element);
}

class Columns {
  private readonly dialog: HTMLDialogElement;
  private readonly element: HTMLElement;
  private readonly page: string;
  private readonly available = made("div", "available");
  private readonly shown = made("ol", "shown");
  private readonly search = made("input");
  private keys: Keys | null = null;
  private only: keyof typeof ONLY = "all";
  private chosen: Chosen[] = [];

  constructor(dialog: HTMLDialogElement, element: HTMLElement) {
    this.dialog = dialog;
    this.element = element;
    this.page = element.dataset.action!.split("?")[0]!;
    dialog.classList.add("columns-dialog");
    this.build();
    // The button opens the dialog by itself; its content comes then.
    new MutationObserver(() => dialog.open && void this.opened()).observe(dialog, {
      attributeFilter: ["open"],
    });
    if (dialog.open) void this.opened();
    onKey("e", "Choose columns", () => document.querySelector<HTMLElement>("[data-dialog=columns]")?.click());
  }

  private async opened(): Promise<void> {
    const pins = new Set(recall<string[]>(pinsOf(this.page), []));
    const names = this.present();
    this.chosen = names.map((name) => ({ name, isPinned: pins.has(name) }));
    this.draw();
    this.search.focus();
    try {
      this.keys ??= await data<Keys>(this.element.dataset.keys!);
      this.draw();
    } catch (error) {
      this.dialog.close();
      say((error as Error).message, "bad");
    }
  }

  private present(): string[] {
    const heads = document.querySelectorAll<HTMLElement>(".runs-table thead th[data-kind]");
    if (heads.length) return [...heads].map((head) => head.dataset.col!);
    return (JSON.parse(this.element.dataset.chosen || "[]") as string[]).filter(Boolean);
  }

  private build(): void {
    const { search } = this;
    search.type = "search";
    search.placeholder = "Find a column";
    search.ariaLabel = "Find a column";
    search.addEventListener("input", () => this.drawAvailable());
    const choice = made("div", "segments");
    choice.role = "group";
    choice.ariaLabel = "Which columns are listed";
    for (const [only, label] of Object.entries(ONLY)) {
      const chooser = button("", [label], () => {
        this.only = only as keyof typeof ONLY;
        for (const each of choice.children) each.ariaPressed = String(each === chooser);
        this.drawAvailable();
      });
      chooser.ariaPressed = String(only === "all");
      if (only === "present") chooser.title = "Columns that have a value in a run of this page";
      if (only === "different") chooser.title = "Columns whose values differ among the runs of this page";
      choice.append(chooser);
    }
    this.shown.ariaLabel = "Columns that are shown";
    const left = made("div", "pane", made("div", "row", search, choice), this.available);
    const right = made("div", "pane", made("h3", "", "Shown"), this.shown);
    const apply = button("primary", ["Show columns"], () => this.apply());
    const reset = button("plain end", ["Choose automatically"], () => this.reset());
    const cancel = button("", ["Cancel"], () => this.dialog.close());
    this.element.replaceChildren(
      made("div", "panes", left, right),
      made("div", "row buttons", apply, cancel, reset),
    );
  }

  private draw(): void {
    this.drawAvailable();
    this.drawShown();
  }

  private drawAvailable(): void {
    const { keys } = this;
    if (!keys) {
      this.available.replaceChildren(made("p", "quiet", "Loading…"));
      return;
    }
    const only = this.only === "all" ? null : new Set(keys[this.only] ?? []);
    const groups = KINDS.map((kind) => {
      const all = kind === "attributes" ? keys.columns : keys[kind].map((key) => `${kind}.${key}`);
      return this.group(
        TITLES[kind],
        matching(all, { text: this.search.value, only: kind === "attributes" ? null : only }),
      );
    });
    const found = groups.filter((each) => each !== null);
    this.available.replaceChildren(
      ...(found.length ? found : [made("p", "quiet", "No column of this name.")]),
    );
  }

  private group(title: string, names: string[]): HTMLElement | null {
    if (!names.length) return null;
    const label = made("span", "label", title, " ", made("span", "count", String(names.length)));
    const all = button(
      "plain small",
      ["All"],
      () => this.turn(names.slice(0, LISTED), true),
      `Show all ${title}`,
    );
    const none = button("plain small", ["None"], () => this.turn(names, false), `Show none of ${title}`);
    const group = made("div", "group", made("div", "row group-head", label, all, none));
    group.role = "group";
    group.ariaLabel = title;
    for (const name of names.slice(0, LISTED)) group.append(this.option(name));
    if (names.length > LISTED)
      group.append(
        made("p", "quiet small", `${names.length - LISTED} more: write a part of the name to find them.`),
      );
    return group;
  }

  private option(name: string): HTMLElement {
    const check = made("input");
    check.type = "checkbox";
    check.checked = this.chosen.some((each) => plain(each.name) === name);
    check.addEventListener("change", () => {
      if (check.checked) this.set(toggled(this.chosen, name, true));
      else this.set(this.chosen.filter((each) => plain(each.name) !== name));
    });
    const text = made("span", "cut", keyOf(name));
    text.title = name;
    text.dir = "auto";
    return made("label", "check", check, text);
  }

  private turn(names: string[], isOn: boolean): void {
    this.set(names.reduce((chosen, name) => toggled(chosen, name, isOn), this.chosen));
    this.drawAvailable();
  }

  private set(chosen: Chosen[]): void {
    this.chosen = chosen;
    this.drawShown();
  }

  private drawShown(focus = ""): void {
    this.shown.replaceChildren(...this.chosen.map((each, index) => this.item(each, index)));
    if (!this.chosen.length) this.shown.append(made("li", "quiet", "Only the names of the runs."));
    if (focus) this.shown.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
  }

  private item(column: Chosen, index: number): HTMLElement {
    const { name, isPinned } = column;
    const label = made("span", "cut", keyOf(plain(name)));
    label.title = name;
    label.dir = "auto";
    const item = made("li", "", made("span", "handle"), label);
    if (name.startsWith("metrics.")) item.append(this.statistic(name));
    const act = (icon: string, what: string, to: () => Chosen[]) => {
      const chooser = button("plain icon-only", [iconOf(icon)], () => {
        this.chosen = to();
        this.drawShown(`${what} ${name}`);
        if (what === "Remove") this.drawAvailable();
      });
      chooser.ariaLabel = `${what} ${keyOf(name)}`;
      chooser.title = what;
      chooser.dataset.focus = `${what} ${name}`;
      item.append(chooser);
      return chooser;
    };
    act("up", "Move up", () => moved(this.chosen, index, index - 1)).disabled = index === 0;
    act("down", "Move down", () => moved(this.chosen, index, index + 1)).disabled =
      index === this.chosen.length - 1;
    act("pin", "Pin", () => pinned(this.chosen, name, !isPinned)).ariaPressed = String(isPinned);
    act("cross", "Remove", () => toggled(this.chosen, name, false));
    this.draggable(item, index);
    return item;
  }

  private statistic(name: string): HTMLElement {
    const select = made("select");
    select.ariaLabel = `Value of ${keyOf(plain(name))}`;
    for (const [end, label] of Object.entries({ "": "last", ":min": "min", ":max": "max" })) {
      const option = made("option", "", label);
      option.value = plain(name) + end;
      option.selected = option.value === name;
      select.append(option);
    }
    select.addEventListener("change", () => this.set(renamed(this.chosen, name, select.value)));
    return select;
  }

  private draggable(item: HTMLElement, index: number): void {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      event.dataTransfer?.setData("text/plain", String(index));
      item.classList.add("dragged");
    });
    item.addEventListener("dragend", () => item.classList.remove("dragged"));
    item.addEventListener("dragover", (event) => {
      event.preventDefault();
      item.classList.add("over");
    });
    item.addEventListener("dragleave", () => item.classList.remove("over"));
    item.addEventListener("drop", (event) => {
      event.preventDefault();
      this.set(moved(this.chosen, Number(event.dataTransfer?.getData("text/plain")), index));
    });
  }

  private apply(): void {
    keep(
      pinsOf(this.page),
      this.chosen.filter((each) => each.isPinned).map((each) => each.name),
    );
    const names = this.chosen.map((each) => each.name);
    this.show({ cols: names.length ? names : [""] });
  }

  private reset(): void {
    keep(pinsOf(this.page), []);
    this.show({ cols: null });
  }

  private show(change: { cols: string[] | null }): void {
    this.dialog.close();
    visit(changed(location.href, change));
  }
}

function plain(name: string): string {
  return name.startsWith("metrics.") ? name.replace(/:(min|max)$/, "") : name;
}

const OWN: Record<string, string> = {
  start_time: "Started",
  end_time: "Ended",
  duration: "Duration",
  user_id: "User",
  source: "Source",
  status: "Status",
  run_id: "Run id",
};

function keyOf(name: string): string {
  return OWN[name] ?? name.slice(name.indexOf(".") + 1);
}
