// Going on to another state of a page: its main part is replaced, and the address goes into the history.

const PART = "#experiment";

interface Htmx {
  ajax(verb: string, address: string, options: object): Promise<unknown>;
}

/** Show another state; without a part to replace the whole page is loaded. */
export function visit(address: string): void {
  const htmx = (window as unknown as { htmx?: Htmx }).htmx;
  if (!htmx || !document.querySelector(PART)) location.assign(address);
  else
    void htmx.ajax("GET", address, {
      target: PART,
      select: PART,
      swap: "outerHTML",
      push: "true",
      source: PART,
    });
}

/** Let the address say where one is, without a new entry of the history. */
export function stay(address: string, more: object = {}): void {
  history.replaceState({ ...history.state, htmx: true, ...more }, "", address);
}
