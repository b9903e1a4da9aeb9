// Exponential moving average, without the pull towards zero that its beginning would have.

export type Value = number | null;

/** Return values smoothed by a weight from 0 (not at all) to 1; gaps stay gaps. */
export function smoothed(values: readonly Value[], weight: number): Value[] {
  if (weight <= 0) return values.slice();
  let sum = 0;
  let rest = 1; // what is missing from the weights that were summed
  return values.map((value) => {
    if (value === null) return null;
    sum = sum * weight + value * (1 - weight);
    rest *= weight;
    return sum / (1 - rest);
  });
}
