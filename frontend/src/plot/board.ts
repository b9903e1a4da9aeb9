// What all charts of a page share: the runs, the state of the page, one cursor, one zoom.
import { changed } from "../address.ts";
import { data } from "../data.ts";
import type { Card } from "./card.ts";
import type { Chart } from "./chart.ts";
import { type Answer, appended, type ChartData } from "./line.ts";
import { colorOf, dashOf, runColors } from "./palette.ts";
import type { Colors } from "./picture.ts";
import type { Range } from "./ranges.ts";

export interface Run {
  iid: number;
  name: string;
  status: string;
  color: number;
  dash?: number[] | undefined;
}

export interface State {
  x: string;
  smooth: number;
  log: string;
  clip: boolean;
  find: string;
  zoom: Range | null;
  pins: string[];
}

const TOGETHER = 3; // requests at once
const WAIT = 40; // milliseconds after which a zoom that goes on is asked for
const LIVE = new Set(["running", "scheduled"]);
const PAINT = 20; // milliseconds of one frame
const METRICS = 20; // of one question for newer points

export class Board {
  readonly runs: Run[];
  readonly names: ReadonlyMap<number, string>;
  state: State;
  colors: Colors & { runs: string[]; background: string };
  hovered: number | null = null;
  solo: number | null = null;
  cursor: number | null = null;
  /** Called when the state changed, which the address then says. */
  changed: () => void = () => {};
  readonly cards = new Set<Card>();
  private readonly series: string;
  private readonly runAddress: string;
  private readonly byIid: ReadonlyMap<number, Run>;
  private readonly waiting: (() => Promise<void>)[] = [];
  private active = 0;
  private timer = 0;
  private frame = 0;
  private isHoverDue = false;
  private readonly painting = new Set<Chart>();

  constructor(series: string, runAddress: string, runs: Run[], state: State) {
    this.series = series;
    this.runAddress = runAddress;
    this.runs = dashed(runs.map((run) => ({ ...run, color: run.color ?? colorOf(run.iid) })));
    this.byIid = new Map(this.runs.map((run) => [run.iid, run]));
    this.names = new Map(this.runs.map((run) => [run.iid, run.name]));
    this.state = state;
    this.colors = readColors();
    const repaint = () => {
      this.colors = readColors();
      this.redraw();
    };
    document.addEventListener("themechange", repaint);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  }

  run(iid: number): Run {
    return this.byIid.get(iid)!;
  }

  addressOf(run: Run): string {
    return this.runAddress.replace(/\/0$/, `/${run.iid}`);
  }

  isShown(iid: number): boolean {
    return this.solo === null || this.solo === iid;
  }

  get isLive(): boolean {
    return this.runs.some((run) => LIVE.has(run.status));
  }

  private get seen(): Card[] {
    return [...this.cards].filter((card) => card.isSeen);
  }

  redraw(): void {
    for (const card of this.seen) card.redraw();
  }

  move(place: number | null): void {
    if (place === this.cursor) return;
    this.cursor = place;
    this.soon();
  }

  hover(iid: number | null): void {
    if (iid === this.hovered) return;
    this.hovered = iid;
    this.isHoverDue = true;
    this.soon();
  }

  /** Have a chart painted, once, however often this is called. */
  due(chart: Chart): void {
    this.painting.add(chart);
    this.soon();
  }

  /** Do with the next frame what is due; of much painting a part, so that the page answers in between. */
  private soon(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      const begin = performance.now();
      for (const card of this.seen) {
        if (this.isHoverDue) card.chart.showHovered();
        card.showCursor();
      }
      this.isHoverDue = false;
      for (const chart of [...this.painting].sort(byDistance)) {
        this.painting.delete(chart);
        if (chart.element.isConnected) chart.paint();
        if (performance.now() - begin > PAINT) break;
      }
      if (this.painting.size) this.soon();
    });
  }

  isolate(iid: number): void {
    this.solo = this.solo === iid ? null : iid;
    this.redraw();
    this.changed();
  }

  zoom(range: Range | null): void {
    if (range === null && this.state.zoom === null) return;
    // Steps and milliseconds are whole numbers.
    const isWhole = !this.state.x.startsWith("metric:");
    this.set({ zoom: range && isWhole ? [Math.floor(range[0]), Math.ceil(range[1])] : range });
  }

  /** Change the state; what it does to the lines is asked for. */
  set(change: Partial<State>): void {
    const reads = "x" in change || "zoom" in change;
    this.state = { ...this.state, ...change };
    if ("x" in change && !("zoom" in change)) this.state.zoom = null;
    if ("x" in change) for (const card of this.cards) card.forget();
    this.redraw();
    if (reads) {
      clearTimeout(this.timer);
      for (const card of this.cards) card.isStale = true;
      this.timer = window.setTimeout(() => this.seen.forEach((card) => void card.load()), WAIT);
    }
    this.changed();
  }

  /** Wait for one's turn, so that what is in sight is not behind what is not. */
  turn(work: () => Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(() => work().finally(resolve));
      this.next();
    });
  }

  private next(): void {
    while (this.active < TOGETHER && this.waiting.length) {
      this.active++;
      void this.waiting.shift()!().finally(() => {
        this.active--;
        this.next();
      });
    }
  }

  async read(metric: string, points: number, quick: boolean, signal: AbortSignal): Promise<ChartData> {
    const { zoom, x } = this.state;
    const answer = await data<Answer>(
      this.address([metric], this.runs, {
        x: x === "step" ? null : x,
        from: zoom ? zoom[0] : null,
        to: zoom ? zoom[1] : null,
        points,
        quick: quick ? 1 : null,
      }),
      signal,
    );
    this.learn(answer);
    return answer.charts[0]!;
  }

  private address(
    metrics: string[],
    runs: readonly Run[],
    more: Record<string, string | number | null>,
  ): string {
    return changed(this.series, { runs: runs.map((run) => run.iid).join(","), metric: metrics, ...more });
  }

  private learn(answer: Answer): void {
    for (const { iid, status } of answer.runs) {
      const run = this.byIid.get(iid);
      if (run) run.status = status;
    }
  }

  /** Ask for points that came since, of charts in sight; nothing moves but the lines' ends. */
  async follow(): Promise<void> {
    const runs = this.runs.filter((run) => LIVE.has(run.status));
    const cards = this.seen.filter((card) => card.chart.data && !card.isStale);
    const { x } = this.state;
    for (let at = 0; runs.length && at < cards.length; at += METRICS) {
      const part = cards.slice(at, at + METRICS);
      const lines = part.map((card) => new Map(card.chart.data!.lines.map((line) => [line.iid, line])));
      const after = lines.flatMap((each) => runs.map((run) => each.get(run.iid)?.x.at(-1) ?? ""));
      const answer = await data<Answer>(
        this.address(
          part.map((card) => card.metric),
          runs,
          { x: x === "step" ? null : x, after: after.join(",") || "," },
        ),
      );
      if (x !== this.state.x) return;
      this.learn(answer);
      for (const [index, chart] of answer.charts.entries()) {
        const known = lines[index]!;
        const newer = chart.lines.filter((line) => known.get(line.iid)?.total !== line.total);
        const fits = newer.map((line) => known.has(line.iid) && appended(known.get(line.iid)!, line));
        if (fits.includes(false)) void part[index]!.load();
        else if (fits.length) part[index]!.grow(chart);
      }
    }
  }
}

/** What is in the middle of the window is painted first. */
function byDistance(one: Chart, other: Chart): number {
  const middle = window.innerHeight / 2;
  const off = (chart: Chart) => Math.abs(chart.element.getBoundingClientRect().top + 100 - middle);
  return off(one) - off(other);
}

/** Give runs that share a colour different dashes; one run alone needs none. */
function dashed(runs: Run[]): Run[] {
  if (runs.length === 1) return runs;
  const turns = new Map<number, number>();
  return runs.map((run) => {
    const turn = turns.get(run.color) ?? 0;
    turns.set(run.color, turn + 1);
    return { ...run, dash: dashOf(run.color, turn) };
  });
}

function readColors(): Board["colors"] {
  const styles = getComputedStyle(document.documentElement);
  const read = (name: string) => styles.getPropertyValue(name).trim();
  return {
    text: read("--text"),
    quiet: read("--quiet"),
    grid: read("--grid"),
    line: read("--line-strong"),
    background: read("--raised"),
    runs: runColors(),
  };
}
