// A theme is chosen at once, and kept by the server's cookie.

export function startTheme(): void {
  document.addEventListener("submit", (event) => {
    const choice = (event.submitter as HTMLElement | null)?.dataset.themeChoice;
    if (!choice) return;
    event.preventDefault();
    if (choice === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    const form = event.target as HTMLFormElement;
    void fetch(form.action, {
      method: "POST",
      body: new URLSearchParams({ theme: choice }),
      redirect: "manual",
    });
    form.closest("details")?.removeAttribute("open");
    document.dispatchEvent(new Event("themechange"));
  });
}
