// Rows of a form that are chosen by their boxes: all at once, a range with Shift, and how many they are.
import { onKey } from "../keys.ts";

export default function chooseRows(form: HTMLElement): void {
  const boxes = [...form.querySelectorAll<HTMLInputElement>("tbody input[type=checkbox]")];
  const all = form.querySelector<HTMLInputElement>("[data-all]");
  const said = form.querySelector<HTMLElement>("[data-chosen]");
  const buttons = form.querySelectorAll<HTMLButtonElement>(".chosen-bar button");
  let last = -1;

  const update = () => {
    const count = boxes.filter((box) => box.checked).length;
    for (const box of boxes) box.closest("tr")?.setAttribute("aria-selected", String(box.checked));
    for (const button of buttons) button.disabled = count === 0;
    if (said) said.textContent = count ? `${count} selected` : "";
    if (!all) return;
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  };

  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
      update();
    });
  }
  for (const [at, box] of boxes.entries()) {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last >= 0) {
        for (const each of boxes.slice(Math.min(last, at), Math.max(last, at) + 1))
          each.checked = box.checked;
      }
      last = at;
      update();
    });
  }
  const go = (by: number) => {
    const at = boxes.indexOf(document.activeElement as HTMLInputElement);
    boxes[at < 0 ? (by > 0 ? 0 : boxes.length - 1) : at + by]?.focus();
  };
  onKey("j", "Go to the next line", () => go(1));
  onKey("k", "Go to the line before", () => go(-1));
  update();
}
