// Parallel coordinates: an axis per field, a line per run. A brush on an axis dims the other runs, shows the ones that
// are left in the table, and becomes a filter of the page.
import { and, quotedField, quotedText } from "../clause.ts";
import { type Theme, theme } from "../drawing/colors.ts";
import { saveButtons } from "../drawing/files.ts";
import { colorOf, drawLegend, LEGEND_HEIGHT } from "../drawing/legend.ts";
import {
  column,
  fillTable,
  isBestLog,
  label,
  load,
  type PlotData,
  scaleFor,
  type Values,
} from "../drawing/runs.ts";
import { type Scale, short } from "../drawing/scale.ts";
import { CanvasSurface, type Surface } from "../drawing/surface.ts";

interface Axis {
  name: string;
  values: Values;
  scale: Scale;
  isLog: boolean;
  brush: [number, number] | null; // places, from low to high
}

const HEIGHT = 380;
const TOP = 44;
const BOTTOM = 16 + LEGEND_HEIGHT;
const SIDE = 72;
const DRAWN = 10_000; // lines: beyond, a screen shows no more
const LISTED = 500; // texts of one clause
const GRIP = 10; // pixels beside an axis that take hold of it

export default function start(element: HTMLElement): void {
  void load().then(
    (data) => new Parallel(element, data),
    (error: Error) => {
      element.querySelector("[data-fallback]")!.textContent =
        `The plot could not be loaded. ${error.message}`;
    },
  );
}

class Parallel {
  private readonly element: HTMLElement;
  private readonly data: PlotData;
  private readonly surface: CanvasSurface;
  private readonly axes: Axis[];
  private readonly color: Values | undefined;
  private readonly colorScale: Scale | null;
  private readonly said = document.createElement("p");
  private readonly actions = document.createElement("div");
  private theme: Theme = theme();
  private hovered = -1;
  private drag: { axis: Axis; from: number } | null = null;
  private frame = 0;

  constructor(element: HTMLElement, data: PlotData) {
    this.element = element;
    this.data = data;
    const names = data.state.axes as string[];
    this.axes = names.flatMap((name) => {
      const values = column(data, name);
      if (!values) return [];
      const isLog = values.is_numeric && isBestLog(values.values);
      return [{ name, values, isLog, scale: scaleFor(values, isLog), brush: null }];
    });
    this.color = column(data, data.state.color as string);
    this.colorScale = this.color
      ? scaleFor(this.color, this.color.is_numeric && isBestLog(this.color.values))
      : null;
    this.readBrushes(data.state.brush as string[] | undefined);
    const canvas = document.createElement("canvas");
    canvas.className = "plot-canvas";
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "img");
    canvas.setAttribute(
      "aria-label",
      `Parallel coordinates of ${data.values.iids.length} runs over ${this.axes.map((axis) => label(axis.name)).join(", ")}. Ranges can be typed below.`,
    );
    this.said.className = "quiet plot-said";
    this.said.setAttribute("aria-live", "polite");
    this.actions.className = "row";
    const foot = document.createElement("div");
    foot.className = "row plot-foot";
    foot.append(
      this.said,
      this.actions,
      saveButtons(
        "parallel",
        canvas,
        (surface) => this.draw(surface, canvas.clientWidth),
        () => this.theme.background,
        () => this.columns(),
      ),
    );
    element.replaceChildren(canvas, this.ranges(), foot);
    this.surface = new CanvasSurface(canvas);
    this.listen(canvas);
    this.changed();
  }

  private columns() {
    const kept = this.kept();
    const pick = <T>(values: readonly T[]) => kept.map((index) => values[index]!);
    return [
      { name: "iid", values: pick(this.data.values.iids) },
      { name: "run", values: pick(this.data.values.names) },
      ...this.axes.map((axis) => ({ name: axis.name, values: pick(axis.values.values) })),
    ];
  }

  /** Return the runs that are in every brush. */
  private kept(): number[] {
    const brushed = this.axes.filter((axis) => axis.brush);
    const found: number[] = [];
    for (let index = 0; index < this.data.values.iids.length; index++) {
      if (brushed.every((axis) => isIn(axis, index))) found.push(index);
    }
    return found;
  }

  private x(index: number, width: number): number {
    return SIDE + (index * (width - 2 * SIDE)) / Math.max(this.axes.length - 1, 1);
  }

  private y(place: number): number {
    return HEIGHT - BOTTOM - place * (HEIGHT - TOP - BOTTOM);
  }

  private line(index: number, width: number): number[] {
    const points: number[] = [];
    this.axes.forEach((axis, at) => {
      points.push(this.x(at, width), this.y(axis.scale.at(axis.values.values[index] ?? null)));
    });
    return points;
  }

  private draw(surface: Surface, width: number): void {
    const kept = this.kept();
    const isKept = new Set(kept);
    const all = this.data.values.iids;
    const every = Math.max(1, Math.ceil(all.length / DRAWN));
    const dimmed: number[][] = [];
    const bundles = new Map<string, number[][]>();
    for (let index = 0; index < all.length; index += every) {
      const line = this.line(index, width);
      if (!isKept.has(index)) dimmed.push(line);
      else {
        const color = this.paint(index);
        const bundle = bundles.get(color);
        if (bundle) bundle.push(line);
        else bundles.set(color, [line]);
      }
    }
    if (dimmed.length) surface.lines(dimmed, { color: this.theme.line, alpha: 0.12 });
    const alpha = kept.length > 2000 ? 0.35 : kept.length > 300 ? 0.6 : 0.85;
    for (const [color, lines] of bundles) surface.lines(lines, { color, alpha });
    if (this.hovered >= 0)
      surface.lines([this.line(this.hovered, width)], { color: this.theme.text, width: 2.5 });
    this.axes.forEach((axis, at) => {
      this.drawAxis(surface, axis, this.x(at, width));
    });
    if (this.color && this.colorScale)
      drawLegend(surface, SIDE, HEIGHT - 4, label(this.color.name), this.colorScale, this.theme);
  }

  private drawAxis(surface: Surface, axis: Axis, x: number): void {
    surface.lines([[x, TOP, x, HEIGHT - BOTTOM]], { color: this.theme.line, width: 1.5 });
    const small = { color: this.theme.text, size: 11, halo: this.theme.background };
    for (const tick of axis.scale.ticks(6)) {
      const y = this.y(tick.place);
      surface.lines([[x - 4, y, x, y]], { color: this.theme.line });
      surface.text(x - 7, y + 4, tick.label, { ...small, align: "right" });
    }
    const name = label(axis.name);
    const shown = name.length > 20 ? `…${name.slice(-19)}` : name;
    surface.text(x, 16, shown, { color: this.theme.text, align: "center", bold: true });
    if (axis.isLog) surface.text(x, 31, "log", { color: this.theme.quiet, size: 11, align: "center" });
    if (axis.brush) {
      const [low, high] = axis.brush;
      surface.box(
        x - 7,
        this.y(high),
        14,
        this.y(low) - this.y(high),
        this.theme.accent,
        0.3,
        this.theme.accent,
      );
    }
  }

  private paint(index: number): string {
    if (!this.color || !this.colorScale) return this.theme.accent;
    return colorOf(this.color.values[index] ?? null, this.colorScale, this.theme);
  }

  private redraw(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      const width = this.element.clientWidth - 32;
      this.surface.begin(width, HEIGHT);
      this.draw(this.surface, width);
    });
  }

  /** Say how many runs are left, show them, and keep the brushes in the address. */
  private changed(): void {
    const kept = this.kept();
    const brushed = this.axes.filter((axis) => axis.brush);
    const total = this.data.values.iids.length;
    this.said.textContent = brushed.length
      ? `${kept.length} of ${total} runs in the ranges.`
      : `${total}${this.data.values.is_more ? " (the first ones)" : ""} runs. Drag along an axis to choose a range.`;
    this.actions.replaceChildren();
    if (brushed.length) {
      const clauses = brushed.map((axis) => clause(axis)).filter(Boolean);
      const address = new URL(location.href);
      address.searchParams.delete("brush");
      address.searchParams.set("q", clauses.reduce(and, (this.data.state.q as string) ?? ""));
      if (clauses.length === brushed.length)
        this.actions.append(link(address.href, "Use as filter", "primary"));
      const iids = kept.slice(0, 20).map((index) => this.data.values.iids[index]);
      if (iids.length > 1)
        this.actions.append(
          link(`${this.element.dataset.compare}?runs=${iids.join(",")}`, `Compare ${iids.length}`),
        );
      const clear = document.createElement("button");
      clear.type = "button";
      clear.className = "plain";
      clear.textContent = "Clear ranges";
      clear.addEventListener("click", () => {
        for (const axis of this.axes) axis.brush = null;
        this.changed();
      });
      this.actions.append(clear);
    }
    fillTable(this.data, kept, this.element.dataset.run!);
    const address = new URL(location.href);
    address.searchParams.delete("brush");
    for (const axis of brushed) address.searchParams.append("brush", written(axis));
    history.replaceState(history.state, "", address);
    this.fillRanges();
    this.redraw();
  }

  private readBrushes(written: string[] | undefined): void {
    for (const text of written ?? []) {
      const [name, low, high] = text.split("~");
      const axis = this.axes.find((each) => each.name === name);
      if (!axis || low === undefined || high === undefined) continue;
      const ends = axis.scale.categories
        ? [axis.scale.at(low), axis.scale.at(high)]
        : [axis.scale.at(Number(low)), axis.scale.at(Number(high))];
      if (ends.every(Number.isFinite)) axis.brush = widened(axis, Math.min(...ends), Math.max(...ends));
    }
  }

  /** Ranges as fields: what the pointer does with a brush, for the keyboard. */
  private ranges(): HTMLElement {
    const details = document.createElement("details");
    details.className = "plot-ranges";
    const summary = document.createElement("summary");
    summary.textContent = "Type ranges";
    details.append(summary);
    for (const axis of this.axes) {
      const row = document.createElement("div");
      row.className = "row";
      const name = document.createElement("span");
      name.className = "long";
      name.textContent = axis.name;
      row.append(name);
      for (const end of ["from", "to"] as const) {
        const field = document.createElement("input");
        field.dataset.axis = axis.name;
        field.dataset.end = end;
        field.setAttribute("aria-label", `${axis.name} ${end}`);
        field.placeholder = end;
        field.addEventListener("change", () => this.typed(axis, row));
        row.append(field);
      }
      details.append(row);
    }
    return details;
  }

  private typed(axis: Axis, row: HTMLElement): void {
    const [from, to] = [...row.querySelectorAll("input")].map((field) => field.value.trim());
    if (!from && !to) axis.brush = null;
    else {
      const place = (text: string, empty: number) =>
        text ? axis.scale.at(axis.scale.categories ? text : Number(text.replaceAll("−", "-"))) : empty;
      const ends = [place(from ?? "", 0), place(to ?? "", 1)];
      if (!ends.every(Number.isFinite)) return;
      axis.brush = widened(axis, Math.min(...ends), Math.max(...ends));
    }
    this.changed();
  }

  private fillRanges(): void {
    for (const field of this.element.querySelectorAll<HTMLInputElement>("input[data-axis]")) {
      const axis = this.axes.find((each) => each.name === field.dataset.axis);
      if (!axis || document.activeElement === field) continue;
      const [low, high] = axis.brush ? bounds(axis) : ["", ""];
      field.value = String(field.dataset.end === "from" ? low : high);
    }
  }

  private listen(canvas: HTMLCanvasElement): void {
    new ResizeObserver(() => this.redraw()).observe(this.element);
    const repaint = () => {
      this.theme = theme();
      this.redraw();
    };
    document.addEventListener("themechange", repaint);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
    canvas.addEventListener("pointerdown", (event) => {
      const axis = this.near(event);
      if (!axis) return;
      canvas.setPointerCapture(event.pointerId);
      this.drag = { axis, from: this.place(event) };
    });
    canvas.addEventListener("pointermove", (event) => {
      if (this.drag) {
        const to = this.place(event);
        this.drag.axis.brush = [Math.min(this.drag.from, to), Math.max(this.drag.from, to)];
      } else {
        canvas.style.cursor = this.near(event) ? "ns-resize" : "default";
        this.hover(event);
      }
      this.redraw();
    });
    canvas.addEventListener("pointerup", () => {
      if (!this.drag) return;
      const { axis } = this.drag;
      if (axis.brush && axis.brush[1] - axis.brush[0] < 0.01) axis.brush = null;
      this.drag = null;
      this.changed();
    });
    canvas.addEventListener("pointerleave", () => {
      this.hovered = -1;
      this.redraw();
    });
  }

  private near(event: PointerEvent): Axis | null {
    const width = this.element.clientWidth - 32;
    return this.axes.find((_, at) => Math.abs(this.x(at, width) - event.offsetX) <= GRIP) ?? null;
  }

  private place(event: PointerEvent): number {
    return Math.max(0, Math.min(1, (HEIGHT - BOTTOM - event.offsetY) / (HEIGHT - TOP - BOTTOM)));
  }

  /** Find the run whose line passes nearest to the pointer, and say what it is. */
  private hover(event: PointerEvent): void {
    const width = this.element.clientWidth - 32;
    const gap = (width - 2 * SIDE) / Math.max(this.axes.length - 1, 1);
    const at = Math.max(0, Math.min(this.axes.length - 2, Math.floor((event.offsetX - SIDE) / gap)));
    const part = (event.offsetX - this.x(at, width)) / gap;
    const [before, after] = [this.axes[at], this.axes[at + 1]];
    this.hovered = -1;
    if (!before || !after || this.data.values.iids.length > DRAWN) return;
    let nearest = 8;
    for (const index of this.kept()) {
      const first = this.y(before.scale.at(before.values.values[index] ?? null));
      const second = this.y(after.scale.at(after.values.values[index] ?? null));
      const distance = Math.abs(first * (1 - part) + second * part - event.offsetY);
      if (distance < nearest) {
        nearest = distance;
        this.hovered = index;
      }
    }
    if (this.hovered >= 0) {
      const values = this.axes.map((axis) => {
        const value = axis.values.values[this.hovered] ?? null;
        return `${label(axis.name)} ${typeof value === "number" ? short(value) : (value ?? "–")}`;
      });
      this.surface.canvas.title = `${this.data.values.names[this.hovered]}: ${values.join(", ")}`;
    } else this.surface.canvas.title = "";
  }
}

function isIn(axis: Axis, index: number): boolean {
  const place = axis.scale.at(axis.values.values[index] ?? null);
  return place >= axis.brush![0] && place <= axis.brush![1];
}

/** A range that was typed holds its own ends. */
function widened(axis: Axis, low: number, high: number): [number, number] {
  const room = axis.scale.categories ? 0.2 / Math.max(axis.scale.categories.length, 1) : 1e-9;
  return [low - room, high + room];
}

function bounds(axis: Axis): [string, string] {
  const [low, high] = axis.brush!;
  const names = axis.scale.categories;
  if (!names) return [String(rounded(axis.scale.value(low))), String(rounded(axis.scale.value(high)))];
  const inside = names.filter((name) => axis.scale.at(name) >= low && axis.scale.at(name) <= high);
  return [inside[0] ?? "", inside.at(-1) ?? ""];
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

function written(axis: Axis): string {
  return [axis.name, ...bounds(axis)].join("~");
}

/** Return a brush in the search language; "" where it cannot be said. A param is a text, so its values are listed. */
function clause(axis: Axis): string {
  const field = quotedField(axis.name);
  const [low, high] = axis.brush!;
  if (axis.name.startsWith("metrics.")) {
    return `${field} >= ${rounded(axis.scale.value(low))} AND ${field} <= ${rounded(axis.scale.value(high))}`;
  }
  const names = axis.scale.categories
    ? axis.scale.categories.filter((name) => axis.scale.at(name) >= low && axis.scale.at(name) <= high)
    : [...new Set(axis.values.texts?.filter((_, index) => isIn(axis, index)))].filter(
        (text) => text !== null,
      );
  return names.length && names.length <= LISTED ? `${field} IN (${names.map(quotedText).join(", ")})` : "";
}

function link(address: string, text: string, kind = ""): HTMLAnchorElement {
  const made = document.createElement("a");
  made.href = address;
  made.className = `button ${kind}`;
  made.textContent = text;
  return made;
}
