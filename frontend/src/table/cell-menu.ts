// A click on a value: filter for it, filter it out, copy it.
import { and, quotedField, quotedText } from "../clause.ts";
import { iconOf } from "../icons.ts";
import { button, made } from "../made.ts";
import { say } from "../say.ts";
import type { Cell, Column, Job } from "./runs.ts";

const CUT = 200; // characters: the server may have cut a text that is so long

export interface Clauses {
  keeps: string;
  drops: string;
}

/** Return the clauses that keep and drop the runs with a value; null where the language has none. */
export function clausesOf(column: Column, value: Cell, job: Job | null = null): Clauses | null {
  if (column.name === "ci_job") return clausesOfJob(job);
  const isOwn = column.kind === "attributes";
  if (column.of || column.name === "duration" || column.name === "source") return null;
  if (typeof value === "string" && value.length >= CUT) return null;
  const field = isOwn ? column.name : quotedField(column.name);
  if (value === null) {
    if (isOwn && column.name !== "end_time") return null;
    return { keeps: `${field} IS NULL`, drops: `${field} IS NOT NULL` };
  }
  const operand = typeof value === "number" ? String(value) : quotedText(value);
  return { keeps: `${field} = ${operand}`, drops: `${field} != ${operand}` };
}

function clausesOfJob(job: Job | null): Clauses {
  if (!job) return { keeps: "ci.job IS NULL", drops: "ci.job IS NOT NULL" };
  const field = job.name ? "ci.name" : "ci.job";
  const operand = quotedText(job.name || job.job_id);
  return { keeps: `${field} = ${operand}`, drops: `${field} != ${operand}` };
}

interface Target {
  cell: HTMLElement;
  label: string;
  text: string;
  clauses: Clauses | null;
}

/** Open the menu at a cell; `filter` gets the clause that was chosen. */
export function openCellMenu(target: Target, filter: (clause: string) => void): void {
  document.querySelector(".cell-menu")?.remove();
  const head = made("p", "label", target.text.slice(0, 400) || "no value");
  head.dir = "auto";
  const menu = made("div", "cell-menu", head);
  menu.role = "group";
  menu.ariaLabel = target.label;
  const stop = new AbortController();
  const close = () => {
    stop.abort();
    menu.remove();
  };
  const add = (icon: string, label: string, act: () => void) => {
    const chosen = () => {
      close();
      target.cell.focus({ preventScroll: true });
      act();
    };
    menu.append(button("", [iconOf(icon), label], chosen));
  };
  const { clauses } = target;
  if (clauses) {
    add("filter", "Filter for", () => filter(clauses.keeps));
    add("minus", "Filter out", () => filter(clauses.drops));
  }
  if (target.text && navigator.clipboard) add("copy", "Copy value", () => void copy(target.text));
  const elsewhere = (event: Event) => {
    if (!menu.contains(event.target as Node)) close();
  };
  document.addEventListener("pointerdown", elsewhere, { signal: stop.signal, capture: true });
  document.addEventListener("scroll", elsewhere, { signal: stop.signal, capture: true });
  document.addEventListener("focusin", elsewhere, { signal: stop.signal });
  menu.addEventListener("keydown", (event) => {
    const buttons = [...menu.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step) buttons.at((at + step) % buttons.length)?.focus();
    else if (event.key === "Escape") {
      close();
      target.cell.focus({ preventScroll: true });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  (document.querySelector("main") ?? document.body).append(menu);
  place(menu, target.cell.getBoundingClientRect());
  menu.querySelector("button")?.focus({ preventScroll: true });
}

/** Return a filter with one more clause, or without it where it stands already. */
export function withClause(filter: string, clause: string): string {
  return filter.includes(clause) ? filter : and(filter, clause);
}

function place(menu: HTMLElement, cell: DOMRect): void {
  const box = menu.getBoundingClientRect();
  const isAbove = cell.bottom + box.height + 8 > innerHeight && cell.top > box.height;
  menu.style.top = `${isAbove ? cell.top - box.height - 2 : cell.bottom + 2}px`;
  menu.style.left = `${Math.max(8, Math.min(cell.left, innerWidth - box.width - 8))}px`;
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say("Copied.");
  } catch {
    say("The browser did not allow to copy. Select the text and copy it by hand.", "bad");
  }
}
