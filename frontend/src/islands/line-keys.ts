// j and k go from line to line of a list: the focus moves along the links that name what a line is about.
import { onKey } from "../keys.ts";

export default function lineKeys(element: HTMLElement): void {
  const go = (by: number) => {
    if (!element.isConnected) return;
    const links = [...element.querySelectorAll<HTMLElement>("tbody .name")];
    const at = links.indexOf(document.activeElement as HTMLElement);
    const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by;
    links[next]?.focus();
  };
  onKey("j", "Go to the next line", () => go(1));
  onKey("k", "Go to the line before", () => go(-1));
}
