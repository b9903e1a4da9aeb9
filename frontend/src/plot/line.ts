// Lines as the server sends them: columns of places, last values, lowest and highest of what each stands for.
import type { Value } from "./smoothing.ts";

export interface Line {
  iid: number;
  x: number[];
  y: Value[];
  low: Value[] | null;
  high: Value[] | null;
  count: number;
  total: number;
  exact: boolean;
  sampled: boolean;
  rough: boolean;
}

export interface ChartData {
  metric: string;
  first: number | null;
  last: number | null;
  lines: Line[];
}

export interface Answer {
  x: string;
  runs: { iid: number; status: string }[];
  charts: ChartData[];
}

/** An infinite value is stored as the largest number there is. */
export const INFINITE = 1.7e308;

export function drawable(value: Value | undefined): value is number {
  return typeof value === "number" && Math.abs(value) < INFINITE;
}

/** Return the index of the place nearest to a place; -1 where there are none. */
export function nearest(places: readonly number[], place: number): number {
  const after = firstAt(places, place);
  if (after === 0) return places.length ? 0 : -1;
  if (after === places.length) return after - 1;
  return place - places[after - 1]! <= places[after]! - place ? after - 1 : after;
}

/** Return the index of the first place that is not before a place. */
export function firstAt(places: readonly number[], place: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Add newer points; false where they do not fit to what is known, so that the line has to be read anew. */
export function appended(line: Line, newer: Line): boolean {
  if (!line.exact || !newer.exact || line.total + newer.count !== newer.total) return false;
  if (newer.x.length && line.x.length && newer.x[0]! <= line.x.at(-1)!) return false;
  line.x.push(...newer.x);
  line.y.push(...newer.y);
  line.count += newer.count;
  line.total = newer.total;
  return true;
}
