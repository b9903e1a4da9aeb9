// Relative times go on while a page is open.

const UNITS: [number, string][] = [
  [31_536_000, "year"],
  [2_592_000, "month"],
  [604_800, "week"],
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
];

export function startTimes(): void {
  setInterval(() => {
    if (document.hidden) return;
    for (const time of document.querySelectorAll<HTMLTimeElement>("time[datetime]:not([data-fixed])")) {
      const text = ago(Date.parse(time.dateTime));
      if (time.textContent !== text) time.textContent = text;
    }
  }, 30_000);
}

export function ago(at: number): string {
  const seconds = Math.floor((Date.now() - at) / 1000);
  if (seconds < 0) return "in the future";
  for (const [size, name] of UNITS) {
    const amount = Math.floor(seconds / size);
    if (amount) return `${amount} ${name}${amount > 1 ? "s" : ""} ago`;
  }
  return "just now";
}
