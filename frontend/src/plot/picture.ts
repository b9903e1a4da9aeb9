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
  isFaint: boolean; // while another one is looked at
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

export function draw(surface: Surface, frame: Frame, drawings: readonly Drawing[], colors: Colors): Places {
  const places = new Places(frame);
  const { left, right, top, bottom } = places.box;
  for (const { y, label } of places.yTicks()) {
    if (y < top - 1 || y > bottom + 1) continue;
    surface.lines([[left, y, right, y]], { color: colors.grid });
    surface.text(left - 6, y + 4, label, { color: colors.quiet, size: 11, align: "right" });
  }
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
  for (const each of drawings) band(surface, places, each);
  for (const each of drawings) {
    const alpha = each.isFaint ? 0.16 : 1;
    if (each.isSmoothed)
      surface.lines([path(places, frame, each.line, each.line.y)], {
        color: each.color,
        alpha: 0.22 * alpha,
      });
    surface.lines([path(places, frame, each.line, each.shown)], {
      color: each.color,
      width: 1.5,
      alpha,
      ...(each.dash ? { dash: each.dash } : {}),
    });
  }
  return places;
}

/** What a line's points stand for, from the lowest to the highest, as strokes as wide as they are apart. */
function band(surface: Surface, places: Places, { line, color, isFaint }: Drawing): void {
  if (!line.low || !line.high) return;
  const { box } = places;
  const strokes: number[][] = [];
  const last = line.x.length - 1;
  const wide = last > 0 ? (places.x(line.x[last]!) - places.x(line.x[0]!)) / last : 1;
  for (let at = 0; at <= last; at++) {
    const low = line.low[at]!;
    const high = line.high[at]!;
    const x = places.x(line.x[at]!);
    if (low === high || x < box.left || x > box.right) continue;
    const y0 = Math.min(places.y(low), box.bottom);
    const y1 = Math.max(places.y(high), box.top);
    if (y0 > y1) strokes.push([x, y0, x, y1]);
  }
  surface.lines(strokes, { color, width: Math.max(1, Math.min(wide, 24)), alpha: isFaint ? 0.05 : 0.25 });
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
