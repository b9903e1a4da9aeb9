// Colours of runs: --c0 … --c19 of the theme. A run keeps its own, and the second ten are dashed, so that colour is
// never all that tells two lines apart.

export const PALETTE_SIZE = 20;
const SOLID = 10;
const DASHES: number[][] = [
  [6, 3],
  [2, 3],
];

export function colorOf(iid: number): number {
  return iid % PALETTE_SIZE;
}

/** Return a run's dashes: none for the first ten colours; runs that share a colour differ as well. */
export function dashOf(iid: number): number[] | undefined {
  const turn = Math.floor(iid / PALETTE_SIZE) % 2;
  if (colorOf(iid) < SOLID) return turn ? [10, 3, 2, 3] : undefined;
  return DASHES[turn];
}

/** Read the colours as they are now. */
export function runColors(): string[] {
  const styles = getComputedStyle(document.documentElement);
  return Array.from({ length: PALETTE_SIZE }, (_, at) => styles.getPropertyValue(`--c${at}`).trim());
}
