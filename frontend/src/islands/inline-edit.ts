// Forms that took the place of what they edit, of which one link goes back: Escape follows it, Ctrl+Enter saves.

export function startInlineEdit(): void {
  document.addEventListener("keydown", (event) => {
    const form = (event.target as Element).closest("form");
    const back = form?.querySelector<HTMLElement>("[data-cancel]");
    if (!form || !back) return;
    if (event.key === "Escape") back.click();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}
