// Colours of plots: a sequence from low to high that reads on both backgrounds, and those of categories.

const SEQUENCE = {
  light: [
    [68, 20, 110],
    [52, 94, 170],
    [22, 142, 130],
    [92, 160, 40],
    [214, 150, 0],
  ],
  dark: [
    [150, 110, 230],
    [96, 150, 240],
    [60, 190, 180],
    [150, 210, 90],
    [250, 215, 80],
  ],
} as const;

export const STEPS = 32;

export interface Theme {
  text: string;
  quiet: string;
  line: string;
  grid: string;
  accent: string;
  background: string;
  categories: string[];
  sequence: string[];
}

/** Read the page's colours as they are now. */
export function theme(): Theme {
  const styles = getComputedStyle(document.documentElement);
  const read = (name: string) => styles.getPropertyValue(name).trim();
  const stops = styles.colorScheme === "dark" ? SEQUENCE.dark : SEQUENCE.light;
  const categories = Array.from({ length: 20 }, (_, index) => read(`--c${index}`)).filter(Boolean);
  return {
    text: read("--text"),
    quiet: read("--quiet"),
    line: read("--line-strong"),
    grid: read("--grid"),
    accent: read("--accent"),
    background: read("--raised"),
    categories: categories.length ? categories : [read("--accent")],
    sequence: Array.from({ length: STEPS }, (_, index) => between(stops, index / (STEPS - 1))),
  };
}

function between(stops: readonly (readonly [number, number, number])[], place: number): string {
  const at = place * (stops.length - 1);
  const first = Math.min(Math.floor(at), stops.length - 2);
  const rest = at - first;
  const parts = [0, 1, 2].map((part) =>
    Math.round(stops[first]![part as 0] * (1 - rest) + stops[first + 1]![part as 0] * rest),
  );
  return `rgb(${parts.join(" ")})`;
}
