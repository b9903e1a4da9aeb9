// Which rows of a long table stand in the page, and which pieces of it are needed for them.

export interface Span {
  first: number;
  end: number; // one behind the last
}

/** Return the rows to draw: those in sight and some around them, at most `most`. */
export function drawn(
  top: number,
  height: number,
  row: number,
  total: number,
  around: number,
  most: number,
): Span {
  const seen = Math.ceil(height / row) + 1;
  const before = Math.max(0, Math.min(around, Math.floor((most - seen) / 2)));
  const size = Math.min(most, seen + 2 * before, total);
  const first = Math.max(0, Math.min(Math.floor(top / row) - before, total - size));
  return { first, end: first + size };
}

/** Return the numbers of the pieces that hold rows, and then those that come next in the direction of the scroll. */
export function pieces(span: Span, size: number, total: number, direction: number): number[] {
  const last = Math.ceil(total / size) - 1;
  const found: number[] = [];
  for (let piece = Math.floor(span.first / size); piece * size < span.end; piece++) found.push(piece);
  const next = direction < 0 ? found[0]! - 1 : (found.at(-1) ?? -1) + 1;
  if (next >= 0 && next <= last) found.push(next);
  return found;
}

/** Keeps the pieces that were used last. */
export class Kept<T> {
  private readonly held = new Map<number, T>();
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  get(key: number): T | undefined {
    const found = this.held.get(key);
    if (found !== undefined) {
      this.held.delete(key);
      this.held.set(key, found);
    }
    return found;
  }

  set(key: number, value: T): void {
    this.held.delete(key);
    this.held.set(key, value);
    if (this.held.size > this.most) this.held.delete(this.held.keys().next().value!);
  }

  has(key: number): boolean {
    return this.held.has(key);
  }

  values(): Iterable<T> {
    return this.held.values();
  }
}
