// The links to the steps of a series of images become a slider, which shows a step without loading the page anew.

export default function (nav: HTMLElement): void {
  const links = [...nav.querySelectorAll<HTMLAnchorElement>("a[data-path]")];
  if (links.length < 2) return;
  const slider = document.createElement("input");
  const said = document.createElement("output");
  slider.type = "range";
  slider.max = String(links.length - 1);
  slider.value = String(links.findIndex((link) => link.hasAttribute("aria-current")));
  slider.setAttribute("aria-label", "Step");
  said.className = "number";
  const name = () => {
    said.textContent = `step ${links[Number(slider.value)]!.textContent}`;
  };
  slider.addEventListener("input", () => {
    const link = links[Number(slider.value)]!;
    const path = link.dataset.path!.split("/").map(encodeURIComponent).join("/");
    for (const image of document.querySelectorAll<HTMLImageElement>("img[data-raw]")) {
      image.src = image.dataset.raw! + path;
    }
    slider.setAttribute("aria-valuetext", `step ${link.textContent}`);
    const title = document.getElementById("file-title");
    if (title) title.textContent = link.dataset.path!;
    history.replaceState(history.state, "", link.href);
    name();
  });
  name();
  nav.replaceChildren(slider, said);
}
