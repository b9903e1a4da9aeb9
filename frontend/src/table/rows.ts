// Rows of runs, as the server writes them in runs_rows.html.
import { count, duration, moment, number, stamp, whole } from "../formats.ts";
import { iconOf } from "../icons.ts";
import { made } from "../made.ts";
import { ago } from "../times.ts";
import type { Cell, Column, Job, Run } from "./runs.ts";

export const FIXED = 3; // cells before those of the columns: selection, status, name

export interface Addresses {
  run(iid: number): string;
  children(iid: number): string;
  star(isStarred: boolean): string;
}

/** Return an empty row: a run is put into it when it is here. */
export function emptyRow(columns: readonly Column[], hasStars: boolean): HTMLTableRowElement {
  const row = document.createElement("tr");
  const check = made("input");
  check.type = "checkbox";
  check.name = "runs";
  check.setAttribute("form", "bulk");
  cell(row, "pick").append(check);
  cell(row, "state");
  const name = made("th", "name");
  name.scope = "row";
  const link = made("a");
  link.dir = "auto";
  name.append(link);
  if (hasStars) {
    const star = made("button", "star plain icon-only");
    star.name = "runs";
    star.setAttribute("form", "star");
    name.append(star);
  }
  row.append(name);
  for (const column of columns) cell(row, isNumeric(column) ? "number" : "").tabIndex = -1; // arrows lead to it
  return row;
}

/** Put a run into a row in the place of another or none. What is there already is not touched: this runs at every scroll. */
export function fillRow(
  row: HTMLTableRowElement,
  run: Run,
  columns: readonly Column[],
  addresses: Addresses,
): void {
  if (row.dataset.status !== run.status) row.cells[1]!.replaceChildren(status(run.status));
  row.dataset.iid = String(run.iid);
  row.dataset.status = run.status;
  row.dataset.runId = run.run_id;
  const check = row.cells[0]!.firstElementChild as HTMLInputElement;
  check.value = String(run.iid);
  check.ariaLabel = `Select ${run.name}`;
  const name = row.cells[2]!;
  const link = name.firstElementChild as HTMLAnchorElement;
  link.href = addresses.run(run.iid);
  link.textContent = run.name;
  link.title = run.name;
  showChildren(name, run, addresses);
  const star = name.querySelector<HTMLButtonElement>(".star");
  if (star) showStar(star, run, addresses);
  for (let index = 0; index < columns.length; index++)
    fillCell(row.cells[FIXED + index]!, columns[index]!, run.cells[index] ?? null, run.ci_job);
}

function showChildren(name: HTMLElement, run: Run, addresses: Addresses): void {
  let link = name.querySelector<HTMLAnchorElement>(".children");
  if (!run.children) {
    if (link) link.hidden = true;
    return;
  }
  if (!link) {
    link = made("a", "children");
    name.firstElementChild!.after(link);
  }
  link.hidden = false;
  link.href = addresses.children(run.iid);
  link.ariaLabel = `${run.children} ${run.children === 1 ? "child" : "children"} of ${run.name}`;
  link.replaceChildren(count(run.children), iconOf("down"));
}

export function showStar(button: HTMLButtonElement, run: Run, addresses: Addresses): void {
  const isOn = String(run.is_starred);
  if (button.ariaPressed !== isOn) {
    button.ariaPressed = isOn;
    button.setAttribute("formaction", addresses.star(!run.is_starred));
    button.replaceChildren(iconOf(run.is_starred ? "star-filled" : "star"));
  }
  button.value = String(run.iid);
  button.ariaLabel = `Star ${run.name}`;
}

export function fillCell(
  cell: HTMLTableCellElement,
  column: Column,
  value: Cell,
  job: Job | null = null,
): void {
  if (column.name === "ci_job" && job?.url) {
    fillJob(cell, String(value), job.url);
    return;
  }
  const shown = written(column, value);
  turn(cell, "none", value === null);
  turn(cell, "number", shown.isNumber);
  if (cell.title) cell.title = ""; // it comes with the pointer
  const tag = shown.time !== null ? "TIME" : shown.isNumber || value === null ? "" : "SPAN";
  let place: Element | null = cell.firstElementChild;
  if ((place?.tagName ?? "") !== tag) {
    place = tag ? made(tag === "TIME" ? "time" : "span", tag === "TIME" ? "" : "cut") : null;
    cell.replaceChildren(place ?? "");
    if (tag === "SPAN") (place as HTMLElement).dir = "auto";
  }
  if (shown.time !== null) (place as HTMLTimeElement).dateTime = stamp(shown.time);
  const text = (place ?? cell).firstChild;
  if (text?.nodeType === Node.TEXT_NODE) text.nodeValue = shown.text;
  else (place ?? cell).textContent = shown.text;
}

function fillJob(cell: HTMLTableCellElement, label: string, url: string): void {
  turn(cell, "none", false);
  turn(cell, "number", false);
  if (cell.title) cell.title = "";
  if (!/^https?:\/\//.test(url)) {
    cell.textContent = label;
    return;
  }
  const link = made("a", "cut out", label, iconOf("external"));
  link.dir = "auto";
  link.href = url;
  link.rel = "noopener noreferrer";
  cell.replaceChildren(link);
}

function turn(cell: HTMLElement, name: string, isOn: boolean): void {
  if (cell.classList.contains(name) !== isOn) cell.classList.toggle(name, isOn);
}

interface Written {
  text: string;
  title: string;
  isNumber: boolean;
  time: number | null;
}

const TIMES = /^(start_time|end_time)$/;

/** Return how a value stands in its column. */
export function written(column: Column, value: Cell): Written {
  if (value === null) return { text: "–", title: "", isNumber: isNumeric(column), time: null };
  if (typeof value === "string") return { text: value, title: value, isNumber: isNumber(value), time: null };
  if (TIMES.test(column.name))
    return { text: ago(value), title: moment(value), isNumber: false, time: value };
  if (column.name === "duration")
    return { text: duration(value), title: `${whole(value)} ms`, isNumber: true, time: null };
  return { text: number(value), title: whole(value), isNumber: true, time: null };
}

function isNumeric(column: Column): boolean {
  return column.kind === "metrics" || column.name === "duration";
}

function isNumber(text: string): boolean {
  return text.length < 30 && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
}

function status(name: string): HTMLElement {
  const icon = iconOf(name);
  icon.removeAttribute("aria-hidden");
  icon.setAttribute("role", "img");
  icon.setAttribute("aria-label", name);
  const shown = made("span", `status status-${name}`);
  shown.title = name;
  shown.append(icon);
  return shown;
}

function cell(row: HTMLTableRowElement, className: string): HTMLTableCellElement {
  const added = row.insertCell();
  added.className = className;
  return added;
}
