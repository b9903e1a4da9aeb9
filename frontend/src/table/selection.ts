// Which runs are selected: those of the address, or more in memory, so that they stay when rows come and go.

const IN_ADDRESS = 50;

let remembered: { page: string; iids: number[] } = { page: "", iids: [] };

export class Selection {
  private readonly page: string;
  private readonly iids: Set<number>;
  private readonly changed: () => void;
  private anchor: number | null = null; // the row that a range begins at

  constructor(page: string, given: readonly number[], changed: () => void) {
    this.page = page;
    const before = remembered.page === page ? remembered.iids : [];
    this.iids = new Set(before.length > IN_ADDRESS ? before : given);
    this.changed = changed;
  }

  get size(): number {
    return this.iids.size;
  }

  has(iid: number): boolean {
    return this.iids.has(iid);
  }

  all(): number[] {
    return [...this.iids];
  }

  /** Return what the address holds: nothing when that would be too much. */
  forAddress(): number[] {
    return this.iids.size <= IN_ADDRESS ? this.all() : [];
  }

  /** Select a row's run or take it out. */
  toggle(index: number, iid: number, isOn = !this.iids.has(iid)): void {
    if (isOn) this.iids.add(iid);
    else this.iids.delete(iid);
    this.anchor = index;
    this.tell();
  }

  /** Return the rows from where the range begins to this one, both with it. */
  rangeTo(index: number): number[] {
    const from = this.anchor ?? index;
    const first = Math.min(from, index);
    return Array.from({ length: Math.abs(from - index) + 1 }, (_, offset) => first + offset);
  }

  add(iids: Iterable<number>, isOn = true): void {
    for (const iid of iids) {
      if (isOn) this.iids.add(iid);
      else this.iids.delete(iid);
    }
    this.tell();
  }

  clear(): void {
    this.iids.clear();
    this.anchor = null;
    this.tell();
  }

  private tell(): void {
    remembered = { page: this.page, iids: this.all() };
    this.changed();
  }
}
