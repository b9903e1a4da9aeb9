// A chart drawn on a surface, which is a canvas or an SVG file: axes, bands, raw lines behind, lines.
import { Numbers } from "../drawing/scale.ts";
import type { Surface } from "../drawing/surface.ts";
import { type Box, clipped } from "./clipping.ts";
import { drawable, firstAt, type Line } from "./line.ts";
import type { Range } from "./ranges.ts";
import type { Value } from "./smoothing.ts";
import { logTicks, type Tick, ticks } from "./ticks.ts";

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
  isClipped: boolean; // there are values beyond those in sight
  isLogX: boolean;
  isLogY: boolean;
  kind: string; // what the places are: step, time, relative or metric:…
}

const MANY = 12; // lines that are too many for each to have its band and its raw line
const DOT = 3;
const SPIKE = 4; // times a line's mean span: what is longer is drawn even then
const TOP = 8;
const BOTTOM = 22;
const RIGHT = 10;

/** Places of values in a frame, in pixels. */
export class Places {
  readonly box: Box;
  private readonly across: Numbers;
  private readonly upwards: Numbers;
  private readonly labels: Tick[];

  constructor(frame: Frame) {
    this.across = new Numbers(...frame.xs, frame.isLogX);
    this.upwards = new Numbers(...frame.ys, frame.isLogY);
    this.labels = frame.isLogY ? logTicks(...frame.ys, 5) : this.upwards.ticks(5);
    const labels = this.labels.map((tick) => tick.label.length);
    this.box = {
      left: Math.max(34, 12 + 6.8 * Math.max(0, ...labels)),
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
    return this.labels.map(({ place, label }) => ({
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
    const drawn = path(places, frame, each.line, each.shown);
    const alone = lonely(drawn);
    if (alone.length) surface.dots(alone, each.color, 1);
    surface.lines([drawn], {
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
  if (frame.isClipped)
    surface.text(right, TOP + 8, "Far values are cut off", { color: colors.quiet, size: 11, align: "right" });
}

const ENTRY = 18;

/** Return how much height the names of a chart's lines take. */
export function namesHeight(lines: number): number {
  return ENTRY * (2 + Math.ceil(lines / 2));
}

/** Write what a chart in a file shows below it: the metric, and each line's run. */
export function drawNames(
  surface: Surface,
  { width, height, kind }: Frame,
  metric: string,
  drawings: readonly Drawing[],
  names: ReadonlyMap<number, string>,
  colors: Colors,
): void {
  const along = kind.startsWith("metric:")
    ? kind.slice(7)
    : { time: "time", relative: "relative time" }[kind];
  surface.text(10, height + ENTRY, `${metric} by ${along ?? "step"}`, {
    color: colors.text,
    size: 13,
    bold: true,
  });
  for (const [at, { line, color, dash }] of drawings.entries()) {
    const x = 10 + (at % 2) * (width / 2);
    const y = height + ENTRY * (2 + Math.floor(at / 2));
    surface.lines([[x, y - 4, x + 24, y - 4]], { color, width: 2, ...(dash ? { dash } : {}) });
    surface.text(x + 30, y, shortened(names.get(line.iid) ?? "", width / 2 - 44), {
      color: colors.text,
      size: 12,
    });
  }
}

function shortened(name: string, width: number): string {
  const most = Math.max(4, Math.floor(width / 6.6));
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
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

/** Return the points of a line that have no neighbours, which a stroke would not show. */
function lonely(line: readonly number[]): [number, number, number][] {
  const found: [number, number, number][] = [];
  for (let at = 0; at < line.length; at += 2) {
    const begins = at === 0 || Number.isNaN(line[at - 1]!);
    const ends = at + 4 >= line.length || Number.isNaN(line[at + 5]!);
    if (begins && ends && line[at] === line[at + 2] && line[at + 1] === line[at + 3])
      found.push([line[at]!, line[at + 1]!, DOT]);
  }
  return found;
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
