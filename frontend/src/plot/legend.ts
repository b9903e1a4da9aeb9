// The table of values at the cursor: highest first, one row a run.
import { number, whole } from "../formats.ts";
import { button, made } from "../made.ts";
import type { Board, Run } from "./board.ts";
import { drawable } from "./line.ts";
import type { Value } from "./smoothing.ts";

export interface Entry {
  run: Run;
  value: Value;
  raw: Value;
}

interface Row {
  element: HTMLElement;
  choose: HTMLButtonElement;
  link: HTMLAnchorElement;
  value: HTMLElement;
  iid: number;
}

export class Legend {
  readonly element = made("div", "chart-legend");
  private readonly head = made("div", "chart-legend-head quiet");
  private readonly place = made("span", "number");
  private readonly list = made("ul");
  private readonly more = made("span", "quiet small");
  private readonly rows: Row[] = [];
  private ascending = false;
  private last: [string, Entry[]] = ["", []];
  private readonly board: Board;
  private readonly most: number;

  constructor(board: Board, most: number) {
    this.board = board;
    this.most = most;
    const order = button(
      "plain",
      ["Value"],
      () => {
        this.ascending = !this.ascending;
        order.ariaLabel = this.ascending ? "Value, lowest first" : "Value, highest first";
        this.show(...this.last);
      },
      "Value, highest first",
    );
    this.head.append(this.place, order);
    this.element.append(this.head, this.list, this.more);
  }

  show(place: string, entries: Entry[]): void {
    this.last = [place, entries];
    this.place.textContent = place;
    this.head.hidden = !entries.length;
    const sign = this.ascending ? -1 : 1;
    const worth = (entry: Entry) => (drawable(entry.value) ? sign * entry.value : Number.NEGATIVE_INFINITY);
    const sorted = entries
      .slice()
      .sort((one, other) => worth(other) - worth(one) || one.run.iid - other.run.iid);
    // The run that is looked at has a row in each chart.
    const at = sorted.findIndex((entry) => entry.run.iid === this.board.hovered);
    if (at >= this.most) sorted.splice(this.most - 1, 0, ...sorted.splice(at, 1));
    const shown = sorted.slice(0, this.most);
    for (const [index, entry] of shown.entries()) this.fill(index, entry);
    for (const row of this.rows.slice(shown.length)) row.element.hidden = true;
    const rest = sorted.length - shown.length;
    this.more.textContent = rest ? `and ${rest} more` : "";
    this.more.hidden = !rest;
  }

  private fill(index: number, { run, value, raw }: Entry): void {
    const row = this.rows[index] ?? this.add();
    row.element.hidden = false;
    row.element.classList.toggle("hovered", run.iid === this.board.hovered);
    const isAlone = this.board.solo === run.iid;
    if (row.iid !== run.iid) {
      row.iid = run.iid;
      row.choose.className = `plain swatch-button c${run.color}`;
      row.choose.dataset.dash = run.dash ? (run.dash[0]! < 5 ? "dots" : "dashes") : "none";
      row.link.textContent = run.name;
      row.link.title = `${run.name} · run ${run.iid}`;
      row.link.href = this.board.addressOf(run);
    }
    const label = isAlone ? `Show all runs again` : `Show ${run.name} alone`;
    if (row.choose.ariaLabel !== label) {
      row.choose.ariaLabel = label;
      row.choose.title = label;
      row.choose.ariaPressed = String(isAlone);
    }
    row.value.textContent = value === null ? "NaN" : number(value);
    row.value.title = raw === null ? "NaN" : whole(raw);
  }

  private add(): Row {
    const row: Row = {
      element: made("li"),
      choose: button("plain swatch-button", [made("span", "swatch")], () => this.board.isolate(row.iid)),
      link: made("a"),
      value: made("span", "number"),
      iid: -1,
    };
    row.element.append(row.choose, row.link, row.value);
    row.element.addEventListener("pointerenter", () => this.board.hover(row.iid));
    row.element.addEventListener("pointerleave", () => this.board.hover(null));
    this.list.append(row.element);
    this.rows.push(row);
    return row;
  }
}
