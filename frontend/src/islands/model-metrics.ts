// Points at a version in all pictures of metrics at once, and says its values; arrow keys go from version to version.
import { number } from "../formats.ts";

interface Panel {
  svg: SVGSVGElement;
  cursor: SVGLineElement;
  said: HTMLElement;
  last: string;
  values: Map<number, number>;
}

const SVG = "http://www.w3.org/2000/svg";

export default function modelMetrics(element: HTMLElement): void {
  const versions = JSON.parse(element.dataset.versions ?? "[]") as string[];
  const panels = [...element.querySelectorAll<HTMLElement>(".panel")].map(panel);
  const first = panels[0];
  if (!first || !versions.length) return;
  const legend = element.querySelector<HTMLElement>("[data-legend]");
  let at = -1;

  const point = (place: number) => {
    if (place === at) return;
    at = place;
    const width = first.svg.viewBox.baseVal.width;
    const x = String(((place + 0.5) / versions.length) * width);
    for (const each of panels) {
      const value = each.values.get(place);
      each.cursor.toggleAttribute("hidden", place < 0);
      each.cursor.setAttribute("x1", x);
      each.cursor.setAttribute("x2", x);
      each.said.textContent = place < 0 ? each.last : value === undefined ? "–" : number(value);
      for (const dot of each.svg.querySelectorAll<SVGElement>(".dot"))
        dot.classList.toggle("pointed", Number(dot.dataset.place) === place);
    }
    if (legend) legend.textContent = place < 0 ? "" : versions[place]!;
  };

  for (const { svg } of panels) {
    svg.addEventListener("pointermove", (event) => {
      const box = svg.getBoundingClientRect();
      const place = Math.floor(((event.clientX - box.left) / box.width) * versions.length);
      point(Math.min(Math.max(place, 0), versions.length - 1));
    });
    svg.addEventListener("pointerleave", () => point(-1));
  }
  element.tabIndex = 0;
  element.addEventListener("keydown", (event) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!by) return;
    event.preventDefault();
    point(Math.min(Math.max(at < 0 ? (by > 0 ? 0 : versions.length - 1) : at + by, 0), versions.length - 1));
  });
  element.addEventListener("blur", () => point(-1));
}

function panel(element: HTMLElement): Panel {
  const svg = element.querySelector("svg")!;
  const said = element.querySelector<HTMLElement>("[data-said]")!;
  const cursor = document.createElementNS(SVG, "line");
  cursor.setAttribute("class", "cursor");
  cursor.setAttribute("y1", "0");
  cursor.setAttribute("y2", String(svg.viewBox.baseVal.height));
  cursor.toggleAttribute("hidden", true);
  svg.prepend(cursor);
  const values = new Map<number, number>();
  for (const dot of svg.querySelectorAll<SVGElement>(".dot"))
    values.set(Number(dot.dataset.place), Number(dot.dataset.value));
  return { svg, cursor, said, last: said.textContent ?? "", values };
}
