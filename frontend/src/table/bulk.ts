// The bar of what can be done with the selected runs: it floats while some are selected.
import { changed } from "../address.ts";
import { count } from "../formats.ts";
import type { Selection } from "./selection.ts";

export class BulkBar {
  private readonly element: HTMLElement;
  private readonly selection: () => Selection;
  private readonly form: HTMLFormElement | null;

  constructor(element: HTMLElement, selection: () => Selection) {
    this.element = element;
    this.selection = selection;
    this.form = document.querySelector<HTMLFormElement>("#bulk");
    if (!this.form) return;
    this.form.classList.add("floating");
    this.form.hidden = true;
    // Selected rows may be out of the page: the form sends them all, and them alone.
    this.form.addEventListener("formdata", (event) => {
      event.formData.delete("runs");
      for (const iid of selection().all()) event.formData.append("runs", String(iid));
    });
    this.form.querySelector("[data-clear]")?.addEventListener("click", () => selection().clear());
  }

  show(total: number): void {
    const size = this.selection().size;
    this.element.classList.toggle("has-selection", size > 0);
    if (!this.form) return;
    this.form.hidden = size === 0;
    const said = this.form.querySelector("output");
    if (said) said.textContent = `${count(size)} of ${count(total)} selected`;
  }

  compare(): void {
    this.form?.querySelector<HTMLButtonElement>("[data-compare]")?.click();
  }

  /** Let links to other states of the page, and its forms, take the selection along. */
  carry(runs: readonly number[]): void {
    const here = location.pathname;
    for (const link of document.querySelectorAll<HTMLAnchorElement>("#experiment a[href]")) {
      if (link.pathname !== here || link.hasAttribute("download")) continue;
      link.href = changed(link.href, { runs });
      if (link.hasAttribute("hx-get")) link.setAttribute("hx-get", link.getAttribute("href")!);
    }
    for (const form of document.querySelectorAll<HTMLFormElement>('#experiment form[method="get"]')) {
      if (form.id === "bulk") continue;
      for (const field of form.querySelectorAll('input[type="hidden"][name="runs"]')) field.remove();
      for (const run of runs) {
        const field = document.createElement("input");
        field.type = "hidden";
        field.name = "runs";
        field.value = String(run);
        form.append(field);
      }
    }
  }
}
