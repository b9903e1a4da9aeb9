// How values are written for people: the same texts as web/formats.py writes on the server.

const MINUS = "\u2212";
const USUAL = 4; // significant digits in tables; the whole value is in the title
const INFINITE = 1.7e308; // beyond this the server keeps an infinite value

/** Return how many digits whoever looks at the page wants to see, 0 for all. */
function digits(): number {
  const wanted = globalThis.document?.documentElement.dataset.digits;
  return wanted === "full" ? 0 : Number(wanted ?? USUAL);
}

/** Return a number with so many significant digits, as short as that can be written. */
export function number(value: number, places = digits()): string {
  if (Number.isNaN(value)) return "NaN";
  const sign = value < 0 ? MINUS : "";
  const size = Math.abs(value);
  if (size >= INFINITE) return `${sign}∞`;
  if (places === 0) return whole(value).replaceAll("-", MINUS);
  if (Number.isInteger(value) && size < 10 ** places) return `${sign}${size}`;
  if (size >= 1e-3 && size < 1e6)
    return sign + fixed(size, Math.max(places - 1 - Math.floor(Math.log10(size)), 0));
  return sign + exponential(size, places).replace("e+", "e").replace("e-", `e${MINUS}`);
}

/** Return a number with all its digits, as titles and copies have it. */
export function whole(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return String(value === 0 ? 0 : value);
  if (size >= 1e16 || size < 1e-4) return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** Return a whole number with its thousands apart. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Return how long something took: 850 ms, 12.3 s, 4 min 5 s, 3 h 20 min, 2 d 4 h. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(milliseconds, 0) / 1000;
  const all = Math.floor(seconds);
  if (seconds < 1) return `${milliseconds} ms`;
  if (seconds < 60) return `${fixed(seconds, 1)} s`;
  if (seconds < 3_600) return `${Math.floor(all / 60)} min ${all % 60} s`;
  if (seconds < 86_400) return `${Math.floor(all / 3_600)} h ${Math.floor((all % 3_600) / 60)} min`;
  return `${Math.floor(all / 86_400)} d ${Math.floor((all % 86_400) / 3_600)} h`;
}

/** Return milliseconds since 1970 as date and time in UTC. */
export function moment(at: number): string {
  return `${stamp(at).slice(0, 19).replace("T", " ")} UTC`;
}

/** Return milliseconds since 1970 as the datetime of a time element. */
export function stamp(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "9999-12-31T23:59:59Z" : `${date.toISOString().slice(0, 19)}Z`;
}

// Scripts round halves up, Python to the even digit: what lies exactly between two is taken the other way.

function fixed(size: number, places: number): string {
  const text = size.toFixed(places);
  if ((size * 10 ** places) % 1 !== 0.5 || !/[13579]$/.test(text)) return text;
  if (!/^50*$/.test(size.toFixed(places + 60).slice(-60))) return text;
  return (Number(text) - 10 ** -places).toFixed(places);
}

function exponential(size: number, places: number): string {
  const text = size.toExponential(places - 1);
  const longer = size.toExponential(places);
  const isBetween = /5e/.test(longer) && Number(longer) === size && /[13579]e/.test(text);
  if (!isBetween || !Number.isInteger(size) || size >= 1e22) return text;
  return text.replace(/\de/, (digit) => `${Number(digit[0]) - 1}e`);
}
