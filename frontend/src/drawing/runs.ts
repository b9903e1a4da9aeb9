// Runs and their columns, as the page's own address gives them as JSON, and the table of runs below a plot.
import { number } from "../formats.ts";
import { type Scale, scaleOf, type Value } from "./scale.ts";

export interface Values {
  name: string;
  is_numeric: boolean;
  values: Value[];
  texts?: (string | null)[];
}

export interface PlotData {
  state: Record<string, unknown>;
  values: { iids: number[]; names: string[]; statuses: string[]; columns: Values[]; is_more: boolean };
}

/** Get the page's data; the page's own table holds only the first runs, and need not say so any more. */
export async function load(): Promise<PlotData> {
  const answer = await fetch(location.href, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  const data = (await answer.json()) as PlotData;
  const more = document.querySelector<HTMLElement>("[data-more]");
  if (more && !data.values.is_more) more.remove();
  return data;
}

export function column(data: PlotData, name: string): Values | undefined {
  return data.values.columns.find((each) => each.name === name);
}

export function label(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}

/** Return a run's name and its values, a line each. */
export function told(data: PlotData, index: number): string {
  const values = data.values.columns.map((each) => {
    const value = each.values[index] ?? null;
    return `${label(each.name)} ${typeof value === "number" ? number(value) : (value ?? "–")}`;
  });
  return [data.values.names[index], ...values].join("\n");
}

/** Numbers over two powers of ten read better on a logarithmic axis. */
export function isBestLog(values: readonly Value[]): boolean {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const value of values) {
    if (value === null) continue;
    if (typeof value !== "number" || value <= 0) return false;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high / low >= 100;
}

export function scaleFor(values: Values, isLog: boolean): Scale {
  return scaleOf(values.values, values.is_numeric, isLog);
}

/** Fill the page's table with some of the runs, at most 50 of them. */
export function fillTable(data: PlotData, chosen: readonly number[], runAddress: string): void {
  const body = document.querySelector("[data-rows]");
  if (!body) return;
  const rows = chosen.slice(0, 50).map((index) => {
    const row = document.createElement("tr");
    const first = row.insertCell();
    const link = document.createElement("a");
    link.href = runAddress.replace(/\/0$/, `/${data.values.iids[index]}`);
    link.textContent = data.values.names[index]!.slice(0, 60);
    const status = document.createElement("span");
    status.className = `status status-${data.values.statuses[index]}`;
    status.innerHTML = statusIcon(data.values.statuses[index]!);
    first.append(status, " ", link);
    for (const each of data.values.columns) {
      const cell = row.insertCell();
      const value = each.values[index] ?? null;
      if (each.is_numeric) cell.className = "number";
      cell.textContent =
        value === null ? "–" : typeof value === "number" ? number(value) : value.slice(0, 60);
      if (typeof value === "number") cell.title = String(value);
    }
    return row;
  });
  body.replaceChildren(...rows);
}

function statusIcon(status: string): string {
  const known = document.querySelector<SVGUseElement>(`.status-${status} use`)?.getAttribute("href");
  return known ? `<svg class="icon" role="img" aria-label="${status}"><use href="${known}"/></svg>` : "";
}
