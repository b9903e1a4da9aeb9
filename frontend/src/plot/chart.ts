// One chart: a canvas, its cursor, and what people do with them.
import type { Column } from "../drawing/files.ts";
import { CanvasSurface, type Surface, SvgSurface } from "../drawing/surface.ts";
import { made } from "../made.ts";
import type { Board } from "./board.ts";
import { type Entry, Legend } from "./legend.ts";
import { type ChartData, drawable, type Line, nearest } from "./line.ts";
import {
  columns,
  type Drawing,
  drawAxes,
  drawGrid,
  drawLines,
  drawNames,
  type Frame,
  namesHeight,
  Places,
} from "./picture.ts";
import { type Range, roomy, valueRange, zoomed } from "./ranges.ts";
import { smoothed, type Value } from "./smoothing.ts";
import { placeText } from "./ticks.ts";

const DRAG = 5; // pixels that make a click a drag
const NEAR = 24; // pixels from a line within which it is looked at

export class Chart {
  readonly element = made("div", "chart-plot");
  readonly legend: Legend;
  readonly metric: string;
  data: ChartData | null = null;
  /** Lines are below; axes and the line that is looked at are above, so that looking costs little. */
  private readonly canvas = made("canvas");
  private readonly above = made("canvas", "plot-above");
  private readonly cursor = made("div", "plot-cursor");
  private readonly selection = made("div", "plot-selection");
  private readonly told = made("span", "unseen");
  private readonly surface: CanvasSurface;
  private readonly aboveSurface: CanvasSurface;
  private readonly area = made("div", "plot-area");
  private places: Places | null = null;
  private drag: number | null = null;
  private smooth = new WeakMap<Line, { weight: number; count: number; values: Value[] }>();
  private frame: Frame | null = null;
  private readonly board: Board;
  private readonly height: number;

  constructor(metric: string, board: Board, height: number, rows: number) {
    this.metric = metric;
    this.board = board;
    this.height = height;
    this.legend = new Legend(board, rows);
    this.area.tabIndex = 0;
    this.area.role = "application";
    this.area.ariaLabel = `${metric}: left and right arrows move the cursor, plus and minus zoom, 0 shows all`;
    this.told.ariaLive = "polite";
    this.cursor.hidden = true;
    this.selection.hidden = true;
    this.canvas.ariaHidden = "true";
    this.above.ariaHidden = "true";
    this.area.append(this.canvas, this.above, this.cursor, this.selection);
    this.element.append(this.area, this.told, this.legend.element);
    this.surface = new CanvasSurface(this.canvas);
    this.aboveSurface = new CanvasSurface(this.above);
    this.listen();
  }

  redraw(): void {
    this.board.due(this);
  }

  get width(): number {
    return this.area.clientWidth;
  }

  /** Places that are in sight: what was zoomed to, or all there are. */
  get range(): Range | null {
    const { zoom } = this.board.state;
    if (zoom) return zoom;
    const all = this.extent;
    if (!all) return null;
    const isLog = this.isLogX;
    if (all[0] === all[1]) return roomy(...all, isLog);
    return all;
  }

  private get isLogX(): boolean {
    return this.board.state.log.includes("x") && this.board.state.x !== "time";
  }

  private get extent(): Range | null {
    const { data } = this;
    if (!data || data.first === null || data.last === null) return null;
    if (!this.isLogX || data.first > 0) return [data.first, data.last];
    let first = data.last;
    for (const line of data.lines) {
      const positive = line.x.find((x) => x > 0);
      if (positive !== undefined && positive < first) first = positive;
    }
    return first > 0 ? [first, data.last] : [0.1, 1];
  }

  private framed(width: number, height: number, drawings: readonly Drawing[]): Frame | null {
    const range = this.range;
    if (!range || !width) return null;
    const { state } = this.board;
    const isLogY = state.log.includes("y");
    const xs: Range = this.isLogX && range[0] <= 0 ? [this.extent?.[0] ?? 1, Math.max(range[1], 1)] : range;
    const found = valueRange(drawings, xs, isLogY, state.clip);
    const ys = found?.range ?? (isLogY ? [1, 10] : [0, 1]);
    const isClipped = found?.isClipped ?? false;
    return { width, height, xs, ys, isClipped, isLogX: this.isLogX, isLogY, kind: state.x };
  }

  private drawings(): Drawing[] {
    const { board } = this;
    return (this.data?.lines ?? [])
      .filter((line) => board.isShown(line.iid))
      .map((line) => ({
        line,
        shown: this.shown(line),
        isSmoothed: board.state.smooth > 0,
        color: board.colors.runs[board.run(line.iid).color] ?? board.colors.text,
        dash: board.run(line.iid).dash,
        isFaint: board.hovered !== null && board.hovered !== line.iid,
      }))
      .sort(
        (one, other) => Number(one.line.iid === board.hovered) - Number(other.line.iid === board.hovered),
      );
  }

  private shown(line: Line): Value[] {
    const weight = this.board.state.smooth;
    if (!weight) return line.y;
    const known = this.smooth.get(line);
    if (known?.weight === weight && known.count === line.x.length) return known.values;
    const values = smoothed(
      line.y.map((value) => (drawable(value) ? value : null)),
      weight,
    );
    this.smooth.set(line, { weight, count: line.x.length, values });
    return values;
  }

  /** Draw everything; the board says when. */
  paint(): void {
    const drawings = this.drawings();
    this.frame = this.framed(this.width, this.height, drawings);
    this.places = this.frame && new Places(this.frame);
    this.surface.begin(this.width, this.height);
    if (this.frame) {
      drawGrid(this.surface, this.frame, this.board.colors);
      drawLines(this.surface, this.frame, drawings);
    }
    this.showHovered();
    this.showCursor();
  }

  /** Let the run that is looked at stand out. */
  showHovered(): void {
    const { hovered } = this.board;
    const drawn = hovered === null ? [] : this.drawings().filter((each) => each.line.iid === hovered);
    this.canvas.style.opacity = hovered !== null && this.board.runs.length > 1 ? "0.2" : "";
    this.aboveSurface.begin(this.width, this.height);
    if (!this.frame) return;
    drawAxes(this.aboveSurface, this.frame, this.board.colors);
    drawLines(this.aboveSurface, this.frame, drawn);
  }

  /** Put the cursor where the board has it, and the values there into the legend. */
  showCursor(): void {
    const { cursor: place, state } = this.board;
    const { places, data } = this;
    const x = places && place !== null ? places.x(place) : Number.NaN;
    const isIn = places !== null && x >= places.box.left - 1 && x <= places.box.right + 1;
    this.cursor.hidden = !isIn;
    if (isIn && places) {
      this.cursor.style.transform = `translateX(${x}px)`;
      this.cursor.style.height = `${places.box.bottom - places.box.top}px`;
      this.cursor.style.top = `${places.box.top}px`;
    }
    const entries: Entry[] = [];
    let exact = place;
    for (const line of data?.lines ?? []) {
      if (!this.board.isShown(line.iid)) continue;
      const at = place !== null && isIn ? nearest(line.x, place) : this.lastAt(line);
      if (at < 0) continue;
      // A run that has nothing here is not said to have a value.
      if (place !== null && isIn && places && Math.abs(places.x(line.x[at]!) - x) > 40) continue;
      if (this.board.hovered === line.iid) exact = line.x[at]!;
      entries.push({
        run: this.board.run(line.iid),
        value: this.shown(line)[at] ?? null,
        raw: line.y[at] ?? null,
      });
    }
    const name = state.x.startsWith("metric:")
      ? state.x.slice(7)
      : { step: "Step", time: "", relative: "After" }[state.x];
    this.legend.show(
      place !== null && isIn
        ? `${name} ${placeText(this.rounded(exact ?? place), state.x)}`.trim()
        : "Last values",
      entries,
    );
  }

  private rounded(place: number): number {
    return this.board.state.x.startsWith("metric:") ? place : Math.round(place);
  }

  /** Return the index of the last point in sight. */
  private lastAt(line: Line): number {
    const range = this.range;
    let at = line.x.length - 1;
    while (range && at > 0 && line.x[at]! > range[1]) at--;
    return at;
  }

  private listen(): void {
    const { area, board } = this;
    area.addEventListener("pointermove", (event) => this.moved(event));
    area.addEventListener("pointerleave", () => {
      if (this.drag !== null) return;
      board.move(null);
      board.hover(null);
    });
    area.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !this.places || event.pointerType === "touch") return;
      area.setPointerCapture(event.pointerId);
      this.drag = event.offsetX;
    });
    area.addEventListener("pointerup", (event) => this.dropped(event));
    area.addEventListener("pointercancel", () => this.forget());
    area.addEventListener("dblclick", () => board.zoom(null));
    area.addEventListener("keydown", (event) => this.pressed(event));
    area.addEventListener("blur", () => board.move(null));
    new ResizeObserver(() => this.redraw()).observe(area);
  }

  private moved(event: PointerEvent): void {
    const { places } = this;
    if (!places) return;
    if (this.drag !== null) {
      const [from, to] = this.dragged(event.offsetX, places);
      this.selection.hidden = to - from < DRAG;
      this.selection.style.transform = `translateX(${from}px)`;
      this.selection.style.width = `${to - from}px`;
      this.selection.style.top = `${places.box.top}px`;
      this.selection.style.height = `${places.box.bottom - places.box.top}px`;
    }
    const x = Math.min(Math.max(event.offsetX, places.box.left), places.box.right);
    this.board.move(places.at(x));
    if (this.drag === null) this.board.hover(this.near(event.offsetX, event.offsetY));
  }

  private dragged(x: number, places: Places): Range {
    const end = Math.min(Math.max(x, places.box.left), places.box.right);
    const start = Math.max(this.drag!, places.box.left);
    return [Math.min(start, end), Math.max(start, end)];
  }

  private dropped(event: PointerEvent): void {
    if (this.drag === null || !this.places) return;
    const [from, to] = this.dragged(event.offsetX, this.places);
    this.forget();
    if (to - from >= DRAG) this.board.zoom([this.places.at(from), this.places.at(to)]);
  }

  private forget(): void {
    this.drag = null;
    this.selection.hidden = true;
  }

  /** Return the run whose line is nearest to the pointer. */
  private near(x: number, y: number): number | null {
    const { places } = this;
    if (!places) return null;
    let found: number | null = null;
    let distance = NEAR;
    for (const line of this.data?.lines ?? []) {
      if (!this.board.isShown(line.iid)) continue;
      const at = nearest(line.x, places.at(x));
      if (at < 0) continue;
      const off = Math.abs(places.y(this.shown(line)[at] ?? null) - y);
      if (off < distance && Math.abs(places.x(line.x[at]!) - x) < 40) {
        distance = off;
        found = line.iid;
      }
    }
    return found;
  }

  private pressed(event: KeyboardEvent): void {
    const { range, places, board } = this;
    if (!range || !places || event.ctrlKey || event.metaKey || event.altKey) return;
    const place = board.cursor ?? range[1];
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") this.step(place, event);
    else if (event.key === "+" || event.key === "=")
      board.zoom(zoomed(range, 0.5, place, this.extent ?? range));
    else if (event.key === "-") board.zoom(zoomed(range, 2, place, this.extent ?? range));
    else if (event.key === "0") board.zoom(null);
    else if (event.key === "Escape" && board.solo !== null) board.isolate(board.solo);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Move the cursor to the next point of any line; ten pixels with Shift. */
  private step(place: number, event: KeyboardEvent): void {
    const forward = event.key === "ArrowRight";
    const { places, range, board } = this;
    let next: number | null = null;
    if (event.shiftKey) next = places!.at(places!.x(place) + (forward ? 20 : -20));
    else {
      for (const line of this.data?.lines ?? []) {
        if (!board.isShown(line.iid)) continue;
        const at = nearest(line.x, place);
        for (const each of [line.x[at - 1], line.x[at], line.x[at + 1]]) {
          if (each === undefined || (forward ? each <= place : each >= place)) continue;
          if (next === null || (forward ? each < next : each > next)) next = each;
        }
      }
    }
    if (next === null) return;
    board.move(Math.min(Math.max(next, range![0]), range![1]));
    this.told.textContent = [...this.legend.element.querySelectorAll("li:not([hidden])")]
      .slice(0, 3)
      .map((row) => row.textContent)
      .join(", ");
  }

  csv(): Column[] {
    const lines = (this.data?.lines ?? []).filter((line) => this.board.isShown(line.iid));
    return columns(this.board.state.x, this.board.names, lines);
  }

  svg(): string {
    const surface = new SvgSurface();
    const [width, height] = this.rendered(surface, () => undefined);
    return surface.document(width, height, this.board.colors.background);
  }

  png(): HTMLCanvasElement {
    const canvas = made("canvas");
    const surface = new CanvasSurface(canvas);
    this.rendered(surface, (width, height) => {
      surface.begin(width, height);
      surface.box(0, 0, width, height, this.board.colors.background, 1);
    });
    return canvas;
  }

  /** Draw the chart as files have it, with the names of its lines; return its size. */
  private rendered(surface: Surface, begin: (width: number, height: number) => void): Range {
    const [width, height] = [Math.max(this.width, 720), Math.max(this.height, 360)];
    const drawings = this.drawings();
    const whole = height + namesHeight(drawings.length);
    begin(width, whole);
    const frame = this.framed(width, height, drawings);
    if (frame) {
      const { colors, names } = this.board;
      drawGrid(surface, frame, colors);
      drawAxes(surface, frame, colors);
      drawLines(surface, frame, drawings);
      drawNames(surface, frame, this.metric, drawings, names, colors);
    }
    return [width, whole];
  }
}
