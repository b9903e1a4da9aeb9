// The command palette is loaded when it is opened first: by Ctrl+K (Cmd+K on a Mac), or by its button in the bar.
import { onKey } from "./keys.ts";

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

export function startPalette(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-palette]");
  if (!button) return;
  const open = () => void import("./palette/palette.ts").then((module) => module.openPalette());
  if (isMac) button.querySelector("kbd")!.textContent = "⌘ K";
  button.hidden = false;
  button.addEventListener("click", open);
  onKey("Ctrl+K", "Open the command palette: search everywhere, and do what pages can", open);
}
