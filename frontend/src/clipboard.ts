// Buttons with data-copy put its text on the clipboard and say so.
import { say } from "./say.ts";

export function startClipboard(): void {
  if (!navigator.clipboard) return;
  show(document);
  document.addEventListener("htmx:after:swap", () => show(document));
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
    if (!button) return;
    void navigator.clipboard.writeText(button.dataset.copy ?? "").then(
      () => say("Copied."),
      () => say("The browser did not allow to copy. Select the text and copy it by hand."),
    );
  });
}

function show(root: ParentNode): void {
  for (const button of root.querySelectorAll<HTMLElement>("[data-copy][hidden]")) button.hidden = false;
}
