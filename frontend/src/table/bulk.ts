// The bar of what can be done with the selected runs: it floats while some are selected.
import { changed } from "../address.ts";
import { count } from "../formats.ts";
import type { Selection } from "./selection.ts";

export class BulkBar {
  private readonly element: HTMLElement;
  private readonly selection: () => Selection;
  private readonly bar: HTMLElement | null;
  private readonly said: HTMLElement;

  constructor(element: HTMLElement, selection: () => Selection) {
    this.element = element;
    this.selection = selection;
    this.bar = document.querySelector<HTMLElement>("form#bulk");
    this.said = this.bar?.querySelector("output") ?? document.createElement("output");
    if (!this.bar) return;
    this.bar.classList.add("floating");
    this.bar.hidden = true;
    if (!this.said.isConnected) this.bar.prepend(this.said);
    const clear = this.bar.querySelector<HTMLElement>("[data-clear]");
    clear?.addEventListener("click", () => selection().clear());
    if (clear) clear.hidden = false;
    // Selected rows may be out of the page: the form sends them all, and them alone.
    this.bar.addEventListener("formdata", (event) => {
      event.formData.set("to", changed(location.pathname + location.search, { runs: null }));
      event.formData.delete("runs");
      for (const iid of selection().all()) event.formData.append("runs", String(iid));
    });
  }

  show(): void {
    const size = this.selection().size;
    this.element.classList.toggle("has-selection", size > 0);
    if (this.bar) this.bar.hidden = size === 0;
    this.said.textContent = `${count(size)} selected`;
  }

  compare(): void {
    this.bar?.querySelector<HTMLButtonElement>("[data-compare]")?.click();
  }

  /** Let links to other states of the page, and its forms, take the selection along. */
  carry(runs: readonly number[]): void {
    for (const link of document.querySelectorAll<HTMLAnchorElement>("main a[href]")) {
      if (link.pathname !== location.pathname) continue;
      link.href = changed(link.href, { runs });
      if (link.hasAttribute("hx-get")) link.setAttribute("hx-get", link.getAttribute("href")!);
    }
    const filter = document.querySelector("form#filter");
    for (const field of filter?.querySelectorAll('input[type="hidden"][name="runs"]') ?? []) field.remove();
    for (const run of runs) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "runs";
      field.value = String(run);
      filter?.append(field);
    }
  }
}
