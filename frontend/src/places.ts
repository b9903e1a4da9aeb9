// The pages of things that somebody was at last, for the command palette; nobody finds those of who was here before.
import { keep, recall } from "./kept.ts";

export interface Place {
  title: string;
  address: string;
}

const KEPT = "modelstead-places";
const MOST = 12;
const FORM = /\/-\/(new|edit|delete|search|settings)|\/(rename|notes|tags|delete|edit|new)$/;

export function startPlaces(): void {
  const isSomebody = document.querySelector("meta[name=form-token]") !== null;
  if (!isSomebody && places().length) keep(KEPT, []);
  if (!isSomebody || !document.querySelector(".rail [aria-current]") || FORM.test(location.pathname)) return;
  const here = { title: document.title.replace(/ · Modelstead$/, ""), address: location.pathname };
  keep(KEPT, [here, ...places().filter((each) => each.address !== here.address)].slice(0, MOST));
}

/** Return the pages, the last one first. */
export function places(): Place[] {
  return recall<Place[]>(KEPT, []);
}
