// Say something in the area that screen readers follow; it goes after a while.

const SECONDS = 6;

export function say(text: string, kind: "good" | "bad" = "good"): void {
  const area = document.getElementById("flash");
  if (!area) return;
  const line = document.createElement("div");
  line.className = kind === "bad" ? "flash flash-bad" : "flash";
  line.textContent = text;
  area.replaceChildren(line);
  if (kind === "good") setTimeout(() => line.remove(), SECONDS * 1000);
}
