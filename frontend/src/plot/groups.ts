// Metrics in groups: pinned ones, then those that share what stands before the last slash.

export interface Group {
  name: string;
  metrics: string[];
}

export const PINNED = "Pinned";

export function grouped(metrics: readonly string[], pins: readonly string[]): Group[] {
  const groups = new Map<string, string[]>();
  const pinned = pins.filter((pin) => metrics.includes(pin));
  for (const metric of metrics) {
    if (pins.includes(metric)) continue;
    const slash = metric.lastIndexOf("/");
    const name = slash < 0 ? "" : metric.slice(0, slash);
    const group = groups.get(name);
    if (group) group.push(metric);
    else groups.set(name, [metric]);
  }
  // What describes the machine comes after what the run is about.
  const order = (name: string) => (name === "" ? 0 : name.startsWith("system") ? 2 : 1);
  const found = [...groups].map(([name, members]) => ({ name, metrics: members }));
  found.sort((one, other) => order(one.name) - order(other.name));
  return pinned.length ? [{ name: PINNED, metrics: pinned }, ...found] : found;
}

/** Return the metrics whose names have all the words of a text. */
export function matching(metrics: readonly string[], text: string): string[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return metrics.slice();
  return metrics.filter((metric) => {
    const name = metric.toLowerCase();
    return words.every((word) => name.includes(word));
  });
}
