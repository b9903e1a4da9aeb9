// A window over a long table: a few rows stand in the page, room above and below them stands for all the others.
import { drawn, pieces, type Span } from "./span.ts";

const MOST_ROWS = 60;
const AROUND = 5;
const LEAST_HEIGHT = 320;
const BELOW = 16; // pixels between the table and the end of the screen
const SETTLED = 150; // milliseconds without a scroll
const QUICK = 3; // heights of the table between two frames, from which pieces wait until the scroll slows down
const SLOWER = 90; // milliseconds that they wait

export interface Rows {
  /** Return an empty row. */
  make(): HTMLTableRowElement;
  /** Put the run of an index into a row, or show that it is waited for. */
  fill(row: HTMLTableRowElement, index: number): void;
  /** Ask for the runs of pieces. */
  want(pieces: number[]): void;
  /** The rows in sight have changed. */
  seen(span: Span): void;
  /** The scroll has come to rest. */
  settled(span: Span): void;
}

export class TableWindow {
  readonly scroller: HTMLElement;
  private readonly table: HTMLTableElement;
  private readonly body: HTMLTableSectionElement;
  private readonly above = room();
  private readonly below = room();
  private readonly source: Rows;
  private readonly piece: number; // rows
  private readonly shown = new Map<number, HTMLTableRowElement>();
  private height = 36; // of a row
  private view = 0; // the height in which rows are seen
  private last = { top: 0, at: 0 };
  private frame = 0;
  private slower = 0;
  private rest = 0;
  total: number;

  constructor(table: HTMLTableElement, scroller: HTMLElement, total: number, piece: number, source: Rows) {
    this.table = table;
    this.scroller = scroller;
    this.body = table.tBodies[0]!;
    this.total = total;
    this.piece = piece;
    this.source = source;
    table.insertBefore(this.above, this.body);
    table.insertBefore(this.below, this.body.nextSibling);
    table.tHead!.rows[0]!.ariaRowIndex = "1";
    scroller.classList.add("window");
  }

  /** Take over the rows that the server wrote, and show the table from a row on. */
  start(first: number, top: number, signal: AbortSignal): void {
    for (const [offset, row] of [...this.body.rows].entries()) this.keep(first + offset, row);
    this.scroller.addEventListener("scroll", () => this.scrolled(), { signal, passive: true });
    addEventListener("resize", () => this.fit(), { signal });
    this.reserve({ first: 0, end: 0 });
    this.measure();
    this.scroller.scrollTop = top >= 0 ? top : first * this.height;
    this.draw();
  }

  /** Return the rows in sight. */
  seen(top = this.scroller.scrollTop): Span {
    const first = Math.floor(top / this.height + 0.01);
    const end = Math.ceil((top + this.view) / this.height - 0.01);
    return { first: Math.min(first, Math.max(0, this.total - 1)), end: Math.min(end, this.total) };
  }

  row(index: number): HTMLTableRowElement | undefined {
    return this.shown.get(index);
  }

  rows(): Iterable<[number, HTMLTableRowElement]> {
    return this.shown;
  }

  indexOf(row: Element): number {
    return Number((row as HTMLElement).ariaRowIndex) - 2;
  }

  /** Bring a row into sight, with as little movement as that takes. */
  reveal(index: number): void {
    const top = index * this.height;
    const bottom = top + this.height - this.view;
    if (this.scroller.scrollTop > top) this.scroller.scrollTop = top;
    else if (this.scroller.scrollTop < bottom) this.scroller.scrollTop = bottom;
    this.draw();
  }

  /** Take another number of rows; what is in sight stays where it is. */
  resize(total: number): void {
    if (total === this.total) return;
    this.total = total;
    this.reserve(this.around());
    this.fit();
    this.draw();
  }

  /** Read the height of a row anew, and stay at the same row. */
  measure(): void {
    const first = this.scroller.scrollTop / this.height;
    this.height = Number.parseFloat(getComputedStyle(this.table).getPropertyValue("--row")) || this.height;
    this.fit();
    this.scroller.scrollTop = first * this.height;
  }

  draw(): void {
    const top = this.scroller.scrollTop; // read before anything is written: reading later would lay out twice
    const around = drawn(top, this.view, this.height, this.total, AROUND, MOST_ROWS);
    const spare: HTMLTableRowElement[] = [];
    for (const [index, row] of this.shown) {
      if (index >= around.first && index < around.end) continue;
      if (row.contains(document.activeElement)) this.scroller.focus({ preventScroll: true });
      this.shown.delete(index);
      spare.push(row);
    }
    let next = this.body.firstElementChild;
    for (let index = around.first; index < around.end; index++) {
      let row = this.shown.get(index);
      if (!row) {
        row = spare.shift() ?? this.source.make();
        this.keep(index, row);
        this.source.fill(row, index);
      }
      if (row === next) next = row.nextElementSibling;
      else this.body.insertBefore(row, next);
    }
    for (const row of spare) row.remove();
    this.reserve(around);
    const seen = this.seen(top);
    this.source.seen(seen);
    this.load(seen, top);
  }

  private load(seen: Span, top: number): void {
    const moved = top - this.last.top;
    const wanted = () => this.source.want(pieces(seen, this.piece, this.total, moved));
    const isQuick = Math.abs(moved) > QUICK * this.view && performance.now() - this.last.at < SLOWER;
    this.last = { top, at: performance.now() };
    clearTimeout(this.slower);
    if (isQuick) this.slower = window.setTimeout(wanted, SLOWER);
    else if (seen.end > seen.first) wanted();
  }

  private scrolled(): void {
    if (!this.frame) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.draw();
      });
    }
    clearTimeout(this.rest);
    this.rest = window.setTimeout(() => this.source.settled(this.seen()), SETTLED);
  }

  private keep(index: number, row: HTMLTableRowElement): HTMLTableRowElement {
    row.ariaRowIndex = String(index + 2);
    this.shown.set(index, row);
    return row;
  }

  private around(): Span {
    const indexes = [...this.shown.keys()];
    return { first: Math.min(...indexes), end: Math.max(...indexes) + 1 };
  }

  private reserve(around: Span): void {
    this.above.rows[0]!.style.height = `${around.first * this.height}px`;
    this.below.rows[0]!.style.height = `${(this.total - around.end) * this.height}px`;
    this.above.hidden = around.first === 0;
    this.below.hidden = around.end === this.total;
    this.table.ariaRowCount = String(this.total + 1);
  }

  private fit(): void {
    const top = this.scroller.getBoundingClientRect().top + scrollY;
    const height = Math.max(LEAST_HEIGHT, innerHeight - top - BELOW);
    this.scroller.style.maxHeight = `${height}px`;
    this.view = this.scroller.clientHeight - this.table.tHead!.offsetHeight;
  }
}

function room(): HTMLTableSectionElement {
  const made = document.createElement("tbody");
  made.ariaHidden = "true";
  made.className = "room";
  made.insertRow();
  return made;
}
