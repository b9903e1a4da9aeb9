// Plots as files: PNG, SVG and CSV.
import type { Value } from "./scale.ts";
import { type Surface, SvgSurface } from "./surface.ts";

export interface Column {
  name: string;
  values: readonly Value[];
}

/** Return buttons that save a plot; `draw` draws it at a size. */
export function saveButtons(
  name: string,
  canvas: HTMLCanvasElement,
  draw: (surface: Surface) => void,
  background: () => string,
  columns: () => Column[],
): HTMLElement {
  const row = document.createElement("div");
  row.className = "row plot-save";
  const add = (label: string, save: () => void) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = label;
    button.title = `Save as ${label}`;
    button.addEventListener("click", save);
    row.append(button);
  };
  add("PNG", () => {
    const copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext("2d")!;
    context.fillStyle = background();
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(canvas, 0, 0);
    copy.toBlob((blob) => blob && save(`${name}.png`, blob));
  });
  add("SVG", () => {
    const surface = new SvgSurface();
    draw(surface);
    const text = surface.document(canvas.clientWidth, canvas.clientHeight, background());
    save(`${name}.svg`, new Blob([text], { type: "image/svg+xml" }));
  });
  add("CSV", () => save(`${name}.csv`, new Blob([csv(columns())], { type: "text/csv" })));
  return row;
}

export function csv(columns: readonly Column[]): string {
  const rows = [columns.map((column) => cell(column.name)).join(",")];
  const count = columns[0]?.values.length ?? 0;
  for (let index = 0; index < count; index++)
    rows.push(columns.map((column) => cell(column.values[index] ?? null)).join(","));
  return `${rows.join("\r\n")}\r\n`;
}

/** A text that a spreadsheet would take for a formula gets an apostrophe before it. */
function cell(value: Value): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function save(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name.replaceAll("/", "-");
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
