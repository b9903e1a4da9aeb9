// The row that keys are for, and the way from cell to cell by arrows.
import { onKey } from "../keys.ts";
import { FIXED } from "./rows.ts";
import type { Run } from "./runs.ts";
import type { Selection } from "./selection.ts";
import type { TableWindow } from "./window.ts";

export interface Acts {
  run(index: number): Run | undefined;
  range(index: number): void;
  compare(): void;
}

export class Cursor {
  private readonly window: TableWindow;
  private index = -1;

  constructor(element: HTMLElement, window: TableWindow, selection: Selection, acts: Acts) {
    this.window = window;
    const key = (keys: string, description: string, action: () => void) =>
      onKey(keys, description, () => element.isConnected && action());
    key("j", "Go to the next run", () => this.go(this.index < 0 ? window.seen().first : this.index + 1));
    key("k", "Go to the run before", () => this.go(this.index < 0 ? window.seen().first : this.index - 1));
    key("x", "Select the run", () => {
      const run = acts.run(this.index);
      if (run) selection.toggle(this.index, run.iid);
    });
    key("Shift+x", "Select all runs from the last selected one to this", () => {
      if (this.index >= 0) acts.range(this.index);
    });
    key("Enter", "Open the run", () =>
      window.row(this.index)?.querySelector<HTMLElement>(".name a")?.click(),
    );
    key("c", "Compare the selected runs", () => acts.compare());
    key("Escape", "Close the menu, the dialog or the selection", () => {
      const hasClosed = document.activeElement?.matches(".menu > summary"); // a menu, by the same key
      if (!hasClosed) selection.clear();
    });
  }

  /** Show on a row that it is the one, if it is. */
  mark(row: HTMLTableRowElement, index: number): void {
    row.classList.toggle("current", index === this.index);
  }

  /** Go on from a cell by an arrow; return whether the key was one. */
  arrow(key: string, cell: HTMLTableCellElement, index: number): boolean {
    const column = Math.max(cell.cellIndex, FIXED - 1);
    const row = cell.parentElement as HTMLTableRowElement;
    if (key === "ArrowRight") focus(row, Math.min(column + 1, row.cells.length - 1));
    else if (key === "ArrowLeft") focus(row, Math.max(column - 1, FIXED - 1));
    else if (key === "ArrowDown" || key === "ArrowUp")
      this.go(index + (key === "ArrowDown" ? 1 : -1), column);
    else return false;
    return true;
  }

  private go(index: number, column = FIXED - 1): void {
    const next = Math.max(0, Math.min(index, this.window.total - 1));
    const before = this.window.row(this.index);
    this.index = next;
    if (before) this.mark(before, -2);
    this.window.reveal(next);
    const row = this.window.row(next);
    if (!row) return;
    this.mark(row, next);
    focus(row, column);
  }
}

function focus(row: HTMLTableRowElement, column: number): void {
  const cell = row.cells[column]!;
  const place = column < FIXED ? (cell.querySelector<HTMLElement>("a[href]") ?? cell) : cell;
  if (place === cell) cell.tabIndex = -1;
  place.focus({ preventScroll: column < FIXED });
}
