// Where a rail or tabs are wider than their place, the current one is brought into sight, between its neighbours.

export function startTabs(): void {
  for (const current of document.querySelectorAll(".rail > [aria-current], .tabs > [aria-current]")) {
    const row = current.parentElement;
    if (!row || row.scrollWidth <= row.clientWidth) continue;
    const [inner, outer] = [current.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  }
}
