// data-dialog="id" opens a dialog; a click beside it closes it.

export function startDialogs(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const opener = target.closest<HTMLElement>("[data-dialog]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialog!);
      if (dialog instanceof HTMLDialogElement) {
        event.preventDefault();
        opener.closest("details")?.removeAttribute("open");
        dialog.showModal();
      }
    } else if (target instanceof HTMLDialogElement) target.close();
  });
}
