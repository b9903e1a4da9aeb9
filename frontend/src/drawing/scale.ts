// From values to places: numbers on a line, plain or by powers of ten, and categories side by side.

export type Value = number | string | null;

export interface Scale {
  /** Return where a value is, from 0 to 1; NaN for one that has no place. */
  at(value: Value): number;
  /** Return the value at a place of a numeric scale. */
  value(place: number): number;
  ticks(count: number): { place: number; label: string }[];
  categories: string[] | null;
}

/** Return a scale that fits a column's values. */
export function scaleOf(values: readonly Value[], isNumeric: boolean, isLog = false): Scale {
  if (!isNumeric) return new Categories(values);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (typeof value !== "number" || (isLog && value <= 0)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) [low, high] = [isLog ? 1 : 0, isLog ? 10 : 1];
  if (low === high) {
    if (isLog) [low, high] = [low / 2, high * 2];
    else [low, high] = [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2];
  }
  return new Numbers(low, high, isLog);
}

export class Numbers implements Scale {
  readonly categories = null;
  readonly low: number;
  readonly high: number;
  readonly isLog: boolean;

  constructor(low: number, high: number, isLog: boolean) {
    this.low = low;
    this.high = high;
    this.isLog = isLog;
  }

  at(value: Value): number {
    if (typeof value !== "number" || (this.isLog && value <= 0)) return Number.NaN;
    const [low, high] = this.ends();
    return ((this.isLog ? Math.log10(value) : value) - low) / (high - low);
  }

  value(place: number): number {
    const [low, high] = this.ends();
    const found = low + place * (high - low);
    return this.isLog ? 10 ** found : found;
  }

  ticks(count: number): { place: number; label: string }[] {
    const [low, high] = this.ends();
    const step = niceStep((high - low) / Math.max(count, 1));
    const size = this.isLog ? Math.max(1, Math.round(step)) : step;
    const found = [];
    for (let at = Math.ceil(low / size) * size; at <= high + size * 1e-9; at += size) {
      found.push({
        place: (at - low) / (high - low),
        label: short(this.isLog ? 10 ** at : snapped(at, size)),
      });
    }
    if (found.length >= 2) return found;
    return [
      { place: 0, label: short(this.value(0)) },
      { place: 1, label: short(this.value(1)) },
    ];
  }

  private ends(): [number, number] {
    return this.isLog ? [Math.log10(this.low), Math.log10(this.high)] : [this.low, this.high];
  }
}

class Categories implements Scale {
  readonly categories: string[];
  private readonly places = new Map<string, number>();

  constructor(values: readonly Value[]) {
    const found = new Set<string>();
    for (const value of values) if (value !== null) found.add(String(value));
    this.categories = [...found].sort((one, other) => one.localeCompare(other, undefined, { numeric: true }));
    this.categories.forEach((name, index) => {
      this.places.set(name, this.categories.length === 1 ? 0.5 : index / (this.categories.length - 1));
    });
  }

  at(value: Value): number {
    return value === null ? Number.NaN : (this.places.get(String(value)) ?? Number.NaN);
  }

  value(place: number): number {
    return place;
  }

  ticks(count: number): { place: number; label: string }[] {
    const every = Math.max(1, Math.ceil(this.categories.length / Math.max(count * 2, 1)));
    return this.categories
      .filter((_, index) => index % every === 0)
      .map((name) => ({ place: this.at(name), label: name.length > 18 ? `${name.slice(0, 17)}…` : name }));
  }
}

export function niceStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const rest = size / power;
  return power * (rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10);
}

/** Return a number with at most four significant digits. */
export function short(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1e6 || size < 1e-3 ? value.toExponential(3) : String(Number(value.toPrecision(4)));
  return text
    .replace(/\.?0+e/, "e")
    .replace("e+", "e")
    .replaceAll("-", "−");
}

function snapped(value: number, size: number): number {
  return Math.abs(value) < size * 1e-9 ? 0 : Number(value.toPrecision(12));
}
