// What the colours of a plot mean: a run of colours for numbers, a dot each for categories.
import { STEPS, type Theme } from "./colors.ts";
import { type Scale, short, type Value } from "./scale.ts";
import type { Surface } from "./surface.ts";

export const LEGEND_HEIGHT = 24;
const BAR = 120;
const CATEGORIES = 12;

/** Return the colour of a value. */
export function colorOf(value: Value, scale: Scale, theme: Theme): string {
  const place = scale.at(value);
  if (Number.isNaN(place)) return theme.quiet;
  if (scale.categories)
    return theme.categories[scale.categories.indexOf(String(value)) % theme.categories.length]!;
  return theme.sequence[Math.round(place * (STEPS - 1))]!;
}

/** Draw the legend from a place on, its text on the line y. */
export function drawLegend(
  surface: Surface,
  x: number,
  y: number,
  name: string,
  scale: Scale,
  theme: Theme,
): void {
  const style = { color: theme.quiet, size: 11 };
  surface.text(x, y, name, { ...style, color: theme.text, bold: true });
  let at = x + width(name) + 12;
  if (!scale.categories) {
    const low = short(scale.value(0));
    surface.text(at, y, low, style);
    at += width(low) + 6;
    for (let step = 0; step < STEPS; step++)
      surface.box(at + (step * BAR) / STEPS, y - 9, BAR / STEPS + 0.5, 10, theme.sequence[step]!, 1);
    surface.text(at + BAR + 6, y, short(scale.value(1)), style);
    return;
  }
  for (const category of scale.categories.slice(0, CATEGORIES)) {
    const shown = category.length > 16 ? `${category.slice(0, 15)}…` : category;
    surface.dots([[at + 4, y - 4, 4]], colorOf(category, scale, theme), 1);
    surface.text(at + 12, y, shown, style);
    at += width(shown) + 26;
  }
  const more = scale.categories.length - CATEGORIES;
  if (more > 0) surface.text(at, y, `and ${more} more`, style);
}

function width(text: string): number {
  return text.length * 6.4;
}
