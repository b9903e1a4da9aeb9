// Colours of runs: --c0 … --c19 of the theme. A run keeps its own, and the second ten are dashed, so that colour is
// never all that tells two lines apart.

export const PALETTE_SIZE = 20;
const SOLID = 10;
const DASHES: [(number[] | undefined)[], number[][]] = [
  [undefined, [10, 3, 2, 3], [1, 4]],
  [
    [6, 3],
    [2, 3],
    [10, 3, 2, 3, 2, 3],
  ],
];

export function colorOf(iid: number): number {
  return iid % PALETTE_SIZE;
}

/** Return the dashes of a colour; `turn` counts the runs before on the same page that have it as well. */
export function dashOf(color: number, turn = 0): number[] | undefined {
  const looks = DASHES[color < SOLID ? 0 : 1];
  return looks[turn % looks.length];
}

/** Read the colours as they are now. */
export function runColors(): string[] {
  const styles = getComputedStyle(document.documentElement);
  return Array.from({ length: PALETTE_SIZE }, (_, at) => styles.getPropertyValue(`--c${at}`).trim());
}
