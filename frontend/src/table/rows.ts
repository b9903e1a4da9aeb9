// Rows of runs, as the server writes them in runs_rows.html.
import { duration, moment, number, stamp, whole } from "../formats.ts";
import { iconOf } from "../icons.ts";
import { made } from "../made.ts";
import { ago } from "../times.ts";
import type { Cell, Column, Run } from "./runs.ts";

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
  name.append(made("a"), made("a", "children"));
  if (hasStars) name.append(made("button", "star plain icon-only"));
  row.append(name);
  for (const column of columns) cell(row, isNumeric(column) ? "number" : "");
  return row;
}

export function fillRow(
  row: HTMLTableRowElement,
  run: Run,
  columns: readonly Column[],
  addresses: Addresses,
): void {
  row.classList.remove("waits");
  row.dataset.iid = String(run.iid);
  row.dataset.status = run.status;
  row.dataset.runId = run.run_id;
  const [pick, state, name] = row.cells;
  const check = pick!.querySelector("input")!;
  check.value = String(run.iid);
  check.ariaLabel = `Select ${run.name}`;
  state!.replaceChildren(status(run.status));
  const link = name!.querySelector<HTMLAnchorElement>("a:not(.children)")!;
  link.href = addresses.run(run.iid);
  link.textContent = run.name;
  link.title = run.name;
  const children = name!.querySelector<HTMLAnchorElement>(".children");
  if (children && run.children) {
    children.href = addresses.children(run.iid);
    children.ariaLabel = `${run.children} children of ${run.name}`;
    children.replaceChildren(String(run.children), iconOf("down"));
  } else children?.remove();
  const star = name!.querySelector<HTMLButtonElement>(".star");
  if (star) showStar(star, run, addresses);
  columns.forEach((column, index) => {
    fillCell(row.cells[FIXED + index]!, column, run.cells[index] ?? null);
  });
}

export function showStar(button: HTMLButtonElement, run: Run, addresses: Addresses): void {
  button.name = "runs";
  button.value = String(run.iid);
  button.formAction = addresses.star(!run.is_starred);
  button.setAttribute("form", "star");
  button.ariaPressed = String(run.is_starred);
  button.ariaLabel = `Star ${run.name}`;
  button.replaceChildren(iconOf(run.is_starred ? "star-filled" : "star"));
}

export function fillCell(cell: HTMLTableCellElement, column: Column, value: Cell): void {
  const shown = written(column, value);
  cell.title = shown.title;
  cell.classList.toggle("none", value === null);
  cell.classList.toggle("number", shown.isNumber);
  cell.tabIndex = -1; // arrows lead from cell to cell
  if (shown.time !== null) {
    const time = made("time");
    time.dateTime = stamp(shown.time);
    time.textContent = shown.text;
    cell.replaceChildren(time);
  } else if (shown.isNumber || value === null) cell.textContent = shown.text;
  else {
    const cut = made("span", "cut");
    cut.dir = "auto";
    cut.textContent = shown.text;
    cell.replaceChildren(cut);
  }
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
