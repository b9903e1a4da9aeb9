// Rows of runs, as the server writes them in runs_rows.html.
import { duration, moment, number, stamp, whole } from "../formats.ts";
import { iconOf } from "../icons.ts";
import { ago } from "../times.ts";
import type { Cell, Column, Run } from "./runs.ts";

export const FIXED = 3; // selection, status and name come before the columns

/** Return an empty row: a run is put into it when it is here. */
export function emptyRow(columns: readonly Column[]): HTMLTableRowElement {
  const row = document.createElement("tr");
  const check = document.createElement("input");
  check.type = "checkbox";
  check.name = "runs";
  check.setAttribute("form", "bulk");
  cell(row, "pick").append(check);
  cell(row, "state");
  const name = document.createElement("th");
  name.scope = "row";
  name.className = "name";
  name.append(document.createElement("a"));
  row.append(name);
  for (const column of columns) cell(row, column.kind === "metrics" ? "number" : "").tabIndex = -1;
  return row;
}

function cell(row: HTMLTableRowElement, className: string): HTMLTableCellElement {
  const made = row.insertCell();
  made.className = className;
  return made;
}

export function fillRow(
  row: HTMLTableRowElement,
  run: Run,
  columns: readonly Column[],
  address: string,
): void {
  row.classList.remove("waits");
  row.dataset.iid = String(run.iid);
  const [pick, state, name] = row.cells;
  const check = pick!.firstElementChild as HTMLInputElement;
  check.value = String(run.iid);
  check.ariaLabel = `Select ${run.name}`;
  state!.replaceChildren(status(run.status));
  const link = name!.querySelector("a")!;
  link.href = address + run.iid;
  link.textContent = run.name;
  link.title = run.name;
  link.dir = "auto";
  columns.forEach((column, index) =>
    fillCell(row.cells[FIXED + index]!, column, run.cells[index] ?? null),
  );
}

export function fillCell(cell: HTMLTableCellElement, column: Column, value: Cell): void {
  const shown = written(column, value);
  if (value === null) cell.removeAttribute("title");
  else cell.title = shown.title;
  cell.classList.toggle("none", value === null);
  cell.classList.toggle("number", shown.isNumber);
  if (shown.time === null) {
    cell.textContent = shown.text;
    return;
  }
  const time = document.createElement("time");
  time.dateTime = stamp(shown.time);
  time.textContent = shown.text;
  cell.replaceChildren(time);
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
  if (value === null) return { text: "–", title: "", isNumber: column.kind === "metrics", time: null };
  if (typeof value === "string") return { text: value, title: value, isNumber: isNumber(value), time: null };
  if (TIMES.test(column.name))
    return { text: ago(value), title: moment(value), isNumber: false, time: value };
  if (column.name === "duration")
    return { text: duration(value), title: `${whole(value)} ms`, isNumber: true, time: null };
  return { text: number(value), title: whole(value), isNumber: true, time: null };
}

function isNumber(text: string): boolean {
  return text.length < 30 && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
}

function status(name: string): HTMLElement {
  const made = document.createElement("span");
  made.className = `status status-${name}`;
  const icon = iconOf(name);
  icon.removeAttribute("aria-hidden");
  icon.setAttribute("role", "img");
  icon.setAttribute("aria-label", name);
  made.title = name;
  made.append(icon);
  return made;
}
