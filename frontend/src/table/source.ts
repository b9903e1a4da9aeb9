// Gets pieces of a long table when they are wanted, a few at a time, and forgets those that are wanted no longer.
import { changed } from "../address.ts";
import { data } from "../data.ts";
import type { Run, RunTable } from "./runs.ts";
import { Kept } from "./span.ts";

const KEPT = 60; // pieces
const AT_ONCE = 2; // requests

export class Source {
  readonly size: number;
  private readonly address: string; // without first and rows
  private readonly arrived: (table: RunTable) => void;
  private readonly failed: (error: Error) => void;
  private readonly pieces = new Kept<Run[]>(KEPT);
  private readonly running = new Map<number, AbortController>();
  private wanted: number[] = [];

  constructor(
    size: number,
    address: string,
    arrived: (table: RunTable) => void,
    failed: (error: Error) => void,
  ) {
    this.size = size;
    this.address = address;
    this.arrived = arrived;
    this.failed = failed;
  }

  /** Return the run of a row, if it is here. */
  at(index: number): Run | undefined {
    return this.pieces.get(Math.floor(index / this.size))?.[index % this.size];
  }

  /** Ask for pieces, the most wanted first, instead of those that were wanted before. */
  want(pieces: number[]): void {
    this.wanted = pieces.filter((piece) => !this.pieces.has(piece));
    for (const [piece, request] of this.running) {
      if (pieces.includes(piece)) continue;
      request.abort();
      this.running.delete(piece);
    }
    this.next();
  }

  /** Get the pieces of rows that are not here yet. */
  async ensure(rows: readonly number[]): Promise<void> {
    const missing = new Set(
      rows.map((row) => Math.floor(row / this.size)).filter((piece) => !this.pieces.has(piece)),
    );
    for (const piece of missing) await this.get(piece);
  }

  /** Return all runs that are here. */
  runs(): Run[] {
    return [...this.pieces.values()].flat();
  }

  /** Put a run in the place of itself as it was; return that, if it is here. */
  replace(run: Run): Run | undefined {
    for (const piece of this.pieces.values()) {
      const place = piece.findIndex((each) => each.iid === run.iid);
      if (place < 0) continue;
      const before = piece[place];
      piece[place] = run;
      return before;
    }
    return undefined;
  }

  private next(): void {
    for (const piece of this.wanted) {
      if (this.running.size >= AT_ONCE) return;
      if (!this.running.has(piece)) void this.get(piece);
    }
  }

  private async get(piece: number): Promise<void> {
    const request = new AbortController();
    this.running.set(piece, request);
    try {
      const address = changed(this.address, { first: piece * this.size, rows: this.size });
      const { table } = await data<{ table: RunTable }>(address, request.signal);
      this.pieces.set(piece, table.rows);
      this.arrived(table);
    } catch (error) {
      if (request.signal.aborted) return;
      this.wanted = [];
      this.failed(error as Error);
    } finally {
      if (this.running.get(piece) === request) this.running.delete(piece);
      this.wanted = this.wanted.filter((each) => !this.pieces.has(each));
      this.next();
    }
  }
}
