// The sizes at which an image is shown change in place, and the address with them.

export default function (viewer: HTMLElement): void {
  const image = viewer.querySelector("img")!;
  const canvas = viewer.querySelector<HTMLElement>(".canvas")!;
  const told = viewer.querySelector<HTMLElement>("[data-size]")!;
  const links = viewer.querySelectorAll<HTMLAnchorElement>("a[data-fit]");

  function tell(): void {
    told.textContent = image.naturalWidth ? `${image.naturalWidth} × ${image.naturalHeight}` : "";
  }

  image.addEventListener("load", tell);
  tell();
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      canvas.className = `canvas ${link.dataset.fit}`;
      for (const each of links) each.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      const address = new URL(location.href);
      if (link.dataset.fit === "fit") address.searchParams.delete("fit");
      else address.searchParams.set("fit", link.dataset.fit!);
      history.replaceState(history.state, "", address);
      viewer.dispatchEvent(new Event("fitchange"));
    });
  }
}
