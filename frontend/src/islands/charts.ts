// A page of charts: one for each metric, in groups. Attributes of its element:
// data-series: where lines come from; data-runs: JSON of iid, name, status; data-run-address: a run's page, ending in /0;
// data-metrics: JSON of names, or the first ones of data-total, which data-names answers as JSON;
// data-x, -smooth, -log, -clip, -find, -zoom, -pins: the first state; data-keeps-url: it is kept in the page's address;
// data-compact: no tools.
import { changed } from "../address.ts";
import { data } from "../data.ts";
import { count } from "../formats.ts";
import { iconOf } from "../icons.ts";
import { button, made } from "../made.ts";
import { Board, type Run, type State } from "../plot/board.ts";
import { Card } from "../plot/card.ts";
import { grouped, matching } from "../plot/groups.ts";
import { toolbar } from "../plot/toolbar.ts";
import { pulse } from "../pulse.ts";

const FIRST = 12; // charts of a group at once, and more of them with each click
const OPEN = 36; // charts in groups that are open from the beginning
const GROUPS = 30;
const ROOM = "400px"; // below the window, in which charts are loaded already

export default function charts(element: HTMLElement): void {
  new Page(element);
}

class Page {
  private readonly board: Board;
  private readonly list = made("div", "chart-groups");
  private readonly tools;
  private readonly keepsAddress: boolean;
  private readonly total: number;
  private metrics: string[];
  private isPaused = false;
  private groups = GROUPS;
  private readonly open = new Map<string, boolean>();
  private readonly counts = new Map<string, number>();
  private readonly cards = new Map<string, Card>();
  private readonly seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) this.byElement.get(entry.target)?.see(entry.isIntersecting);
    },
    { rootMargin: ROOM },
  );
  private readonly byElement = new WeakMap<Element, Card>();

  constructor(element: HTMLElement) {
    const given = element.dataset;
    this.metrics = JSON.parse(given.metrics || "[]") as string[];
    this.total = Number(given.total || this.metrics.length);
    this.keepsAddress = Boolean(given.keepsUrl);
    const runs = JSON.parse(given.runs || "[]") as Run[];
    this.board = new Board(given.series!, given.runAddress ?? "", runs, stateOf(given));
    this.board.changed = () => this.changed();
    this.tools = toolbar(
      this.board,
      () => this.metrics,
      (text) => this.find(text),
    );
    for (const child of element.children) (child as HTMLElement).hidden = true;
    const board = made("div", "board");
    if (!given.compact) board.append(this.tools.element);
    board.append(this.list);
    element.append(board);
    this.show();
    if (this.total > this.metrics.length && given.names) void this.readNames(given.names);
    this.follow();
  }

  private async readNames(address: string): Promise<void> {
    const found = await data<{ metrics: string[] }>(address);
    this.metrics = found.metrics;
    this.show();
  }

  private find(text: string): void {
    this.board.state = { ...this.board.state, find: text };
    this.show();
    this.changed();
  }

  private pin(metric: string): void {
    const { pins } = this.board.state;
    const isPinned = pins.includes(metric);
    this.board.state = {
      ...this.board.state,
      pins: isPinned ? pins.filter((each) => each !== metric) : [...pins, metric],
    };
    this.cards.get(metric)?.remove();
    this.cards.delete(metric);
    this.show();
    this.changed();
  }

  private changed(): void {
    this.tools.update();
    if (!this.keepsAddress) return;
    const { state } = this.board;
    const address = changed(location.href, {
      x: state.x === "step" ? "" : state.x,
      smooth: state.smooth || "",
      log: state.log,
      clip: state.clip ? 1 : "",
      find: state.find,
      zoom: state.zoom ? state.zoom.map((each) => Number(each.toPrecision(15))).join("~") : "",
      pins: state.pins,
    });
    history.replaceState(history.state, "", address);
  }

  private show(): void {
    const { find, pins } = this.board.state;
    const found = matching(this.metrics, find);
    const groups = grouped(found, pins);
    const kept = new Set<string>();
    let openCharts = 0;
    let shown = 0;
    const parts: HTMLElement[] = [];
    for (const group of groups.slice(0, this.groups)) {
      const isOpen = this.open.get(group.name) ?? openCharts < OPEN;
      const most = this.counts.get(group.name) ?? FIRST;
      const members = isOpen ? group.metrics.slice(0, most) : [];
      openCharts += members.length;
      shown += members.length;
      parts.push(this.group(group.name, group.metrics.length, members, isOpen));
      for (const metric of members) kept.add(metric);
    }
    for (const [metric, card] of this.cards) {
      if (kept.has(metric)) continue;
      this.seen.unobserve(card.element);
      card.remove();
      this.cards.delete(metric);
    }
    if (groups.length > this.groups)
      parts.push(
        button("", [`Show more groups (${count(this.groups)} of ${count(groups.length)})`], () => {
          this.groups += GROUPS;
          this.show();
        }),
      );
    if (!found.length) parts.push(made("p", "empty", `No metric is called “${find}”.`));
    this.list.replaceChildren(...parts);
    const all = Math.max(this.total, this.metrics.length);
    const of = find ? `${count(found.length)} found among ${count(all)}` : count(all);
    this.tools.shown.textContent = `${count(shown)} of ${of} chart${all === 1 ? "" : "s"}`;
  }

  private group(name: string, size: number, members: readonly string[], isOpen: boolean): HTMLElement {
    const details = made("details", "chart-group");
    details.open = isOpen;
    const label = name || "Metrics";
    const summary = made("summary", "", made("h2", "", label), made("span", "count", count(size)));
    details.append(summary);
    summary.addEventListener("click", (event) => {
      event.preventDefault();
      this.open.set(name, !details.open);
      this.show();
    });
    if (!isOpen) return details;
    const grid = made("div", "chart-grid");
    grid.append(...members.map((metric) => this.card(metric).element));
    details.append(grid);
    if (members.length < size) {
      const more = Math.min(size - members.length, 2 * FIRST);
      details.append(
        button(
          "chart-more",
          [iconOf("down"), `Show ${count(more)} more (${count(members.length)} of ${count(size)} charts)`],
          () => {
            this.counts.set(name, members.length + more);
            this.show();
          },
        ),
      );
    }
    return details;
  }

  private card(metric: string): Card {
    const known = this.cards.get(metric);
    if (known) return known;
    const card = new Card(metric, this.board, (each) => this.pin(each));
    this.cards.set(metric, card);
    this.byElement.set(card.element, card);
    this.seen.observe(card.element);
    return card;
  }

  /** While runs go on their charts do, unless somebody looks at a place in one. */
  private follow(): void {
    if (!this.board.isLive) return;
    const { live } = this.tools;
    const stop = new AbortController();
    live.hidden = false;
    const tell = () => {
      const waits = this.isPaused || this.board.cursor !== null;
      live.classList.toggle("paused", waits);
      live.replaceChildren(iconOf(waits ? "pause" : "live"), waits ? "Paused" : "Live");
      live.ariaPressed = String(this.isPaused);
      live.title = this.isPaused ? "Go on with new points" : "Wait with new points";
    };
    live.addEventListener("click", () => {
      this.isPaused = !this.isPaused;
      tell();
    });
    for (const name of ["pointerover", "pointerout", "focusout", "keyup"])
      this.list.addEventListener(name, () => requestAnimationFrame(tell));
    tell();
    pulse(async () => {
      if (!this.board.isLive) {
        live.hidden = true;
        stop.abort();
      } else if (!this.isPaused && this.board.cursor === null) await this.board.follow();
    }, stop.signal);
  }
}

function stateOf(given: DOMStringMap): State {
  const zoom = (given.zoom ?? "").split("~").map(Number);
  return {
    x: given.x || "step",
    smooth: Number(given.smooth) || 0,
    log: given.log ?? "",
    clip: ["1", "true", "True"].includes(given.clip ?? ""),
    find: given.find ?? "",
    zoom:
      zoom.length === 2 && zoom.every(Number.isFinite) && zoom[0]! < zoom[1]! ? [zoom[0]!, zoom[1]!] : null,
    pins: JSON.parse(given.pins || "[]") as string[],
  };
}
