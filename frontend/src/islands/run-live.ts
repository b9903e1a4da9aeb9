// Keeps a running run's page current: what changed is put in its place, nothing else moves.

const SECONDS = 3;
const IDLE_SECONDS = 60; // when nobody has moved a hand for a while
const IDLE_AFTER_MS = 120_000;

export default function (): void {
  let used = Date.now();
  let asked = 0;
  for (const sign of ["pointermove", "keydown", "scroll"]) {
    document.addEventListener(sign, () => {
      used = Date.now();
    });
  }
  const timer = setInterval(() => {
    const pause = Date.now() - used > IDLE_AFTER_MS ? IDLE_SECONDS : SECONDS;
    if (document.hidden || Date.now() - asked < pause * 1000 - 100) return;
    asked = Date.now();
    void refresh().then((goesOn) => {
      if (!goesOn) clearInterval(timer);
    });
  }, SECONDS * 1000);
}

async function refresh(): Promise<boolean> {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return answer === null || answer.status >= 500; // a server that is started anew comes back
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const now of document.querySelectorAll<HTMLElement>("[data-live]")) {
    const next = fresh.getElementById(now.id);
    if (!next || isBusy(now) || withoutState(now) === withoutState(next)) continue;
    // A part that has the same parts inside as before is left to them.
    if (sameParts(now, next)) continue;
    now.replaceWith(document.importNode(next, true));
  }
  document.dispatchEvent(new CustomEvent("htmx:after:swap"));
  return fresh.querySelector('[data-island="run-live"]') !== null;
}

/** Whether somebody is using a part: it has the focus, an open value or a form. */
function isBusy(part: HTMLElement): boolean {
  return part.contains(document.activeElement) || part.querySelector("details[open], form.tag-form") !== null;
}

function sameParts(now: HTMLElement, next: HTMLElement): boolean {
  const ids = (root: HTMLElement) => [...root.querySelectorAll("[data-live]")].map((each) => each.id).join();
  const inside = ids(next);
  return inside !== "" && inside === ids(now);
}

/** What copy buttons and relative times show changes without the server. */
function withoutState(part: HTMLElement): string {
  return part.outerHTML.replaceAll(/ hidden(="")?(?=[ >])/g, "").replaceAll(/(<time[^>]*>)[^<]*/g, "$1");
}
