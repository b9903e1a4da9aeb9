// The table of runs as a window over all of them: few rows stand in the page, the scrollbar is that of the whole table.
import { changed, values } from "../address.ts";
import { data, send } from "../data.ts";
import { count } from "../formats.ts";
import { iconOf } from "../icons.ts";
import { keep, pinsOf, recall } from "../kept.ts";
import { button } from "../made.ts";
import { say } from "../say.ts";
import { BulkBar } from "../table/bulk.ts";
import { clausesOf, openCellMenu, withClause } from "../table/cell-menu.ts";
import { Cursor } from "../table/cursor.ts";
import { Layout } from "../table/layout.ts";
import { LiveRows } from "../table/live-rows.ts";
import { type Addresses, emptyRow, FIXED, fillCell, fillRow, showStar, written } from "../table/rows.ts";
import type { Column, Run, RunTable } from "../table/runs.ts";
import { Selection } from "../table/selection.ts";
import { Source } from "../table/source.ts";
import type { Span } from "../table/span.ts";
import { TableWindow } from "../table/window.ts";
import { stay, visit } from "../visits.ts";

const DENSITY = "modelstead-density";
const PIECE = 100; // rows that are fetched together
const LIVE = 500; // runs that are asked after at once

let scrolledTo = -1; // where the next table begins, when only its columns are others
let isFirst = true;

export default function (element: HTMLElement): void {
  const table = element.querySelector("table");
  if (table?.tBodies[0]?.rows.length) new RunsTable(element, table);
}

class RunsTable {
  private readonly element: HTMLElement;
  private readonly columns: Column[];
  private readonly window: TableWindow;
  private readonly layout: Layout;
  private readonly source: Source;
  private readonly selection: Selection;
  private readonly cursor: Cursor;
  private readonly bar: BulkBar;
  private readonly blank: HTMLTableRowElement;
  private readonly page: string; // the experiment's address
  private readonly here: string; // with the state, wherever one has scrolled to
  private readonly names: string[];
  private readonly addresses: Addresses;
  private readonly stop = new AbortController();
  private isMore: boolean;
  private isCounted = false;

  constructor(element: HTMLElement, table: HTMLTableElement) {
    const { address, first, total, more, run } = element.dataset;
    this.element = element;
    this.page = address!.split("?")[0]!;
    this.here = changed(address!, { page: null, runs: null });
    const actions = document
      .querySelector("form#bulk")
      ?.getAttribute("action")
      ?.replace(/[^/]*$/, "");
    this.addresses = {
      run: (iid) => run! + iid,
      children: (iid) =>
        changed(location.href, { parent: iid, nested: null, q: null, page: null, runs: null }),
      star: (isStarred) => actions + (isStarred ? "star" : "unstar"),
    };
    this.isMore = more === "1";
    this.columns = [...table.tHead!.rows[0]!.cells].slice(FIXED).map(columnOf);
    this.blank = emptyRow(this.columns, document.querySelector("form#star") !== null);
    showDensity(element);
    oneLine(element);
    this.layout = new Layout(table, `modelstead-widths ${this.page}`, new Set(recall(pinsOf(this.page), [])));
    this.layout.onReorder((names) => this.visitHere({ cols: names }));
    // Columns by their names, so that they stay the same everywhere; an empty name says that there are none.
    this.names = this.columns.length ? this.columns.map((column) => column.name) : [""];
    this.source = new Source(
      PIECE,
      changed(this.here, { cols: this.names }),
      (piece) => this.arrived(piece),
      (error) => say(error.message, "bad"),
    );
    this.window = new TableWindow(table, table.parentElement!, Number(total), PIECE, {
      make: () => this.make(),
      fill: (row, index) => this.fill(row, index),
      want: (pieces) => this.source.want(pieces),
      seen: (span) => this.seen(span),
      settled: (span) => this.settled(span),
    });
    this.bar = new BulkBar(element, () => this.selection);
    this.selection = new Selection(this.page, values(address!, "runs").map(Number), () => this.selected());
    this.cursor = new Cursor(element, this.window, this.selection, {
      run: (index) => this.source.at(index),
      range: (index) => void this.selectRange(index),
      compare: () => this.bar.compare(),
    });
    const { signal } = this.stop;
    table.addEventListener("click", (event) => this.clicked(event), { signal });
    table.addEventListener("keydown", (event) => this.pressed(event), { signal });
    table.addEventListener("pointerover", (event) => this.explain(event.target), { signal });
    table.addEventListener("mousedown", (event) => event.shiftKey && event.preventDefault(), { signal });
    this.selectPage(table);
    this.tools();
    this.start(Number(first));
    this.live();
    if (this.isMore) void this.countAll();
    new MutationObserver((_, observer) => {
      if (element.isConnected) return;
      observer.disconnect();
      this.stop.abort();
    }).observe(document.body, { childList: true, subtree: true });
  }

  private start(first: number): void {
    const before = isFirst ? history.state?.top : undefined;
    const top = scrolledTo >= 0 ? scrolledTo : typeof before === "number" ? before : -1;
    isFirst = false;
    scrolledTo = -1;
    this.window.start(first, top, this.stop.signal);
    for (const [, row] of this.window.rows()) this.layout.pin(row);
    this.selected();
  }

  // Rows

  private make(): HTMLTableRowElement {
    const row = this.blank.cloneNode(true) as HTMLTableRowElement;
    this.layout.pin(row);
    return row;
  }

  private fill(row: HTMLTableRowElement, index: number): void {
    const run = this.source.at(index);
    row.classList.toggle("waits", !run);
    row.ariaBusy = run ? null : "true"; // what stands in it is of another run
    this.cursor.mark(row, index);
    if (!run) return;
    fillRow(row, run, this.columns, this.addresses);
    mark(row, this.selection.has(run.iid));
  }

  private arrived(piece: RunTable): void {
    const isMore = piece.is_more && !this.isCounted;
    this.isMore = isMore;
    const end = piece.first + piece.rows.length;
    const known = this.isCounted ? this.window.total : piece.total;
    const total = isMore ? Math.max(this.window.total, piece.total, end + PIECE) : known;
    for (const [index, row] of this.window.rows()) {
      if (index >= piece.first && index < end) this.fill(row, index);
    }
    if (total === this.window.total) this.seen(this.window.seen());
    else this.window.resize(total);
  }

  // The server counts up to a limit unless it is asked; the scrollbar wants to know.
  private async countAll(): Promise<void> {
    const address = changed(this.here, { first: 0, rows: 1, count: "exact", cols: [""] });
    const found = await data<{ table: RunTable }>(address, this.stop.signal).catch(() => null);
    if (!found || found.table.is_more) return;
    this.isCounted = true;
    this.isMore = false;
    if (found.table.total === this.window.total) this.seen(this.window.seen());
    else this.window.resize(found.table.total);
  }

  private seen(span: Span): void {
    const text = document.querySelector("[data-seen]");
    if (!text) return;
    const total = `${count(this.window.total)}${this.isMore ? "+" : ""}`;
    text.textContent = `${count(span.first + 1)}–${count(span.end)} of ${total}`;
  }

  private settled(span: Span): void {
    const page = Math.floor(span.first / Number(this.element.dataset.pageSize)) + 1;
    const here = changed(location.href, { page: page > 1 ? page : null });
    stay(here, { top: this.window.scroller.scrollTop });
  }

  /** Go to another state: with another filter to its begin, else to where one is. */
  private visitHere(changes: Record<string, string | string[] | null>): void {
    if (!("q" in changes)) scrolledTo = this.window.scroller.scrollTop;
    visit(changed(location.href, "q" in changes ? { page: null, ...changes } : changes));
  }

  // Selection

  private selected(): void {
    for (const [, row] of this.window.rows()) mark(row, this.selection.has(Number(row.dataset.iid)));
    this.bar.show();
    const runs = this.selection.forAddress();
    stay(changed(location.href, { runs }));
    this.bar.carry(runs);
    this.showPage();
  }

  private async selectRange(index: number): Promise<void> {
    const rows = this.selection.rangeTo(index);
    await this.source.ensure(rows);
    this.selection.add(rows.flatMap((each) => this.source.at(each)?.iid ?? []));
  }

  // The box in the head is for the rows in sight: what one sees is what one gets.
  private selectPage(table: HTMLTableElement): void {
    const all = table.tHead!.querySelector<HTMLInputElement>("[data-all]");
    if (!all) return;
    all.hidden = false;
    all.ariaLabel = "Select the rows in sight";
    all.title = all.ariaLabel;
    all.addEventListener("click", () => this.selection.add(this.inSight(), all.checked));
  }

  private showPage(): void {
    const all = this.element.querySelector<HTMLInputElement>("[data-all]");
    if (!all) return;
    const seen = this.inSight();
    const chosen = seen.filter((iid) => this.selection.has(iid)).length;
    all.checked = seen.length > 0 && chosen === seen.length;
    all.indeterminate = chosen > 0 && chosen < seen.length;
  }

  private inSight(): number[] {
    const { first, end } = this.window.seen();
    return Array.from(
      { length: end - first },
      (_, offset) => this.source.at(first + offset)?.iid ?? [],
    ).flat();
  }

  // Clicks and keys in rows

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const cell = target.closest<HTMLTableCellElement>("tbody th, tbody td");
    if (!cell) return;
    const row = cell.parentElement as HTMLTableRowElement;
    const index = this.window.indexOf(row);
    const star = target.closest<HTMLButtonElement>(".star");
    if (target.closest("td a")) return; // it leads to a CI job
    if (cell.matches(".pick")) this.pick(event, row, index);
    else if (star) void this.star(event, star, index);
    else if (cell.cellIndex >= FIXED && getSelection()?.isCollapsed !== false) this.openMenu(cell, index);
  }

  private pick(event: MouseEvent, row: HTMLTableRowElement, index: number): void {
    if (row.classList.contains("waits")) return;
    if (event.shiftKey) void this.selectRange(index);
    else this.selection.toggle(index, Number(row.dataset.iid));
  }

  private async star(event: MouseEvent, button: HTMLButtonElement, index: number): Promise<void> {
    const run = this.source.at(index);
    const form = document.querySelector<HTMLFormElement>("form#star");
    if (!run || !form) return;
    event.preventDefault();
    const changedRun = { ...run, is_starred: !run.is_starred };
    const body = new URLSearchParams([...new FormData(form)] as [string, string][]);
    body.append("runs", String(run.iid));
    try {
      await send(this.addresses.star(changedRun.is_starred), body);
      this.source.replace(changedRun);
      showStar(button, changedRun, this.addresses);
    } catch (error) {
      say((error as Error).message, "bad");
    }
  }

  private openMenu(cell: HTMLTableCellElement, index: number): void {
    const run = this.source.at(index);
    const column = this.columns[cell.cellIndex - FIXED];
    if (!run || !column) return;
    const value = run.cells[cell.cellIndex - FIXED] ?? null;
    const target = {
      cell,
      label: `${column.key} of ${run.name}`,
      text: written(column, value).title,
      clauses: clausesOf(column, value, run.ci_job),
    };
    openCellMenu(target, (clause) => {
      const filter = values(location.href, "q")[0] ?? "";
      this.visitHere({ q: withClause(filter, clause) });
    });
  }

  // The whole value of a cell comes when somebody points at it.
  private explain(target: EventTarget | null): void {
    const cell = (target as Element).closest<HTMLTableCellElement>("tbody td");
    if (!cell || cell.title || cell.cellIndex < FIXED) return;
    const run = this.source.at(this.window.indexOf(cell.parentElement!));
    const column = this.columns[cell.cellIndex - FIXED];
    if (!run || !column) return;
    cell.title =
      column.name === "ci_job"
        ? (run.ci_job?.about ?? "")
        : written(column, run.cells[cell.cellIndex - FIXED] ?? null).title;
  }

  private pressed(event: KeyboardEvent): void {
    const cell = (event.target as Element).closest<HTMLTableCellElement>("tbody td, tbody th");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = this.window.indexOf(cell.parentElement!);
    if (event.key === "Enter" && event.target === cell) this.openMenu(cell, index);
    else if (!this.cursor.arrow(event.key, cell, index)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Tools and what changes by itself

  private tools(): void {
    const { element } = this;
    const place = document.querySelector("[data-tools]");
    if (!place) return;
    const turn = () => {
      keep(DENSITY, isCompact(element) ? "" : "compact");
      showDensity(element);
      this.window.measure();
      this.window.draw();
      density.ariaPressed = String(isCompact(element));
    };
    const density = button("plain icon-only", [iconOf("density")], turn, "Compact rows");
    density.ariaPressed = String(isCompact(element));
    place.append(density);
  }

  private live(): void {
    const place = document.querySelector<HTMLElement>("[data-live]");
    const { since, changes } = this.element.dataset;
    if (!place || !since || !changes) return;
    const live = {
      address: () => changed(changes!, { since, cols: this.names, runs: this.running() }),
      changed: (run: Run) => this.changed(run),
      show: () => visit(changed(location.href, { page: null })),
    };
    new LiveRows(live, place, this.stop.signal);
  }

  private running(): number[] {
    const going = this.source.runs().filter((run) => run.status === "running" || run.status === "scheduled");
    return going.slice(0, LIVE).map((run) => run.iid);
  }

  private changed(run: Run): void {
    const before = this.source.replace(run);
    if (!before) return;
    for (const [index, row] of this.window.rows()) {
      if (row.dataset.iid !== String(run.iid)) continue;
      if (before.status !== run.status || before.name !== run.name) this.fill(row, index);
      this.columns.forEach((column, place) => {
        if (before.cells[place] === run.cells[place]) return;
        const cell = row.cells[FIXED + place]!;
        fillCell(cell, column, run.cells[place] ?? null, run.ci_job);
        cell.classList.remove("fresh");
        void cell.offsetWidth; // so that the flash begins again
        cell.classList.add("fresh");
      });
    }
  }
}

function columnOf(head: HTMLTableCellElement): Column {
  const { col, kind, key, of } = head.dataset;
  return { name: col!, kind: kind!, key: key!, is_sortable: true, of: of ?? "" };
}

function mark(row: HTMLTableRowElement, isOn: boolean): void {
  row.ariaSelected = String(isOn);
  (row.cells[0]!.firstElementChild as HTMLInputElement).checked = isOn;
}

function showDensity(element: HTMLElement): void {
  element.dataset.density = recall(DENSITY, document.documentElement.dataset.density ?? "");
}

function isCompact(element: HTMLElement): boolean {
  return element.dataset.density === "compact";
}

// What is seen of the table goes into the line of its tools: rows get the height.
function oneLine(element: HTMLElement): void {
  const bar = element.querySelector(".runs-bar");
  const tools = document.querySelector(".runs-tools");
  if (!bar || !tools) return;
  bar.querySelector(".runs-status")?.removeAttribute("aria-live"); // it changes at every scroll
  tools.querySelector("nav")?.after(...bar.querySelectorAll(".runs-status, [data-live]"));
  tools.querySelector(".end")?.prepend(...bar.querySelectorAll("[data-tools]"));
  bar.remove();
}
