// The part of a line that is inside a box. A line is x0, y0, x1, y1 …, and NaN breaks it.

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function clipped(line: readonly number[], box: Box): number[] {
  const found: number[] = [];
  let joined = false;
  for (let at = 0; at < line.length; at += 2) {
    const x = line[at]!;
    const y = line[at + 1]!;
    if (Number.isNaN(x) || Number.isNaN(y)) {
      joined = false;
      continue;
    }
    const isAlone = at === 0 || Number.isNaN(line[at - 1]!);
    if (isAlone) {
      const next = line[at + 3];
      // A point between two gaps is a line of no length, which a round end shows.
      if ((next === undefined || Number.isNaN(next)) && inside(x, y, box))
        found.push(Number.NaN, Number.NaN, x, y, x, y);
      continue;
    }
    const part = segment(line[at - 2]!, line[at - 1]!, x, y, box);
    if (!part) {
      joined = false;
      continue;
    }
    const [x0, y0, x1, y1] = part;
    if (!joined || x0 !== line[at - 2] || y0 !== line[at - 1]) {
      if (found.length) found.push(Number.NaN, Number.NaN);
      found.push(x0, y0);
    }
    found.push(x1, y1);
    joined = x1 === x && y1 === y;
  }
  return found;
}

function inside(x: number, y: number, box: Box): boolean {
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

/** Liang and Barsky's way: cut off what is beyond each side in turn. */
function segment(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  box: Box,
): [number, number, number, number] | null {
  if (inside(x0, y0, box) && inside(x1, y1, box)) return [x0, y0, x1, y1];
  const dx = x1 - x0;
  const dy = y1 - y0;
  let from = 0;
  let to = 1;
  for (const [step, room] of [
    [-dx, x0 - box.left],
    [dx, box.right - x0],
    [-dy, y0 - box.top],
    [dy, box.bottom - y0],
  ] as const) {
    if (step === 0) {
      if (room < 0) return null;
      continue;
    }
    const at = room / step;
    if (step < 0) from = Math.max(from, at);
    else to = Math.min(to, at);
    if (from > to) return null;
  }
  return [
    from > 0 ? x0 + from * dx : x0,
    from > 0 ? y0 + from * dy : y0,
    to < 1 ? x0 + to * dx : x1,
    to < 1 ? y0 + to * dy : y1,
  ];
}
