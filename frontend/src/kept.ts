// What a browser keeps for a person; it may refuse, and then nothing is kept.

export function recall<T>(name: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(name);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Nothing is kept.
  }
}

/** Return what the pinned columns of a page are kept under. */
export function pinsOf(page: string): string {
  return `modelstead-pins ${page}`;
}
