/** Return the points that no other one beats in both directions, from left to right: x, y and an index each. */
export function front(
  points: readonly (readonly [number, number, number])[],
  isMostAcross: boolean,
  isMostUp: boolean,
): number[] {
  const across = isMostAcross ? -1 : 1;
  const up = isMostUp ? -1 : 1;
  const ordered = [...points].sort((one, other) => across * (one[0] - other[0]) || up * (one[1] - other[1]));
  const found: number[] = [];
  let best = Number.POSITIVE_INFINITY;
  for (const [, y, index] of ordered) {
    if (up * y < best) {
      best = up * y;
      found.push(index);
    }
  }
  return isMostAcross ? found.reverse() : found;
}
