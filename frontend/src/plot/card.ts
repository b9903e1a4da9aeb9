// A metric's chart with its head: pin, whole screen, files.
import { csv, save } from "../drawing/files.ts";
import { count } from "../formats.ts";
import { iconOf } from "../icons.ts";
import { button, made } from "../made.ts";
import type { Board } from "./board.ts";
import { Chart } from "./chart.ts";
import type { ChartData } from "./line.ts";

const HEIGHT = 190;
const ROWS = 5;
const MANY_RUNS = 20; // more of them get fewer points each

export class Card {
  readonly element = made("section", "chart-card");
  readonly metric: string;
  readonly chart: Chart;
  isSeen = false;
  isStale = true;
  private readonly note = made("span", "chart-note quiet small");
  private readonly board: Board;
  private asking: AbortController | null = null;

  constructor(metric: string, board: Board, pin: ((metric: string) => void) | null, isWhole = false) {
    this.metric = metric;
    this.board = board;
    const height = isWhole ? Math.max(240, window.innerHeight - 380) : HEIGHT;
    this.chart = new Chart(metric, board, height, isWhole ? 1000 : ROWS);
    const head = made("div", "chart-head");
    const title = made("h3", "", metric);
    title.title = metric;
    head.append(title, this.note);
    if (pin) {
      const isPinned = board.state.pins.includes(metric);
      const pinner = button(
        "plain icon-only",
        [iconOf("pin")],
        () => pin(metric),
        isPinned ? `Unpin ${metric}` : `Pin ${metric}`,
      );
      pinner.ariaPressed = String(isPinned);
      head.append(pinner);
    }
    if (!isWhole)
      head.append(button("plain icon-only", [iconOf("expand")], () => this.enlarge(), `Enlarge ${metric}`));
    head.append(this.files());
    this.element.append(head, this.chart.element);
    if (isWhole) this.element.classList.add("whole");
    board.cards.add(this);
  }

  /** Say whether the card is in sight; what is in sight is loaded. */
  see(isSeen: boolean): void {
    this.isSeen = isSeen;
    if (!isSeen) return;
    if (this.isStale && !this.asking) void this.load();
    else this.redraw();
  }

  redraw(): void {
    this.chart.redraw();
  }

  showCursor(): void {
    this.chart.showCursor();
  }

  /** Let go of lines that are along something else. */
  forget(): void {
    this.chart.data = null;
    this.isStale = true;
  }

  async load(): Promise<void> {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    this.isStale = false;
    this.element.classList.add("loading");
    if (!this.chart.data) this.note.textContent = "loading…";
    await this.board.turn(async () => {
      if (asking.signal.aborted) return;
      try {
        const wide = Math.min(1200, Math.max(200, Math.ceil(this.chart.width / 100) * 100));
        const points = this.board.runs.length > MANY_RUNS ? Math.ceil(wide / 2) : wide;
        const first = await this.board.read(this.metric, points, !this.chart.data, asking.signal);
        this.show(first);
        if (first.lines.some((line) => line.sampled || line.rough))
          this.show(await this.board.read(this.metric, points, false, asking.signal));
      } catch (error) {
        if (asking.signal.aborted) return;
        this.isStale = true;
        this.note.textContent = error instanceof Error ? error.message : String(error);
      }
    });
    if (this.asking !== asking) return;
    this.asking = null;
    this.element.classList.remove("loading");
  }

  /** Lines have become longer. */
  grow(newer: ChartData): void {
    const { data } = this.chart;
    if (!data) return;
    if (newer.last !== null) data.last = Math.max(data.last ?? newer.last, newer.last);
    this.show(data);
  }

  remove(): void {
    this.asking?.abort();
    this.board.cards.delete(this);
    this.element.remove();
  }

  private show(found: ChartData): void {
    this.chart.data = found;
    this.chart.redraw();
    const total = found.lines.reduce((sum, line) => sum + line.count, 0);
    const missing = this.board.runs.length - found.lines.length;
    const parts = [];
    if (found.lines.some((line) => line.sampled)) parts.push("reading all points…");
    else if (found.lines.some((line) => !line.exact)) parts.push(`${count(total)} points in buckets`);
    if (missing && found.lines.length)
      parts.push(`${count(found.lines.length)} of ${count(this.board.runs.length)} runs`);
    if (!found.lines.length) parts.push("no points along this axis");
    this.note.textContent = parts.join(" · ");
    if (
      this.board.state.log.includes("y") &&
      found.lines.some((line) => line.y.some((y) => y !== null && y <= 0))
    )
      this.note.textContent += `${parts.length ? " · " : ""}values up to 0 have no place on a log axis`;
    this.note.title = this.note.textContent;
  }

  private files(): HTMLElement {
    const menu = made("details", "menu");
    const summary = made("summary", "button plain icon-only", iconOf("download"));
    summary.ariaLabel = `Save ${this.metric}`;
    summary.title = summary.ariaLabel;
    const list = made("div", "list");
    const add = (label: string, act: () => void) => {
      list.append(
        button("", [label], () => {
          menu.open = false;
          act();
        }),
      );
    };
    const { metric, chart } = this;
    add("PNG picture", () => chart.png().toBlob((blob) => blob && save(`${metric}.png`, blob)));
    add("SVG picture", () => save(`${metric}.svg`, new Blob([chart.svg()], { type: "image/svg+xml" })));
    add("CSV of these points", () =>
      save(`${metric}.csv`, new Blob([csv(chart.csv())], { type: "text/csv" })),
    );
    menu.append(summary, list);
    return menu;
  }

  /** Show the chart in a dialog as large as the window, with every run in its legend. */
  private enlarge(): void {
    const dialog = made("dialog", "whole-chart");
    dialog.ariaLabel = this.metric;
    const large = new Card(this.metric, this.board, null, true);
    const close = button("plain icon-only", [iconOf("cross")], () => dialog.close(), "Close");
    large.element.querySelector(".chart-head")!.append(close);
    dialog.append(large.element);
    dialog.addEventListener("close", () => {
      large.remove();
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
    large.see(true);
  }
}
