// Asks again and again while somebody looks: often while the page is used, seldom else, never while it is hidden.

const USED = 3_000;
const IDLE = 60_000;
const EVENTS = ["pointermove", "pointerdown", "keydown", "wheel", "touchmove"];

/** Call `ask` in a rhythm until `stop` is aborted; one call is over before the next begins. */
export function pulse(ask: () => Promise<void>, stop: AbortSignal): void {
  let used = Date.now();
  let timer = 0;
  let isAsking = false;

  const wait = () => {
    clearTimeout(timer);
    if (stop.aborted || document.hidden || isAsking) return;
    timer = window.setTimeout(beat, Date.now() - used < IDLE ? USED : IDLE);
  };
  const beat = async () => {
    clearTimeout(timer);
    if (isAsking) return;
    isAsking = true;
    await ask().catch(() => undefined);
    isAsking = false;
    wait();
  };
  const use = () => {
    const wasIdle = Date.now() - used >= IDLE;
    used = Date.now();
    if (wasIdle) wait();
  };

  for (const name of EVENTS) document.addEventListener(name, use, { signal: stop, passive: true });
  document.addEventListener("visibilitychange", () => (document.hidden ? wait() : void beat()), {
    signal: stop,
  });
  stop.addEventListener("abort", () => clearTimeout(timer));
  wait();
}
