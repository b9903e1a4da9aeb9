// Images of several runs: side by side, or two of them on top of each other, faded or wiped from one to the other.

type Mode = "beside" | "fade" | "wipe";
const MODES: [Mode, string][] = [
  ["beside", "Side by side"],
  ["fade", "Fade"],
  ["wipe", "Wipe"],
];

export default function (element: HTMLElement): void {
  const figures = [...element.querySelectorAll("figure")];
  if (figures.length < 2) return;
  const names = figures.map((figure) => figure.textContent!.trim());
  const bar = made("div", "row compare-modes");
  const stage = made("div", "compare-stage");
  const [below, above] = [new Image(), new Image()];
  const slider = made("input", "");
  const first = chooser("Image below", names, 0);
  const second = chooser("Image above", names, 1);
  slider.type = "range";
  slider.min = "0";
  slider.max = "100";
  slider.value = "50";
  slider.setAttribute("aria-label", "How much of the second image is shown");
  stage.append(below, above);
  let mode: Mode = "beside";

  const buttons = MODES.map(([key, label]) => {
    const button = made("button", "chip");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => {
      mode = key;
      draw();
    });
    bar.append(button);
    return button;
  });
  bar.append(first, slider, second);
  element.before(bar);
  element.after(stage);
  for (const input of [slider, first, second]) input.addEventListener("input", draw);
  // A step slider gives the images other files.
  new MutationObserver(draw).observe(element, { subtree: true, attributeFilter: ["src"] });

  function draw(): void {
    const isBeside = mode === "beside";
    buttons.forEach((button, place) => {
      button.setAttribute("aria-pressed", String(MODES[place]![0] === mode));
    });
    element.hidden = !isBeside;
    for (const part of [stage, first, second, slider]) part.hidden = isBeside;
    if (isBeside) return;
    show(below, figures[Number(first.value)]!);
    show(above, figures[Number(second.value)]!);
    const part = Number(slider.value);
    above.style.opacity = mode === "fade" ? String(part / 100) : "1";
    above.style.clipPath = mode === "wipe" ? `inset(0 0 0 ${100 - part}%)` : "none";
  }
  draw();
}

function show(image: HTMLImageElement, figure: HTMLElement): void {
  const source = figure.querySelector("img")!;
  if (image.src !== source.src) image.src = source.src;
  image.alt = source.alt;
}

function chooser(label: string, names: string[], chosen: number): HTMLSelectElement {
  const select = made("select", "");
  select.setAttribute("aria-label", label);
  select.append(...names.map((name, place) => new Option(name, String(place), false, place === chosen)));
  return select;
}

function made<K extends keyof HTMLElementTagNameMap>(tag: K, kind: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = kind;
  return element;
}
