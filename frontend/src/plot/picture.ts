// A chart drawn on a surface, which is a canvas or an SVG file: axes, bands, raw lines behind, lines.
import { Numbers } from "../drawing/scale.ts";
import type { Surface } from "../drawing/surface.ts";
import { type Box, clipped } from "./clipping.ts";
import { drawable, firstAt, type Line } from "./line.ts";
import type { Range } from "./ranges.ts";
import type { Value } from "./smoothing.ts";
import { ticks } from "./ticks.ts";

export interface Drawing {
  line: Line;
  shown: readonly Value[]; // smoothed, or the values themselves
  isSmoothed: boolean;
  color: string;
  dash: number[] | undefined;
}

export interface Colors {
  text: string;
  quiet: string;
  grid: string;
  line: string;
}

export interface Frame {
  width: number;
  height: number;
  xs: Range;
  ys: Range;
  isLogX: boolean;
  isLogY: boolean;
  kind: string; // what the places are: step, time, relative or metric:…
}

const MANY = 12; // lines that are too many for each to have its band and its raw line
const SPIKE = 4; // times a line's mean span: what is longer is drawn even then
const TOP = 8;
const BOTTOM = 22;
const RIGHT = 10;

/** Places of values in a frame, in pixels. */
export class Places {
  readonly box: Box;
  private readonly across: Numbers;
  private readonly upwards: Numbers;

  constructor(frame: Frame) {
    this.across = new Numbers(...frame.xs, frame.isLogX);
    this.upwards = new Numbers(...frame.ys, frame.isLogY);
    const labels = this.upwards.ticks(5).map((tick) => tick.label.length);
    this.box = {
      left: Math.max(34, 12 + 6.8 * Math.max(...labels)),
      top: TOP,
      right: frame.width - RIGHT,
      bottom: frame.height - BOTTOM,
    };
  }

  x(place: number): number {
    return this.box.left + this.across.at(place) * (this.box.right - this.box.left);
  }

  y(value: Value): number {
    return drawable(value)
      ? this.box.bottom - this.upwards.at(value) * (this.box.bottom - this.box.top)
      : Number.NaN;
  }

  /** Return the place at a pixel. */
  at(pixel: number): number {
    return this.across.value((pixel - this.box.left) / (this.box.right - this.box.left));
  }

  yTicks(): { y: number; label: string }[] {
    return this.upwards.ticks(5).map(({ place, label }) => ({
      y: this.box.bottom - place * (this.box.bottom - this.box.top),
      label,
    }));
  }
}

/** Draw lines; of many lines at once only the spikes of what they stand for. */
export function drawLines(surface: Surface, frame: Frame, drawings: readonly Drawing[]): void {
  const places = new Places(frame);
  const isMany = drawings.length > MANY;
  for (const each of drawings) band(surface, places, each, isMany);
  for (const each of drawings) {
    if (each.isSmoothed && !isMany)
      surface.lines([path(places, frame, each.line, each.line.y)], { color: each.color, alpha: 0.22 });
  }
  for (const each of drawings) {
    surface.lines([path(places, frame, each.line, each.shown)], {
      color: each.color,
      width: 1.5,
      ...(each.dash ? { dash: each.dash } : {}),
    });
  }
}

export function drawGrid(surface: Surface, frame: Frame, colors: Colors): void {
  const places = new Places(frame);
  const { left, right } = places.box;
  const lines = places.yTicks().map(({ y }) => [left, y, right, y]);
  surface.lines(lines, { color: colors.grid });
}

export function drawAxes(surface: Surface, frame: Frame, colors: Colors): void {
  const places = new Places(frame);
  const { left, right, bottom } = places.box;
  for (const { y, label } of places.yTicks())
    surface.text(left - 6, y + 4, label, { color: colors.quiet, size: 11, align: "right" });
  const count = Math.max(2, Math.floor((right - left) / 56));
  for (const { place, label } of ticks(...frame.xs, count, frame.isLogX, frame.kind)) {
    const x = left + place * (right - left);
    if (x < left - 1 || x > right + 1) continue;
    surface.lines([[x, bottom, x, bottom + 4]], { color: colors.line });
    const half = label.length * 3.2;
    const align = x + half > frame.width ? "right" : x - half < 0 ? "left" : "center";
    surface.text(x, frame.height - 5, label, { color: colors.quiet, size: 11, align });
  }
  surface.lines([[left, bottom, right, bottom]], { color: colors.line });
}

/** What a line's points stand for, from the lowest to the highest, as strokes as wide as they are apart. */
function band(surface: Surface, places: Places, { line, color }: Drawing, spikesOnly: boolean): void {
  const { low, high } = line;
  if (!low || !high) return;
  const { box } = places;
  const strokes: number[][] = [];
  const last = line.x.length - 1;
  const wide = last > 0 ? (places.x(line.x[last]!) - places.x(line.x[0]!)) / last : 1;
  let least = 0;
  if (spikesOnly) {
    let sum = 0;
    for (let at = 0; at <= last; at++) sum += span(low[at]!, high[at]!);
    least = (SPIKE * sum) / (last + 1);
  }
  for (let at = 0; at <= last; at++) {
    const size = span(low[at]!, high[at]!);
    const x = places.x(line.x[at]!);
    if (size === 0 || size < least || x < box.left || x > box.right) continue;
    // What is infinite, or has no place on a logarithmic axis, goes up to the edge.
    const y0 = edged(places.y(low[at]!), box.bottom, box);
    const y1 = edged(places.y(high[at]!), box.top, box);
    if (y0 > y1) strokes.push([x, y0, x, y1]);
  }
  if (strokes.length)
    surface.lines(strokes, { color, width: spikesOnly ? 1 : Math.max(1, Math.min(wide, 24)), alpha: 0.25 });
}

function span(low: Value, high: Value): number {
  if (low === null || high === null || low === high) return 0;
  return drawable(low) && drawable(high) ? high - low : Number.MAX_VALUE;
}

function edged(y: number, edge: number, box: Box): number {
  return Number.isNaN(y) ? edge : Math.min(Math.max(y, box.top), box.bottom);
}

function path(places: Places, frame: Frame, line: Line, values: readonly Value[]): number[] {
  const found: number[] = [];
  const first = Math.max(0, firstAt(line.x, frame.xs[0]) - 1);
  for (let at = first; at < line.x.length; at++) {
    found.push(places.x(line.x[at]!), places.y(values[at]!));
    if (line.x[at]! > frame.xs[1]) break;
  }
  return clipped(found, places.box);
}

/** Return the values of a chart as columns of a CSV file. */
export function columns(
  kind: string,
  names: ReadonlyMap<number, string>,
  lines: readonly Line[],
): { name: string; values: (number | string | null)[] }[] {
  const runs: string[] = [];
  const xs: number[] = [];
  const ys: Value[] = [];
  const lows: Value[] = [];
  const highs: Value[] = [];
  for (const line of lines) {
    line.x.forEach((x, at) => {
      runs.push(names.get(line.iid) ?? String(line.iid));
      xs.push(x);
      ys.push(line.y[at]!);
      lows.push(line.low ? line.low[at]! : line.y[at]!);
      highs.push(line.high ? line.high[at]! : line.y[at]!);
    });
  }
  const found = [
    { name: "run", values: runs },
    { name: kind, values: xs },
    { name: "value", values: ys },
  ];
  if (lines.some((line) => line.low))
    found.push({ name: "lowest", values: lows }, { name: "highest", values: highs });
  return found;
}
