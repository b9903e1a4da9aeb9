// A theme is chosen at once, and kept by the server's cookie. Without one, styles follow the system, live.

export function startTheme(): void {
  document.addEventListener("submit", (event) => {
    const button = event.submitter as HTMLElement | null;
    const choice = button?.dataset.themeChoice;
    if (!button || !choice) return;
    event.preventDefault();
    if (choice === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    const form = event.target as HTMLFormElement;
    const menu = form.closest("details");
    if (menu) mark(menu, button);
    const body = new URLSearchParams({ theme: choice });
    void fetch(form.action, { method: "POST", body, redirect: "manual" });
    menu?.removeAttribute("open");
    menu?.querySelector("summary")?.focus();
    document.dispatchEvent(new Event("themechange"));
  });
  // What is drawn by scripts takes its colours from the styles, which have changed by themselves.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
    document.dispatchEvent(new Event("themechange")),
  );
}

function mark(menu: Element, chosen: HTMLElement): void {
  for (const button of menu.querySelectorAll("[data-theme-choice]")) {
    if (button === chosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  const icon = chosen.querySelector("use")?.getAttribute("href");
  if (icon) menu.querySelector("summary use")?.setAttribute("href", icon);
}
