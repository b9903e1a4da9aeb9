// Preferences: what a table's own button has kept gives way to what is chosen here; the theme shows at once.
import { keep } from "../kept.ts";

export default function preferences(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const sample = form.querySelector("[data-now]");
  if (sample) sample.textContent = here(Number((sample as HTMLElement).dataset.now));
  form.addEventListener("submit", () =>
    keep("modelstead-density", form.density.value === "compact" ? "compact" : ""),
  );
  form.addEventListener("change", (event) => {
    const field = event.target as HTMLInputElement;
    if (field.name !== "theme") return;
    if (field.value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = field.value;
    document.dispatchEvent(new Event("themechange"));
  });
}

// A moment as pages write it in the browser's zone.
function here(at: number): string {
  const zone = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - zone).toISOString().slice(0, 16).replace("T", " ");
}
