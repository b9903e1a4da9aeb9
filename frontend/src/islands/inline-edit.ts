// A form that took the place of what it edits: it gets the focus; Escape goes back, Ctrl+Enter saves.

export default function (form: HTMLElement): void {
  if (!(form instanceof HTMLFormElement)) return;
  const field = form.querySelector<HTMLInputElement | HTMLTextAreaElement>("[autofocus]");
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") form.querySelector<HTMLElement>("[data-cancel]")?.click();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}
