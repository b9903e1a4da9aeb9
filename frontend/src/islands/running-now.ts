// How many runs go on in one's projects, in the bar. What was heard lately is kept for the next page.
import { data } from "../data.ts";
import { pulse } from "../pulse.ts";

const KEPT = "modelstead-running";
const FRESH = 20_000; // milliseconds

interface Heard {
  running: number;
  at: number;
}

export default function runningNow(element: HTMLElement): void {
  const number = element.querySelector(".number")!;

  const show = ({ running }: Heard) => {
    const most = running >= 999 ? "999+" : String(running);
    element.hidden = running === 0;
    number.textContent = most;
    element.ariaLabel = `${most} run${running === 1 ? " goes" : "s go"} on now`;
    element.title = element.ariaLabel;
  };
  const ask = async () => {
    const kept = heard();
    if (kept && Date.now() - kept.at < FRESH) {
      show(kept);
      return;
    }
    const told = await data<{ running: number }>(element.dataset.address!);
    const now = { running: told.running, at: Date.now() };
    sessionStorage.setItem(KEPT, JSON.stringify(now));
    show(now);
  };
  const kept = heard();
  if (kept) show(kept);
  void ask().catch(() => undefined);
  pulse(ask, new AbortController().signal);
}

function heard(): Heard | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Heard | null;
  } catch {
    return null;
  }
}
