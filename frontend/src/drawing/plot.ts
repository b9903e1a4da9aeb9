// What plots of many runs have in common: a canvas that follows its element and the theme, a line of words below it,
// things to do with the chosen runs, and the plot as a file.
import { type Theme, theme } from "./colors.ts";
import { type Column, saveButtons } from "./files.ts";
import { load, type PlotData } from "./runs.ts";
import { CanvasSurface, type Surface } from "./surface.ts";

/** Get the page's data and make a plot of it; say so where that fails. */
export function startPlot(element: HTMLElement, make: (data: PlotData) => unknown): void {
  void load().then(make, (error: Error) => {
    element.querySelector("[data-fallback]")!.textContent = `The plot could not be loaded. ${error.message}`;
  });
}

export abstract class Plot {
  protected readonly element: HTMLElement;
  protected readonly data: PlotData;
  protected readonly canvas = document.createElement("canvas");
  protected readonly said = document.createElement("p");
  protected readonly actions = document.createElement("div");
  protected theme: Theme = theme();
  protected hovered = -1;
  private readonly height: number;
  private surface: CanvasSurface | null = null;
  private frame = 0;

  constructor(element: HTMLElement, data: PlotData, height: number) {
    this.element = element;
    this.data = data;
    this.height = height;
  }

  protected abstract draw(surface: Surface, width: number): void;

  protected abstract columns(): Column[];

  /** Put the plot in its element's place; `between` stands above the line of words. */
  protected mount(name: string, description: string, between: HTMLElement[] = []): void {
    this.canvas.className = "plot-canvas";
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", description);
    this.said.className = "quiet plot-said";
    this.said.setAttribute("aria-live", "polite");
    this.actions.className = "row";
    const foot = document.createElement("div");
    foot.className = "row plot-foot";
    const files = saveButtons(
      name,
      this.canvas,
      (surface) => this.draw(surface, this.width),
      () => this.theme.background,
      () => this.columns(),
    );
    foot.append(this.said, this.actions, files);
    const frame = document.createElement("div");
    frame.className = "plot-frame";
    frame.append(this.canvas);
    if (this.narrowest) {
      this.canvas.style.minWidth = `${this.narrowest}px`;
      frame.tabIndex = 0;
      frame.role = "region";
      frame.ariaLabel = "The plot";
    }
    this.element.replaceChildren(frame, ...between, foot);
    this.surface = new CanvasSurface(this.canvas);
    new ResizeObserver(() => this.redraw()).observe(this.element);
    const repaint = () => {
      this.theme = theme();
      this.redraw();
    };
    document.addEventListener("themechange", repaint);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  }

  /** Pixels below which the plot scrolls instead of shrinking. */
  protected get narrowest(): number {
    return 0;
  }

  protected get width(): number {
    return this.canvas.clientWidth;
  }

  protected redraw(): void {
    if (this.frame || !this.surface) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.surface!.begin(this.width, this.height);
      this.draw(this.surface!, this.width);
    });
  }

  protected address(index: number): string {
    return this.element.dataset.run!.replace(/\/0$/, `/${this.data.values.iids[index]}`);
  }

  /** Offer to compare some of the runs, at most 20 of them. */
  protected offerComparison(chosen: readonly number[], text: (count: number) => string): void {
    const iids = chosen.slice(0, 20).map((index) => this.data.values.iids[index]);
    if (iids.length > 1)
      this.offer(`${this.element.dataset.compare}?runs=${iids.join(",")}`, text(iids.length));
  }

  protected offer(address: string, text: string, kind = ""): void {
    const link = document.createElement("a");
    link.href = address;
    link.className = `button ${kind}`;
    link.textContent = text;
    this.actions.append(link);
  }
}
