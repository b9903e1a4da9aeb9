// What plots draw on: a canvas on the page, or the text of an SVG file. Lengths are CSS pixels.

export interface Stroke {
  color: string;
  width?: number;
  alpha?: number;
  dash?: number[];
}

export interface TextStyle {
  color: string;
  size?: number;
  align?: "left" | "center" | "right";
  bold?: boolean;
  halo?: string; // the background, which keeps lines behind the text apart from it
}

export interface Surface {
  /** Draw lines of one stroke; each is x0, y0, x1, y1 …, and NaN breaks it. */
  lines(lines: readonly (readonly number[])[], stroke: Stroke): void;
  dots(dots: readonly (readonly [number, number, number])[], color: string, alpha: number): void;
  box(x: number, y: number, width: number, height: number, fill: string, alpha: number, line?: string): void;
  text(x: number, y: number, text: string, style: TextStyle): void;
}

export class CanvasSurface implements Surface {
  readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private readonly font: string;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d")!;
    this.font = getComputedStyle(canvas).fontFamily;
  }

  /** Clear, and fit to the element's size and the screen's pixels. */
  begin(width: number, height: number): void {
    const scale = Math.max(1, window.devicePixelRatio || 1);
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    this.canvas.style.height = `${height}px`;
    this.context.setTransform(scale, 0, 0, scale, 0, 0);
  }

  lines(lines: readonly (readonly number[])[], stroke: Stroke): void {
    const context = this.context;
    context.strokeStyle = stroke.color;
    context.lineWidth = stroke.width ?? 1;
    context.globalAlpha = stroke.alpha ?? 1;
    context.setLineDash(stroke.dash ?? []);
    context.beginPath();
    for (const line of lines) {
      let moves = true;
      for (let at = 0; at < line.length; at += 2) {
        const x = line[at]!;
        const y = line[at + 1]!;
        if (Number.isNaN(y)) moves = true;
        else if (moves) {
          context.moveTo(x, y);
          moves = false;
        } else context.lineTo(x, y);
      }
    }
    context.stroke();
    context.globalAlpha = 1;
    context.setLineDash([]);
  }

  dots(dots: readonly (readonly [number, number, number])[], color: string, alpha: number): void {
    const context = this.context;
    context.fillStyle = color;
    context.globalAlpha = alpha;
    context.beginPath();
    for (const [x, y, radius] of dots) {
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
    context.fill();
    context.globalAlpha = 1;
  }

  box(x: number, y: number, width: number, height: number, fill: string, alpha: number, line?: string): void {
    const context = this.context;
    context.globalAlpha = alpha;
    context.fillStyle = fill;
    context.fillRect(x, y, width, height);
    context.globalAlpha = 1;
    if (line) {
      context.strokeStyle = line;
      context.lineWidth = 1;
      context.strokeRect(x, y, width, height);
    }
  }

  text(x: number, y: number, text: string, style: TextStyle): void {
    const context = this.context;
    context.font = `${style.bold ? "600 " : ""}${style.size ?? 12}px ${this.font}`;
    context.textAlign = style.align ?? "left";
    if (style.halo) {
      context.strokeStyle = style.halo;
      context.lineWidth = 4;
      context.lineJoin = "round";
      context.strokeText(text, x, y);
    }
    context.fillStyle = style.color;
    context.fillText(text, x, y);
  }
}

export class SvgSurface implements Surface {
  private readonly parts: string[] = [];

  lines(lines: readonly (readonly number[])[], stroke: Stroke): void {
    const dash = stroke.dash ? ` stroke-dasharray="${stroke.dash.join(" ")}"` : "";
    const paint = `fill="none" stroke="${stroke.color}" stroke-width="${stroke.width ?? 1}" opacity="${stroke.alpha ?? 1}"${dash}`;
    for (const line of lines) {
      let path = "";
      let moves = true;
      for (let at = 0; at < line.length; at += 2) {
        const y = line[at + 1]!;
        if (Number.isNaN(y)) moves = true;
        else {
          path += `${moves ? "M" : "L"}${round(line[at]!)} ${round(y)}`;
          moves = false;
        }
      }
      if (path) this.parts.push(`<path d="${path}" ${paint}/>`);
    }
  }

  dots(dots: readonly (readonly [number, number, number])[], color: string, alpha: number): void {
    for (const [x, y, radius] of dots)
      this.parts.push(
        `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${color}" opacity="${alpha}"/>`,
      );
  }

  box(x: number, y: number, width: number, height: number, fill: string, alpha: number, line?: string): void {
    this.parts.push(
      `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}" fill-opacity="${alpha}"${line ? ` stroke="${line}"` : ""}/>`,
    );
  }

  text(x: number, y: number, text: string, style: TextStyle): void {
    const anchor = { left: "start", center: "middle", right: "end" }[style.align ?? "left"];
    const halo = style.halo ? ` paint-order="stroke" stroke="${style.halo}" stroke-width="4"` : "";
    this.parts.push(
      `<text x="${round(x)}" y="${round(y)}" font-size="${style.size ?? 12}"${halo}${style.bold ? ' font-weight="600"' : ""} text-anchor="${anchor}" fill="${style.color}">${escaped(text)}</text>`,
    );
  }

  document(width: number, height: number, background: string): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif"><rect width="100%" height="100%" fill="${background}"/>${this.parts.join("")}</svg>\n`;
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
