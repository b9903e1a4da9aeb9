// Times on pages: relative ones go on while a page is open, and those in the browser's zone are written in it.

const UNITS: [number, string][] = [
  [31_536_000, "year"],
  [2_592_000, "month"],
  [604_800, "week"],
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
];
const SHOWN = "time[datetime]:not([data-fixed])";

export function startTimes(): void {
  const times = document.documentElement.dataset.times ?? "relative";
  if (times === "utc") return; // the server has written them
  write();
  if (times === "local") document.addEventListener("htmx:after:swap", write);
  else setInterval(() => document.hidden || write(), 30_000);
}

function write(): void {
  for (const time of document.querySelectorAll<HTMLTimeElement>(SHOWN)) {
    const text = ago(Date.parse(time.dateTime));
    if (time.textContent !== text) time.textContent = text;
  }
}

/** Return a time as whoever looks at the page wants it: how long ago, or when. */
export function ago(at: number): string {
  const times = document.documentElement.dataset.times;
  if (times !== "utc" && times !== "local") return since(at);
  if (Number.isNaN(at)) return "";
  const zone = times === "utc" ? 0 : new Date(at).getTimezoneOffset() * 60_000;
  const date = new Date(at - zone);
  return Number.isNaN(date.getTime())
    ? "9999-12-31 23:59"
    : date.toISOString().slice(0, 16).replace("T", " ");
}

function since(at: number): string {
  const seconds = Math.floor((Date.now() - at) / 1000);
  if (seconds < 0) return "in the future";
  for (const [size, name] of UNITS) {
    const amount = Math.floor(seconds / size);
    if (amount) return `${amount} ${name}${amount > 1 ? "s" : ""} ago`;
  }
  return "just now";
}
