// Step through a series of images without loading a page for each; the address follows once the slider rests.

interface Step {
  step: number;
  name: string;
  page: string;
  raw: string;
}

interface Opened {
  file: { preview: { steps: Step[]; place: number } };
}

export default function (element: HTMLElement): void {
  const slider = element.querySelector<HTMLInputElement>("input")!;
  const told = element.querySelector("output")!;
  const image = element.closest(".picture-viewer")!.querySelector<HTMLImageElement>(".canvas img")!;
  const [back, on] = [...element.querySelectorAll<HTMLElement>(".button")];
  let steps: Promise<Step[]> | undefined;
  let settled = Number(slider.value);

  function load(): Promise<Step[]> {
    steps ??= fetch(location.href, { headers: { Accept: "application/json" } })
      .then((answer) => answer.json() as Promise<Opened>)
      .then((opened) => opened.file.preview.steps);
    return steps;
  }

  async function show(at: number): Promise<void> {
    const all = await load();
    const step = all[at];
    if (!step || Number(slider.value) !== at) return;
    image.src = step.raw;
    image.alt = step.name;
    const place = document.createElement("span");
    place.className = "quiet";
    place.textContent = `· ${(at + 1).toLocaleString("en")} of ${all.length.toLocaleString("en")}`;
    told.replaceChildren(`Step ${step.step.toLocaleString("en")} `, place);
    slider.setAttribute("aria-valuetext", `Step ${step.step}`);
    back?.classList.toggle("off", at === 0);
    on?.classList.toggle("off", at === all.length - 1);
    for (const near of [at - 1, at + 1]) if (all[near]) new Image().src = all[near].raw;
  }

  // The page of another image has other links and another name: it is loaded when the slider is let go.
  async function settle(): Promise<void> {
    const at = Number(slider.value);
    const step = (await load())[at];
    if (!step || at === settled) return;
    settled = at;
    const address = new URL(step.page, location.href);
    const fit = new URLSearchParams(location.search).get("fit");
    if (fit) address.searchParams.set("fit", fit);
    else address.searchParams.delete("fit");
    history.replaceState(history.state, "", address);
    document.title = document.title.replace(/^.*( · .* · )/, `${step.name}$1`);
    for (const name of document.querySelectorAll<HTMLElement>(".way [aria-current] bdi"))
      name.textContent = step.name;
    for (const link of document.querySelectorAll<HTMLAnchorElement>(".actions a[download]"))
      link.href = `${step.raw}?download=1`;
    for (const link of document.querySelectorAll(".tree a[aria-current]"))
      link.removeAttribute("aria-current");
    const path = address.pathname;
    for (const link of document.querySelectorAll<HTMLAnchorElement>(".tree a"))
      if (link.pathname === path) link.setAttribute("aria-current", "page");
    document.querySelector(".about")?.setAttribute("hidden", "");
  }

  slider.hidden = false;
  slider.addEventListener("input", () => void show(Number(slider.value)));
  slider.addEventListener("change", () => void settle());
  for (const [button, way] of [
    [back, -1],
    [on, 1],
  ] as const) {
    button?.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      slider.value = String(Number(slider.value) + way);
      slider.dispatchEvent(new Event("input"));
      slider.dispatchEvent(new Event("change"));
    });
  }
}
