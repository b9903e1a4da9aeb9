// A range on an axis, as places, as values, in the page's address and in the search language.
import { quotedField, quotedText } from "../clause.ts";
import type { Values } from "./runs.ts";
import type { Scale } from "./scale.ts";

export interface Axis {
  name: string;
  values: Values;
  scale: Scale;
  isLog: boolean;
  brush: [number, number] | null; // places, from low to high
}

const LISTED = 500; // texts of one clause

export function isIn(axis: Axis, index: number): boolean {
  const place = axis.scale.at(axis.values.values[index] ?? null);
  return place >= axis.brush![0] && place <= axis.brush![1];
}

/** Return the range from one value to another, as they were written; null where one of them is none. "" is the end. */
export function range(axis: Axis, from: string, to: string): [number, number] | null {
  const place = (text: string, empty: number) =>
    text ? axis.scale.at(axis.scale.categories ? text : Number(text.replaceAll("−", "-"))) : empty;
  const ends = [place(from, 0), place(to, 1)];
  if (!ends.every(Number.isFinite)) return null;
  const room = axis.scale.categories ? 0.2 / Math.max(axis.scale.categories.length, 1) : 1e-9;
  return [Math.min(...ends) - room, Math.max(...ends) + room]; // it holds its own ends
}

/** Return the values at the ends of a range. */
export function bounds(axis: Axis): [string, string] {
  const [low, high] = axis.brush!;
  if (!axis.scale.categories)
    return [String(rounded(axis.scale.value(low))), String(rounded(axis.scale.value(high)))];
  const inside = categories(axis);
  return [inside[0] ?? "", inside.at(-1) ?? ""];
}

/** Return a range as the page's address has it: axis~from~to. */
export function written(axis: Axis): string {
  return [axis.name, ...bounds(axis)].join("~");
}

/** Return a range in the search language; "" where it cannot be said. A param is a text, so its values are listed. */
export function clause(axis: Axis): string {
  const field = quotedField(axis.name);
  if (axis.name.startsWith("metrics.")) {
    const [low, high] = bounds(axis);
    return `${field} >= ${low} AND ${field} <= ${high}`;
  }
  const texts = axis.scale.categories ? categories(axis) : numbers(axis);
  return texts.length && texts.length <= LISTED ? `${field} IN (${texts.map(quotedText).join(", ")})` : "";
}

function categories(axis: Axis): string[] {
  const [low, high] = axis.brush!;
  return axis.scale.categories!.filter((name) => axis.scale.at(name) >= low && axis.scale.at(name) <= high);
}

function numbers(axis: Axis): string[] {
  const inside = axis.values.texts?.filter((_, index) => isIn(axis, index)) ?? [];
  return [...new Set(inside)].filter((text) => text !== null);
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
