// Where an axis has labels: round numbers, powers of ten, round times.
import { Numbers, short } from "../drawing/scale.ts";

export interface Tick {
  place: number; // from 0 to 1
  label: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SIZES = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  SECOND,
  2 * SECOND,
  5 * SECOND,
  10 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  91 * DAY,
  365 * DAY,
];

/** Return the labels of an axis that is about `count` labels long. `kind` is step, time, relative or metric:…. */
export function ticks(low: number, high: number, count: number, isLog: boolean, kind: string): Tick[] {
  if (isLog) return logTicks(low, high, count);
  if (kind !== "time" && kind !== "relative") {
    const scale = new Numbers(low, high, false);
    const found = scale.ticks(count);
    if (kind !== "step") return found;
    return found.map((tick) => ({ place: tick.place, label: stepText(scale.value(tick.place)) }));
  }
  const span = high - low || 1;
  const size = SIZES.find((each) => span / each <= count) ?? Math.ceil(span / count / DAY / 365) * DAY * 365;
  const zone = kind === "time" ? new Date(low).getTimezoneOffset() * MINUTE : 0;
  const found: Tick[] = [];
  for (let at = Math.ceil((low - zone) / size) * size + zone; at <= high; at += size)
    found.push({ place: (at - low) / span, label: kind === "time" ? clock(at, size) : lasting(at) });
  return found;
}

const STEPS = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 7 });

/** Return a step as an axis has it: 500, 10k, 1.25M. */
function stepText(value: number): string {
  const step = Math.round(value * 1000) / 1000;
  return Math.abs(step) < 10_000 ? short(step) : STEPS.format(step).replace("K", "k").replace("-", "−");
}

/** Return powers of ten, with 2 and 5 between them where there is room; round numbers within less than that. */
export function logTicks(low: number, high: number, count: number): Tick[] {
  const scale = new Numbers(low, high, true);
  for (const parts of [[1, 2, 5], [1]]) {
    const found: number[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++)
      for (const part of parts) found.push(Number(`${part}e${power}`));
    const inside = found.filter((value) => value >= low && value <= high);
    if (inside.length < 2) break;
    if (inside.length <= count * 2)
      return inside.map((value) => ({ place: scale.at(value), label: short(value) }));
  }
  if (high / low >= 100) return scale.ticks(count);
  const plain = new Numbers(low, high, false);
  return plain.ticks(count).map(({ place, label }) => ({ place: scale.at(plain.value(place)), label }));
}

/** Return a place as people read it. */
export function placeText(place: number, kind: string): string {
  if (kind === "time") return new Date(place).toLocaleString();
  if (kind === "relative") return lasting(place);
  return Number.isInteger(place) ? place.toLocaleString("en") : short(place);
}

function clock(at: number, size: number): string {
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, "0");
  const hours = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (size >= 365 * DAY) return String(date.getFullYear());
  const day = date.toLocaleDateString("en", { month: "short", day: "numeric" });
  if (size >= DAY) return day;
  if (size >= MINUTE) return hours === "00:00" ? day : hours;
  const seconds = `${hours}:${two(date.getSeconds())}`;
  return size >= SECOND ? seconds : `${seconds}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

/** Return how long something took: 250 ms, 1.5 s, 4 min 5 s, 3 h 20 min, 2 d 4 h. */
export function lasting(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const sign = milliseconds < 0 ? "−" : "";
  const pair = (large: number, small: number, names: string) => {
    const [first, second] = names.split(" ");
    const whole = Math.floor(size / large);
    const rest = Math.round((size % large) / small);
    return `${sign}${whole} ${first}${rest ? ` ${rest} ${second}` : ""}`;
  };
  if (size === 0) return "0";
  if (size < SECOND) return `${sign}${Math.round(size)} ms`;
  if (size < MINUTE) return `${sign}${Number((size / SECOND).toPrecision(3))} s`;
  if (size < HOUR) return pair(MINUTE, SECOND, "min s");
  if (size < DAY) return pair(HOUR, MINUTE, "h min");
  return pair(DAY, HOUR, "d h");
}
