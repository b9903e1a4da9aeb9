// Parallel coordinates: an axis per field, a line per run. A brush on an axis dims the other runs, shows the ones that
// are left in the table, and becomes a filter of the page.
import { and } from "../clause.ts";
import { type Axis, bounds, clause, isIn, range, written } from "../drawing/brush.ts";
import type { Column } from "../drawing/files.ts";
import { colorOf, drawLegend, LEGEND_HEIGHT } from "../drawing/legend.ts";
import { Plot, startPlot } from "../drawing/plot.ts";
import {
  column,
  fillTable,
  isBestLog,
  label,
  type PlotData,
  scaleFor,
  told,
  type Values,
} from "../drawing/runs.ts";
import type { Scale } from "../drawing/scale.ts";
import type { Surface } from "../drawing/surface.ts";

const HEIGHT = 380;
const TOP = 44;
const BOTTOM = 16 + LEGEND_HEIGHT;
const SIDE = 72;
const DRAWN = 10_000; // lines: beyond, a screen shows no more
const GRIP = 10; // pixels beside an axis that take hold of it
const NEAR = 8; // pixels from a line that point at it

export default function start(element: HTMLElement): void {
  startPlot(element, (data) => new Parallel(element, data));
}

class Parallel extends Plot {
  private readonly axes: Axis[];
  private readonly color: Values | undefined;
  private readonly colorScale: Scale | null;
  private drag: { axis: Axis; from: number } | null = null;

  constructor(element: HTMLElement, data: PlotData) {
    super(element, data, HEIGHT);
    this.axes = (data.state.axes as string[]).flatMap((name) => {
      const values = column(data, name);
      if (!values) return [];
      const isLog = values.is_numeric && isBestLog(values.values);
      return [{ name, values, isLog, scale: scaleFor(values, isLog), brush: null }];
    });
    this.color = column(data, data.state.color as string);
    this.colorScale = this.color
      ? scaleFor(this.color, this.color.is_numeric && isBestLog(this.color.values))
      : null;
    for (const text of (data.state.brush as string[] | undefined) ?? []) {
      const [name, from = "", to = ""] = text.split("~");
      const axis = this.axes.find((each) => each.name === name);
      if (axis) axis.brush = range(axis, from, to);
    }
    const names = this.axes.map((axis) => label(axis.name)).join(", ");
    this.mount(
      "parallel",
      `Parallel coordinates of ${data.values.iids.length} runs over ${names}. Ranges can be typed below.`,
      [this.ranges()],
    );
    this.listen();
    this.changed();
  }

  protected override get narrowest(): number {
    return 2 * SIDE + (this.axes.length - 1) * 112;
  }

  protected columns(): Column[] {
    const kept = this.kept();
    const pick = <T>(values: readonly T[]) => kept.map((index) => values[index]!);
    return [
      { name: "iid", values: pick(this.data.values.iids) },
      { name: "run", values: pick(this.data.values.names) },
      ...this.axes.map((axis) => ({ name: axis.name, values: pick(axis.values.values) })),
    ];
  }

  protected draw(surface: Surface, width: number): void {
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
      const tall = this.y(low) - this.y(high);
      surface.box(x - 7, this.y(high), 14, tall, this.theme.accent, 0.3, this.theme.accent);
    }
  }

  private paint(index: number): string {
    if (!this.color || !this.colorScale) return this.theme.accent;
    return colorOf(this.color.values[index] ?? null, this.colorScale, this.theme);
  }

  private x(index: number, width: number): number {
    return SIDE + (index * (width - 2 * SIDE)) / Math.max(this.axes.length - 1, 1);
  }

  private y(place: number): number {
    return HEIGHT - BOTTOM - place * (HEIGHT - TOP - BOTTOM);
  }

  private line(index: number, width: number): number[] {
    return this.axes.flatMap((axis, at) => [
      this.x(at, width),
      this.y(axis.scale.at(axis.values.values[index] ?? null)),
    ]);
  }

  /** Return the runs that are in every brush. */
  private kept(): number[] {
    const brushed = this.axes.filter((axis) => axis.brush);
    return this.data.values.iids.flatMap((_, index) =>
      brushed.every((axis) => isIn(axis, index)) ? index : [],
    );
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
    if (brushed.length) this.offerFilter(brushed, kept);
    fillTable(this.data, kept, this.element.dataset.run!);
    const address = new URL(location.href);
    address.searchParams.delete("brush");
    for (const axis of brushed) address.searchParams.append("brush", written(axis));
    history.replaceState(history.state, "", address);
    this.fillRanges();
    this.redraw();
  }

  private offerFilter(brushed: readonly Axis[], kept: readonly number[]): void {
    const clauses = brushed.map(clause).filter(Boolean);
    if (clauses.length === brushed.length) {
      const address = new URL(location.href);
      address.searchParams.delete("brush");
      address.searchParams.set("q", clauses.reduce(and, (this.data.state.q as string) ?? ""));
      this.offer(address.href, "Use as filter", "primary");
    }
    this.offerComparison(kept, (count) => `Compare ${count}`);
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
    const [from = "", to = ""] = [...row.querySelectorAll("input")].map((field) => field.value.trim());
    const found = from || to ? range(axis, from, to) : null;
    if ((from || to) && !found) return;
    axis.brush = found;
    this.changed();
  }

  private fillRanges(): void {
    for (const field of this.element.querySelectorAll<HTMLInputElement>("input[data-axis]")) {
      const axis = this.axes.find((each) => each.name === field.dataset.axis);
      if (!axis || document.activeElement === field) continue;
      const [low, high] = axis.brush ? bounds(axis) : ["", ""];
      field.value = field.dataset.end === "from" ? low : high;
    }
  }

  private listen(): void {
    const { canvas } = this;
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
    return this.axes.find((_, at) => Math.abs(this.x(at, this.width) - event.offsetX) <= GRIP) ?? null;
  }

  private place(event: PointerEvent): number {
    return Math.max(0, Math.min(1, (HEIGHT - BOTTOM - event.offsetY) / (HEIGHT - TOP - BOTTOM)));
  }

  /** Find the run whose line passes nearest to the pointer, and say what it is. */
  private hover(event: PointerEvent): void {
    const { width } = this;
    const gap = (width - 2 * SIDE) / Math.max(this.axes.length - 1, 1);
    const at = Math.max(0, Math.min(this.axes.length - 2, Math.floor((event.offsetX - SIDE) / gap)));
    const part = (event.offsetX - this.x(at, width)) / gap;
    const [before, after] = [this.axes[at], this.axes[at + 1]];
    this.hovered = -1;
    if (!before || !after || this.data.values.iids.length > DRAWN) return;
    let nearest = NEAR;
    for (const index of this.kept()) {
      const first = this.y(before.scale.at(before.values.values[index] ?? null));
      const second = this.y(after.scale.at(after.values.values[index] ?? null));
      const distance = Math.abs(first * (1 - part) + second * part - event.offsetY);
      if (distance < nearest) {
        nearest = distance;
        this.hovered = index;
      }
    }
    this.canvas.title = this.hovered < 0 ? "" : told(this.data, this.hovered);
  }
}
