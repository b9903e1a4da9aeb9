// Which columns a table shows, in which order, and which of them stay at the left.

export interface Chosen {
  name: string;
  isPinned: boolean;
}

/** Return the columns with one more, or without the one that was there. */
export function toggled(chosen: readonly Chosen[], name: string, isOn: boolean): Chosen[] {
  const others = chosen.filter((each) => each.name !== name);
  if (!isOn) return others;
  return chosen.some((each) => each.name === name) ? [...chosen] : [...chosen, { name, isPinned: false }];
}

/** Return the columns with one at another place: beside pinned ones it is pinned too. */
export function moved(chosen: readonly Chosen[], from: number, to: number): Chosen[] {
  const found = [...chosen];
  const [taken] = found.splice(from, 1);
  if (!taken) return found;
  const place = Math.max(0, Math.min(to, found.length));
  const isPinned = found[place]?.isPinned ?? (taken.isPinned && found.every((each) => each.isPinned));
  found.splice(place, 0, { ...taken, isPinned });
  return found;
}

/** Return the columns with one pinned or not; pinned ones come first. */
export function pinned(chosen: readonly Chosen[], name: string, isPinned: boolean): Chosen[] {
  const found = chosen.map((each) => (each.name === name ? { name, isPinned } : each));
  return [...found.filter((each) => each.isPinned), ...found.filter((each) => !each.isPinned)];
}

/** Return the columns with one of a metric's values for another: the last, the lowest or the highest. */
export function renamed(chosen: readonly Chosen[], from: string, to: string): Chosen[] {
  if (chosen.some((each) => each.name === to)) return chosen.filter((each) => each.name !== from);
  return chosen.map((each) => (each.name === from ? { ...each, name: to } : each));
}

export interface Filter {
  text: string;
  only: ReadonlySet<string> | null;
}

/** Return the names that hold every word of a text, among those that are left by a choice. */
export function matching(names: readonly string[], filter: Filter): string[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return names.filter((name) => {
    if (filter.only && !filter.only.has(name)) return false;
    const text = name.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
