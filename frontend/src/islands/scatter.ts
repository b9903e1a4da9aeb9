// A scatter plot of runs: two fields, a colour, a size, a Pareto front. A lasso chooses runs to look at and compare.
import type { Column } from "../drawing/files.ts";
import { front } from "../drawing/front.ts";
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
import type { Scale, Value } from "../drawing/scale.ts";
import type { Surface } from "../drawing/surface.ts";

const HEIGHT = 460;
const LEFT = 72;
const RIGHT = 16;
const TOP = 28;
const BOTTOM = 44 + LEGEND_HEIGHT;
const MIDDLE_SIZE = 4.5;

export default function start(element: HTMLElement): void {
  startPlot(element, (data) => {
    const across = column(data, data.state.horizontal as string);
    const up = column(data, data.state.vertical as string);
    if (across && up) new Scatter(element, data, across, up);
  });
}

class Scatter extends Plot {
  private readonly across: Values;
  private readonly up: Values;
  private readonly color: Values | undefined;
  private readonly sizes: readonly Value[];
  private readonly scales: { across: Scale; up: Scale; color: Scale | null; size: Scale | null };
  private readonly pareto: number[];
  private chosen: Set<number> | null = null;
  private lasso: number[] = [];

  constructor(element: HTMLElement, data: PlotData, across: Values, up: Values) {
    super(element, data, HEIGHT);
    this.across = across;
    this.up = up;
    this.color = column(data, (data.state.color as string) ?? "");
    const size = column(data, (data.state.size as string) ?? "");
    const scale = (values: Values) => scaleFor(values, values.is_numeric && isBestLog(values.values));
    this.sizes = size?.values ?? [];
    this.scales = {
      across: scale(across),
      up: scale(up),
      color: this.color ? scale(this.color) : null,
      size: size?.is_numeric ? scale(size) : null,
    };
    this.pareto = this.findFront();
    const names = `${label(up.name)} over ${label(across.name)}`;
    this.mount("scatter", `${names} of ${data.values.iids.length} runs; the table below has the values.`);
    this.listen();
    this.choose(null);
  }

  protected columns(): Column[] {
    return [
      { name: "iid", values: this.data.values.iids },
      { name: "run", values: this.data.values.names },
      ...this.data.values.columns,
    ];
  }

  private findFront(): number[] {
    const [across, up] = ((this.data.state.best as string) ?? "").split(",");
    if (!across || !up) return [];
    const points: [number, number, number][] = [];
    this.across.values.forEach((x, index) => {
      const y = this.up.values[index];
      if (typeof x === "number" && typeof y === "number") points.push([x, y, index]);
    });
    return front(points, across === "max", up === "max");
  }

  private point(index: number, width: number): [number, number] {
    const x = this.scales.across.at(this.across.values[index] ?? null);
    const y = this.scales.up.at(this.up.values[index] ?? null);
    return [LEFT + x * (width - LEFT - RIGHT), HEIGHT - BOTTOM - y * (HEIGHT - TOP - BOTTOM)];
  }

  protected draw(surface: Surface, width: number): void {
    this.drawFrame(surface, width);
    const bundles = new Map<string, [number, number, number][]>();
    const dimmed: [number, number, number][] = [];
    for (let index = 0; index < this.data.values.iids.length; index++) {
      const [x, y] = this.point(index, width);
      if (Number.isNaN(x) || Number.isNaN(y)) continue;
      const place = this.scales.size?.at(this.sizes[index] ?? null) ?? Number.NaN;
      const dot: [number, number, number] = [x, y, Number.isNaN(place) ? MIDDLE_SIZE : 2.5 + place * 8];
      if (this.chosen && !this.chosen.has(index)) dimmed.push(dot);
      else {
        const color = this.paint(index);
        const bundle = bundles.get(color);
        if (bundle) bundle.push(dot);
        else bundles.set(color, [dot]);
      }
    }
    if (dimmed.length) surface.dots(dimmed, this.theme.line, 0.2);
    const alpha = this.data.values.iids.length > 2000 ? 0.5 : 0.8;
    for (const [color, dots] of bundles) surface.dots(dots, color, alpha);
    if (this.pareto.length)
      surface.lines([this.pareto.flatMap((index) => this.point(index, width))], {
        color: this.theme.text,
        width: 1.5,
        dash: [5, 3],
      });
    if (this.hovered >= 0) {
      const [x, y] = this.point(this.hovered, width);
      surface.dots([[x, y, 8]], this.theme.accent, 0.4);
    }
    if (this.lasso.length > 4)
      surface.lines([this.lasso], { color: this.theme.accent, width: 1.5, dash: [4, 3] });
  }

  private drawFrame(surface: Surface, width: number): void {
    const right = width - RIGHT;
    const bottom = HEIGHT - BOTTOM;
    for (const tick of this.scales.across.ticks(8)) {
      const x = LEFT + tick.place * (right - LEFT);
      surface.lines([[x, TOP, x, bottom]], { color: this.theme.grid });
      surface.text(x, bottom + 16, tick.label, { color: this.theme.quiet, size: 11, align: "center" });
    }
    for (const tick of this.scales.up.ticks(6)) {
      const y = bottom - tick.place * (bottom - TOP);
      surface.lines([[LEFT, y, right, y]], { color: this.theme.grid });
      surface.text(LEFT - 8, y + 4, tick.label, { color: this.theme.quiet, size: 11, align: "right" });
    }
    surface.lines([[LEFT, TOP, LEFT, bottom, right, bottom]], { color: this.theme.line });
    const name = { color: this.theme.text, bold: true };
    surface.text((LEFT + right) / 2, bottom + 36, label(this.across.name), { ...name, align: "center" });
    surface.text(8, TOP - 6, label(this.up.name), name);
    if (this.color && this.scales.color)
      drawLegend(surface, LEFT, HEIGHT - 4, label(this.color.name), this.scales.color, this.theme);
  }

  private paint(index: number): string {
    if (!this.color || !this.scales.color) return this.theme.accent;
    return colorOf(this.color.values[index] ?? null, this.scales.color, this.theme);
  }

  private choose(chosen: Set<number> | null): void {
    this.chosen = chosen;
    const all = this.data.values.iids;
    this.said.textContent = chosen
      ? `${chosen.size} of ${all.length} runs chosen.`
      : `${all.length} runs${this.pareto.length ? `, ${this.pareto.length} on the Pareto front` : ""}. Draw round points to choose them.`;
    this.actions.replaceChildren();
    this.offerComparison([...(chosen ?? this.pareto)], (count) =>
      chosen ? `Compare ${count}` : "Compare the front",
    );
    fillTable(
      this.data,
      chosen ? [...chosen] : this.pareto.length ? this.pareto : all.map((_, index) => index),
      this.element.dataset.run!,
    );
    this.redraw();
  }

  private listen(): void {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.lasso = [event.offsetX, event.offsetY];
    });
    canvas.addEventListener("pointermove", (event) => {
      if (this.lasso.length) this.lasso.push(event.offsetX, event.offsetY);
      else this.hover(event);
      this.redraw();
    });
    canvas.addEventListener("pointerup", () => {
      const lasso = this.lasso;
      this.lasso = [];
      if (lasso.length < 16) {
        if (this.hovered >= 0)
          location.href = this.element.dataset.run!.replace(
            /\/0$/,
            `/${this.data.values.iids[this.hovered]}`,
          );
        else this.choose(null);
        return;
      }
      const found = new Set<number>();
      this.data.values.iids.forEach((_, index) => {
        const [x, y] = this.point(index, canvas.clientWidth);
        if (isInside(lasso, x, y)) found.add(index);
      });
      this.choose(found.size ? found : null);
    });
  }

  private hover(event: PointerEvent): void {
    let nearest = 100;
    this.hovered = -1;
    this.data.values.iids.forEach((_, index) => {
      const [x, y] = this.point(index, this.width);
      const distance = (x - event.offsetX) ** 2 + (y - event.offsetY) ** 2;
      if (distance < nearest) {
        nearest = distance;
        this.hovered = index;
      }
    });
    this.canvas.style.cursor = this.hovered >= 0 ? "pointer" : "crosshair";
    this.canvas.title = this.hovered < 0 ? "" : told(this.data, this.hovered);
  }
}

/** Tell whether a point is inside a polygon, given as x0, y0, x1, y1 … */
function isInside(polygon: readonly number[], x: number, y: number): boolean {
  let inside = false;
  for (let at = 0, before = polygon.length - 2; at < polygon.length; before = at, at += 2) {
    const [x1, y1, x2, y2] = [polygon[at]!, polygon[at + 1]!, polygon[before]!, polygon[before + 1]!];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}
