// How much of a chart is in sight.
import { drawable, firstAt, type Line } from "./line.ts";
import type { Value } from "./smoothing.ts";

export type Range = [number, number];

const CLIPPED = 0.02; // of the values at each end are outliers, when those are left out
const FAR = 1000; // times as far as all the others: a value that would make their lines flat

/** The values that are in sight, and whether there are others beyond them. */
export interface Seen {
  range: Range;
  isClipped: boolean;
}

/**
 * Return the lowest and highest value of lines between two places, with some room; null where there is none.
 * Values so far away that they would make all lines flat are left out, as all outliers are when that is wanted.
 */
export function valueRange(
  lines: readonly { line: Line; shown: readonly Value[] }[],
  [from, to]: Range,
  isLog: boolean,
  clips: boolean,
): Seen | null {
  const all: number[] = [];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const look = (value: Value | undefined) => {
    if (!drawable(value) || (isLog && value <= 0)) return;
    if (value < low) low = value;
    if (value > high) high = value;
  };
  for (const { line, shown } of lines) {
    const end = firstAt(line.x, to);
    for (let at = firstAt(line.x, from); at <= end && at < line.x.length; at++) {
      if (line.x[at]! > to) break;
      const value = line.y[at];
      if (drawable(value) && !(isLog && value <= 0)) all.push(value);
      if (clips) look(line.y[at]);
      else {
        look(line.low ? line.low[at] : line.y[at]);
        look(line.high ? line.high[at] : line.y[at]);
      }
      look(shown[at]);
    }
  }
  if (low > high) return null;
  if (all.length > 20) {
    all.sort((one, other) => one - other);
    const [least, most] = [
      all[Math.floor(all.length * CLIPPED)]!,
      all[Math.ceil(all.length * (1 - CLIPPED)) - 1]!,
    ];
    const isFar = !isLog && most > least && high - low > FAR * (most - least);
    if (clips || isFar) return { range: roomy(least, most, isLog), isClipped: least > low || most < high };
  }
  return { range: roomy(low, high, isLog), isClipped: false };
}

/** Return a range with 4 % of room at each end; one value alone is in the middle. */
export function roomy(low: number, high: number, isLog: boolean): Range {
  if (isLog) {
    if (low === high) return [low / 2, high * 2];
    const room = (high / low) ** 0.04;
    return [low / room, high * room];
  }
  if (low === high) {
    const room = Math.abs(low) * 0.1 || 1;
    return [low - room, high + room];
  }
  const room = (high - low) * 0.04;
  return [low - room, high + room];
}

/** Return a range made narrower (below 1) or wider about a place, within limits; null when that is all there is. */
export function zoomed([from, to]: Range, factor: number, about: number, [first, last]: Range): Range | null {
  const start = Math.max(first, about - (about - from) * factor);
  const end = Math.min(last, about + (to - about) * factor);
  return start <= first && end >= last ? null : [start, end];
}
