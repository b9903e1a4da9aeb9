// Icons of the sprite for what scripts draw; its address, which holds a digest, is that of the icons on the page.

const SVG = "http://www.w3.org/2000/svg";

export function iconOf(name: string): SVGElement {
  const sprite = document.querySelector("svg.icon use")?.getAttribute("href")?.split("#")[0];
  const icon = document.createElementNS(SVG, "svg");
  icon.setAttribute("class", "icon");
  icon.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  icon.append(use);
  return icon;
}
