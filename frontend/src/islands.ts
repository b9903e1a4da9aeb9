// An island is an element with data-island="name": its module is loaded when a page has one, and given the element.
// What stands in it before is what people without scripts see.

type Island = (element: HTMLElement) => void;

const modules: Record<string, () => Promise<{ default: Island }>> = {
  charts: () => import("./islands/charts.ts"),
  columns: () => import("./islands/columns.ts"),
  "filter-box": () => import("./islands/filter-box.ts"),
  "runs-table": () => import("./islands/runs-table.ts"),
  "client-link": () => import("./islands/client-link.ts"),
  "markdown-preview": () => import("./islands/markdown-preview.ts"),
  "model-metrics": () => import("./islands/model-metrics.ts"),
  "image-compare": () => import("./islands/image-compare.ts"),
  "image-steps": () => import("./islands/image-steps.ts"),
  "run-keys": () => import("./islands/run-keys.ts"),
  "run-live": () => import("./islands/run-live.ts"),
  "line-keys": () => import("./islands/line-keys.ts"),
  "running-now": () => import("./islands/running-now.ts"),
  preferences: () => import("./islands/preferences.ts"),
  parallel: () => import("./islands/parallel.ts"),
  scatter: () => import("./islands/scatter.ts"),
  "artifact-tree": () => import("./islands/artifact-tree.ts"),
  "image-viewer": () => import("./islands/image-viewer.ts"),
  "step-slider": () => import("./islands/step-slider.ts"),
  "choose-rows": () => import("./islands/choose-rows.ts"),
  "table-sort": () => import("./islands/table-sort.ts"),
  upload: () => import("./islands/upload.ts"),
  "version-number": () => import("./islands/version-number.ts"),
};

const started = new WeakSet<Element>();

export function startIslands(): void {
  wake(document);
  document.addEventListener("htmx:after:swap", () => wake(document));
}

function wake(root: ParentNode): void {
  const waking: Promise<void>[] = [];
  document.documentElement.removeAttribute("data-awake");
  for (const element of root.querySelectorAll<HTMLElement>("[data-island]")) {
    const load = modules[element.dataset.island!];
    if (!load || started.has(element)) continue;
    started.add(element);
    waking.push(load().then((module) => module.default(element)));
  }
  // Says to whoever drives the page from outside that every island listens.
  void Promise.allSettled(waking).then(() => document.documentElement.toggleAttribute("data-awake", true));
}
