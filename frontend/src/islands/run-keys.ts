// The keys of a run's page.
import { onKey } from "../keys.ts";
import { startInlineEdit } from "./inline-edit.ts";

export default function (): void {
  startInlineEdit();
  onKey("e", "Change the run's name", () => follow("e"));
  onKey("n", "Write notes about the run", () => follow("n"));
  onKey("c", "Compare the run with others", () => follow("c"));
  onKey("[", "Go to the run that started before", () => follow("["));
  onKey("]", "Go to the run that started after", () => follow("]"));
}

function follow(key: string): void {
  document.querySelector<HTMLElement>(`main [data-key="${key}"]`)?.click();
}
