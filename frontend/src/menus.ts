// One menu is open at a time; it closes by Escape, by a click elsewhere, and when the focus leaves it.

export function startMenus(): void {
  document.addEventListener("click", (event) =>
    closeAllBut((event.target as Element).closest("details.menu")),
  );
  document.addEventListener("focusin", (event) =>
    closeAllBut((event.target as Element).closest("details.menu")),
  );
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector<HTMLElement>("details.menu[open]");
    if (!open) return;
    open.removeAttribute("open");
    open.querySelector<HTMLElement>("summary")?.focus();
  });
}

function closeAllBut(kept: Element | null): void {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== kept && !menu.contains(kept)) menu.removeAttribute("open");
  }
}
