// What one chooses for all charts: which metrics, along what, how smooth, which axes are logarithmic.
import { iconOf } from "../icons.ts";
import { button, made } from "../made.ts";
import type { Board } from "./board.ts";

const AXES: [string, string][] = [
  ["step", "Step"],
  ["relative", "Relative time"],
  ["time", "Wall time"],
];
const OTHER = "metric:";

export interface Toolbar {
  element: HTMLElement;
  /** Show what the state is. */
  update(): void;
  live: HTMLButtonElement;
  shown: HTMLElement;
}

export function toolbar(board: Board, metrics: () => string[], find: (text: string) => void): Toolbar {
  const element = made("div", "chart-tools");
  const shown = made("span", "quiet small");
  shown.role = "status";

  const search = made("input");
  search.type = "search";
  search.placeholder = "Find metrics";
  search.ariaLabel = "Find metrics";
  search.value = board.state.find;
  search.addEventListener("input", () => find(search.value));

  const names = made("datalist");
  names.id = "chart-metrics";
  const other = made("input");
  other.setAttribute("list", names.id);
  other.placeholder = "Metric for x";
  other.ariaLabel = "Metric along x";
  other.addEventListener("change", () => {
    if (metrics().includes(other.value)) board.set({ x: OTHER + other.value });
  });
  const axis = select("X axis", [...AXES, [OTHER, "A metric…"]], (value) => {
    other.hidden = value !== OTHER;
    if (value !== OTHER) board.set({ x: value });
    else {
      names.replaceChildren(
        ...metrics()
          .slice(0, 500)
          .map((name) => new Option(name, name)),
      );
      other.focus();
    }
  });

  const smooth = made("input");
  Object.assign(smooth, { type: "range", min: "0", max: "0.99", step: "0.01" });
  const weight = made("output", "number");
  smooth.addEventListener("input", () => board.set({ smooth: Number(smooth.value) }));
  const smoothing = made("label", "check", "Smooth", smooth, weight);

  const logX = check("Log x", (on) => setLog("x", on));
  const logY = check("Log y", (on) => setLog("y", on));
  const clip = check("Hide outliers", (on) => board.set({ clip: on }));
  clip.label.title = "Leave the lowest and highest 2 % of the points out of the picture";
  const setLog = (name: string, on: boolean) => {
    const log = board.state.log.replace(name, "") + (on ? name : "");
    board.set({ log: log === "yx" ? "xy" : log });
  };

  const reset = button("", [iconOf("zoom-out"), "Reset zoom"], () => board.zoom(null));
  const all = button("", [iconOf("restore"), "All runs"], () => board.isolate(board.solo!));
  const live = button("live-chip", ["Live"], () => undefined);
  live.hidden = true;

  element.append(
    search,
    axis.label,
    other,
    names,
    smoothing,
    logX.label,
    logY.label,
    clip.label,
    reset,
    all,
    live,
    shown,
  );
  const update = () => {
    const { state } = board;
    const isMetric = state.x.startsWith(OTHER);
    axis.select.value = isMetric ? OTHER : state.x;
    other.hidden = !isMetric;
    if (isMetric) other.value = state.x.slice(OTHER.length);
    smooth.value = String(state.smooth);
    weight.textContent = state.smooth.toFixed(2);
    logX.box.checked = state.log.includes("x");
    logX.box.disabled = state.x === "time";
    logY.box.checked = state.log.includes("y");
    clip.box.checked = state.clip;
    reset.hidden = !state.zoom;
    all.hidden = board.solo === null;
  };
  update();
  return { element, update, live, shown };
}

function select(text: string, options: [string, string][], choose: (value: string) => void) {
  const element = made("select");
  element.append(...options.map(([value, label]) => new Option(label, value)));
  element.addEventListener("change", () => choose(element.value));
  return { select: element, label: made("label", "check", text, element) };
}

function check(text: string, choose: (on: boolean) => void) {
  const box = made("input");
  box.type = "checkbox";
  box.addEventListener("change", () => choose(box.checked));
  return { box, label: made("label", "check", box, text) };
}
