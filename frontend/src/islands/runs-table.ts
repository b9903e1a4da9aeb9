// The table of runs as a window over all of them: few rows stand in the page, the scrollbar is that of the whole table.
import { changed, values } from "../address.ts";
import { count } from "../formats.ts";
import { iconOf } from "../icons.ts";
import { keep, recall } from "../kept.ts";
import { say } from "../say.ts";
import { BulkBar } from "../table/bulk.ts";
import { clausesOf, openCellMenu, withClause } from "../table/cell-menu.ts";
import { Cursor } from "../table/cursor.ts";
import { Layout } from "../table/layout.ts";
import { LiveRows } from "../table/live-rows.ts";
import { emptyRow, FIXED, fillCell, fillRow, written } from "../table/rows.ts";
import type { Column, Run, RunTable } from "../table/runs.ts";
import { Selection } from "../table/selection.ts";
import { Source } from "../table/source.ts";
import type { Span } from "../table/span.ts";
import { TableWindow } from "../table/window.ts";
import { stay, visit } from "../visits.ts";

const DENSITY = "modelstead-density";

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
  private readonly address: string; // of this state, wherever one has scrolled to
  private readonly stop = new AbortController();
  private isMore: boolean;

  constructor(element: HTMLElement, table: HTMLTableElement) {
    const { page, address, first, total, pageSize, more, since } = element.dataset;
    this.element = element;
    this.address = changed(address!, { page: null, runs: null });
    this.isMore = more === "1";
    this.columns = [...table.tHead!.rows[0]!.cells].slice(FIXED).map(columnOf);
    this.blank = emptyRow(this.columns);
    showDensity(element);
    this.layout = new Layout(table, `modelstead-widths ${page}`, new Set(recall(`modelstead-pins ${page}`, [])));
    this.layout.onReorder((names) => this.visitHere({ cols: names }));
    this.source = new Source(
      Number(pageSize),
      () => this.address,
      (piece) => this.arrived(piece),
      (error) => say(error.message, "bad"),
    );
    this.window = new TableWindow(table, table.parentElement!, Number(total), Number(pageSize), {
      make: (index) => this.make(index),
      want: (pieces) => this.source.want(pieces),
      seen: (span) => this.seen(span),
      settled: (span) => this.settled(span),
    });
    this.bar = new BulkBar(element, () => this.selection);
    this.selection = new Selection(page!, values(address!, "runs").map(Number), () => this.selected());
    this.cursor = new Cursor(element, this.window, this.selection, {
      run: (index) => this.source.at(index),
      range: (index) => this.selectRange(index),
      compare: () => this.bar.compare(),
    });
    const { signal } = this.stop;
    table.addEventListener("click", (event) => this.clicked(event), { signal });
    table.addEventListener("keydown", (event) => this.pressed(event), { signal });
    table.addEventListener("mousedown", (event) => event.shiftKey && event.preventDefault(), { signal });
    this.tools(element);
    this.start(Number(first));
    if (since && element.dataset.changes) this.live(since);
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

  private make(index: number): HTMLTableRowElement {
    const row = this.blank.cloneNode(true) as HTMLTableRowElement;
    this.layout.pin(row);
    const run = this.source.at(index);
    if (run) this.fill(row, run);
    else row.classList.add("waits");
    this.cursor.mark(row, index);
    return row;
  }

  private fill(row: HTMLTableRowElement, run: Run): void {
    fillRow(row, run, this.columns, this.element.dataset.run!);
    mark(row, this.selection.has(run.iid));
  }

  private arrived(piece: RunTable): void {
    this.isMore = piece.is_more;
    const end = piece.first + piece.rows.length;
    const total = piece.is_more ? Math.max(this.window.total, piece.total, end + this.source.size) : piece.total;
    for (const [index, row] of this.window.rows()) {
      const run = this.source.at(index);
      if (run && index >= piece.first && index < end) this.fill(row, run);
    }
    this.window.resize(total);
  }

  private seen(span: Span): void {
    const text = this.element.querySelector("[data-seen]");
    if (!text) return;
    const total = `${count(this.window.total)}${this.isMore ? "+" : ""}`;
    text.textContent = `${count(span.first + 1)}–${count(span.end)} of ${total}`;
  }

  private settled(span: Span): void {
    const page = Math.floor(span.first / this.source.size) + 1;
    const here = changed(location.href, { page: page > 1 ? page : null });
    stay(here, { top: this.window.scroller.scrollTop });
  }

  private visitHere(changes: Record<string, string | string[] | null>): void {
    if (!("q" in changes)) scrolledTo = this.window.scroller.scrollTop;
    visit(changed(location.href, "q" in changes ? { page: null, ...changes } : changes));
  }

  // Selection

  private selected(): void {
    for (const [, row] of this.window.rows()) {
      const check = row.querySelector<HTMLInputElement>(".pick input");
      if (check) mark(row, this.selection.has(Number(check.value)));
    }
    this.bar.show(this.window.total);
    const runs = this.selection.forAddress();
    stay(changed(location.href, { runs }));
    this.bar.carry(runs);
  }

  private async selectRange(index: number): Promise<void> {
    const rows = this.selection.rangeTo(index);
    await this.source.ensure(rows);
    this.selection.add(rows.flatMap((each) => this.source.at(each)?.iid ?? []));
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const cell = target.closest<HTMLTableCellElement>("th, td");
    const row = cell?.parentElement as HTMLTableRowElement | undefined;
    if (!cell || !row) return;
    if (row.parentElement instanceof HTMLTableSectionElement && row.parentElement.tHead) return;
    const index = this.window.indexOf(row);
    if (cell.matches(".pick")) this.pick(event, row, index);
    else if (cell.cellIndex >= FIXED && !target.closest("a, button") && !hasSelection()) this.openMenu(cell, index);
  }

  private pick(event: MouseEvent, row: HTMLTableRowElement, index: number): void {
    const check = row.querySelector<HTMLInputElement>("input")!;
    if (!check.value) return;
    if (event.shiftKey) void this.selectRange(index);
    else this.selection.toggle(index, Number(check.value));
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
      clauses: clausesOf(column, value),
    };
    openCellMenu(target, (clause) => {
      const filter = values(location.href, "q")[0] ?? "";
      this.visitHere({ q: withClause(filter, clause) });
    });
  }

  private pressed(event: KeyboardEvent): void {
    const cell = (event.target as Element).closest<HTMLTableCellElement>("tbody td, tbody th");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = this.window.indexOf(cell.parentElement!);
    if (event.key === "Enter" && cell === event.target) this.openMenu(cell, index);
    else if (!this.cursor.arrow(event.key, cell, index)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Tools and what changes by itself

  private tools(element: HTMLElement): void {
    const place = element.querySelector("[data-tools]");
    if (!place) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain icon-only";
    button.append(iconOf("density"));
    const show = () => {
      button.ariaPressed = String(element.dataset.density === "compact");
      button.title = "Compact rows";
      button.ariaLabel = "Compact rows";
    };
    button.addEventListener("click", () => {
      keep(DENSITY, element.dataset.density === "compact" ? "" : "compact");
      showDensity(element);
      this.window.measure();
      this.window.draw();
      show();
    });
    show();
    place.append(button);
  }

  private live(since: string): void {
    const place = this.element.querySelector<HTMLElement>("[data-live]");
    if (!place) return;
    const live = {
      address: (cursor: string) => changed(this.element.dataset.changes!, { since: cursor }),
      changed: (run: Run) => this.changed(run),
      show: () => visit(this.address),
    };
    new LiveRows(live, since, place, this.stop.signal);
  }

  private changed(run: Run): void {
    const before = this.source.replace(run);
    if (!before) return;
    for (const [, row] of this.window.rows()) {
      if (row.dataset.iid !== String(run.iid)) continue;
      if (before.status !== run.status || before.name !== run.name) this.fill(row, run);
      this.columns.forEach((column, place) => {
        if (before.cells[place] === run.cells[place]) return;
        const cell = row.cells[FIXED + place]!;
        fillCell(cell, column, run.cells[place] ?? null);
        cell.classList.remove("fresh");
        void cell.offsetWidth; // so that the flash begins again
        cell.classList.add("fresh");
      });
    }
  }
}

function columnOf(head: HTMLTableCellElement): Column {
  const { col, kind, key, of } = head.dataset;
  return { name: col!, kind: kind!, key: key ?? col!, is_sortable: true, of: of ?? "" };
}

function mark(row: HTMLTableRowElement, isOn: boolean): void {
  row.ariaSelected = String(isOn);
  const check = row.querySelector<HTMLInputElement>(".pick input");
  if (check) check.checked = isOn;
}

function showDensity(element: HTMLElement): void {
  element.dataset.density = recall(DENSITY, "");
}

function hasSelection(): boolean {
  return getSelection()?.isCollapsed === false;
}
