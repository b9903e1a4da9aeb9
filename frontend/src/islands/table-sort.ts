// Sort the rows that a page shows by a click on a column's head; the link behind it does the same without scripts.

export default function (table: HTMLElement): void {
  const body = table.querySelector("tbody")!;
  const heads = [...table.querySelectorAll<HTMLTableCellElement>("thead th")];
  for (const [at, head] of heads.entries()) {
    head.querySelector("a")?.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      sort(at, head.getAttribute("aria-sort") === "ascending" ? -1 : 1);
    });
  }

  function sort(at: number, way: 1 | -1): void {
    const isNumber = heads[at]!.classList.contains("right");
    const rows = [...body.rows].map((row) => ({ row, text: row.cells[at]?.textContent ?? "" }));
    rows.sort((one, other) => way * compare(one.text, other.text, isNumber, way));
    body.append(...rows.map((each) => each.row));
    for (const [place, head] of heads.entries()) {
      head.querySelector("svg")?.remove();
      if (place === at) head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
    const address = new URL(location.href);
    address.searchParams.set("sort", String(at * way));
    history.replaceState(history.state, "", address);
  }
}

// Empty cells, and what is no number among numbers, come last whichever way.
function compare(one: string, other: string, isNumber: boolean, way: number): number {
  if (!isNumber) return one.localeCompare(other);
  const [first, second] = [number(one), number(other)];
  if (Number.isNaN(first) || Number.isNaN(second))
    return way * (Number(Number.isNaN(first)) - Number(Number.isNaN(second)));
  return first - second;
}

function number(text: string): number {
  return text === "" ? Number.NaN : Number(text);
}
