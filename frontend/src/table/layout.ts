// The widths of a table's columns, those that stay at the left, and headers that people drag.
import { keep, recall } from "../kept.ts";

const LEAST = 56;
const MOST = 260; // of what is measured; people may drag further
const MOST_NUMBER = 152; // long names of metrics are cut
const NAME = { least: 200, most: 420 };
const NARROW = 560; // the width of a page on a phone
const NARROW_NAME = 132;
const FIXED: Record<string, number> = { select: 36, status: 32 };
const FAR = 6; // pixels after which a press is a drag

export class Layout {
  private readonly table: HTMLTableElement;
  private readonly heads: HTMLTableCellElement[];
  private readonly name: string; // what the widths are kept under
  private readonly measured: number[];
  private readonly cols: HTMLTableColElement[] = [];
  private dragged: Record<string, number>;
  private pinned = 0;
  private lefts: number[] = [];

  constructor(table: HTMLTableElement, name: string, pins: ReadonlySet<string>) {
    this.table = table;
    this.heads = [...table.tHead!.rows[0]!.cells];
    this.name = name;
    this.dragged = recall<Record<string, number>>(name, {});
    this.measured = this.heads.map((head) => head.getBoundingClientRect().width);
    const group = document.createElement("colgroup");
    for (const head of this.heads) {
      const col = document.createElement("col");
      this.cols.push(col);
      group.append(col);
      if (!(nameOf(head) in FIXED)) head.append(this.grip(head));
    }
    table.prepend(group);
    table.classList.add("fixed");
    while (this.pinned < this.heads.length && this.isPinned(this.heads[this.pinned]!, pins)) this.pinned++;
    this.fit();
  }

  /** Give every column its width; what is left over goes to the name first, and then to all. */
  fit(): void {
    const room = this.table.parentElement!.clientWidth;
    const widths = this.heads.map((head, index) => this.widthOf(head, index));
    const spare = room - widths.reduce((sum, width) => sum + width, 0);
    if (spare > 0) {
      const more = "name" in this.dragged ? 0 : Math.min(spare, Math.max(0, NAME.most - widths[2]!));
      widths[2]! += more;
      const others = widths.length - 3;
      for (let index = 3; index < widths.length; index++) widths[index]! += (spare - more) / others;
      if (!others) widths[2]! += spare - more;
    }
    let left = 0;
    this.lefts = [];
    widths.forEach((width, index) => {
      this.cols[index]!.style.width = `${width}px`;
      if (index < this.pinned) this.lefts.push(left);
      left += width;
    });
    this.table.style.width = `${Math.max(left, room)}px`;
    for (const row of this.table.rows) this.pin(row);
  }

  /** Let the first cells of a row stay where they are when the table is moved sideways. */
  pin(row: HTMLTableRowElement): void {
    if (row.cells.length < this.pinned) return;
    this.lefts.forEach((left, index) => {
      const cell = row.cells[index]!;
      cell.classList.add("pinned");
      cell.classList.toggle("pinned-last", index === this.pinned - 1);
      cell.style.left = `${left}px`;
    });
  }

  /** Call with the columns' new order after a header was dragged to another place. */
  onReorder(moved: (names: string[]) => void): void {
    for (const head of this.heads) {
      if (!this.isLoose(head)) continue;
      for (const link of head.querySelectorAll("a")) link.draggable = false;
      head.addEventListener("pointerdown", (event) => this.drag(event, head, moved));
    }
  }

  private isPinned(head: HTMLTableCellElement, pins: ReadonlySet<string>): boolean {
    return !this.isLoose(head) || pins.has(head.dataset.col!);
  }

  private isLoose(head: HTMLTableCellElement): boolean {
    return !(nameOf(head) in FIXED) && nameOf(head) !== "name";
  }

  private widthOf(head: HTMLTableCellElement, index: number): number {
    const name = nameOf(head);
    if (name in FIXED) return FIXED[name]!;
    if (name in this.dragged) return this.dragged[name]!;
    const measured = Math.ceil(this.measured[index]!);
    const most = head.classList.contains("number") ? MOST_NUMBER : MOST;
    if (name !== "name") return Math.min(most, Math.max(LEAST, measured));
    return innerWidth <= NARROW ? NARROW_NAME : Math.min(NAME.most, Math.max(NAME.least, measured));
  }

  private grip(head: HTMLTableCellElement): HTMLElement {
    const grip = document.createElement("span");
    grip.className = "grip";
    grip.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      event.stopPropagation();
      const name = nameOf(head);
      const start = head.getBoundingClientRect().width - event.clientX;
      grip.setPointerCapture(event.pointerId);
      grip.onpointermove = (move) => {
        this.dragged[name] = Math.max(LEAST, Math.round(start + move.clientX));
        this.fit();
      };
      grip.onlostpointercapture = () => {
        grip.onpointermove = null;
        keep(this.name, this.dragged);
      };
    });
    grip.addEventListener("click", (event) => event.preventDefault());
    grip.addEventListener("dblclick", () => {
      delete this.dragged[nameOf(head)];
      keep(this.name, this.dragged);
      this.fit();
    });
    return grip;
  }

  private drag(down: PointerEvent, head: HTMLTableCellElement, moved: (names: string[]) => void): void {
    if (down.button !== 0 || down.pointerType === "touch") return;
    const loose = this.heads.filter((each) => this.isLoose(each));
    const stop = new AbortController();
    let target: { head: HTMLTableCellElement; isBefore: boolean } | null = null;
    let isDrag = false;
    const mark = () => {
      for (const each of loose) {
        each.classList.toggle("drop-before", target?.head === each && target.isBefore);
        each.classList.toggle("drop-behind", target?.head === each && !target.isBefore);
      }
    };
    const move = (event: PointerEvent) => {
      if (!isDrag && Math.abs(event.clientX - down.clientX) < FAR) return;
      isDrag = true;
      head.classList.add("dragged");
      const over = loose.find((each) => {
        const box = each.getBoundingClientRect();
        return event.clientX >= box.left && event.clientX < box.right;
      });
      const box = over?.getBoundingClientRect();
      target = over && box ? { head: over, isBefore: event.clientX < box.left + box.width / 2 } : null;
      mark();
    };
    const up = () => {
      stop.abort();
      head.classList.remove("dragged");
      if (!isDrag) return;
      head.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => head.removeEventListener("click", swallow, { capture: true }));
      const found = target;
      target = null;
      mark();
      if (!found || found.head === head) return;
      const names = loose.map((each) => each.dataset.col!).filter((name) => name !== head.dataset.col);
      names.splice(names.indexOf(found.head.dataset.col!) + (found.isBefore ? 0 : 1), 0, head.dataset.col!);
      moved(names);
    };
    document.addEventListener("pointermove", move, { signal: stop.signal });
    document.addEventListener("pointerup", up, { signal: stop.signal });
    document.addEventListener("pointercancel", () => stop.abort(), { signal: stop.signal });
  }
}

function nameOf(head: HTMLTableCellElement): string {
  return head.dataset.col!;
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
