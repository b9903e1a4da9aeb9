import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { SvgSurface } from "../src/drawing/surface.ts";
import { clipped } from "../src/plot/clipping.ts";
import { grouped, matching } from "../src/plot/groups.ts";
import { appended, firstAt, type Line, nearest } from "../src/plot/line.ts";
import { colorOf, dashOf, PALETTE_SIZE } from "../src/plot/palette.ts";
import { columns, drawAxes, drawGrid, drawLines } from "../src/plot/picture.ts";
import { roomy, valueRange, zoomed } from "../src/plot/ranges.ts";
import { smoothed } from "../src/plot/smoothing.ts";
import { lasting, logTicks, placeText, ticks } from "../src/plot/ticks.ts";

function line(x: number[], y: (number | null)[], more: Partial<Line> = {}): Line {
  return {
    iid: 1,
    x,
    y,
    low: null,
    high: null,
    count: x.length,
    total: x.length,
    exact: true,
    sampled: false,
    ...more,
  };
}

test("smoothing begins at the first value and keeps gaps", () => {
  assert.deepEqual(smoothed([1, null, 3], 0), [1, null, 3]);
  const [first, gap, second] = smoothed([10, null, 0], 0.5);
  assert.equal(first, 10);
  assert.equal(gap, null);
  assert.ok(Math.abs(second! - 10 / 3) < 1e-12); // weights 1/3 and 2/3
  for (const value of smoothed([4, 4, 4, 4], 0.9)) assert.ok(Math.abs(value! - 4) < 1e-12);
});

test("the nearest place is found", () => {
  const places = [0, 10, 20];
  assert.deepEqual(
    [-5, 4, 6, 14, 99].map((place) => nearest(places, place)),
    [0, 0, 1, 1, 2],
  );
  assert.equal(nearest([], 1), -1);
  assert.deepEqual([firstAt(places, 10), firstAt(places, 11), firstAt(places, 21)], [1, 2, 3]);
});

test("newer points are added only where they explain the total", () => {
  const known = line([0, 1], [5, 6]);
  assert.ok(appended(known, line([2], [7], { total: 3 })));
  assert.deepEqual([known.x, known.y, known.total], [[0, 1, 2], [5, 6, 7], 3]);
  assert.ok(!appended(known, line([4], [8], { total: 5 }))); // one of them was late
  assert.ok(!appended(known, line([2], [8], { total: 4 })));
  assert.ok(!appended(line([0], [1], { exact: false }), line([2], [7], { total: 2 })));
});

test("a range has room, and leaves outliers out when it is told to", () => {
  const values = Array.from({ length: 200 }, (_, at) => (at === 100 ? 1e9 : at / 200));
  const some = line(
    values.map((_, at) => at),
    values,
  );
  const drawn = [{ line: some, shown: some.y }];
  assert.ok(valueRange(drawn, [0, 200], false, true)!.range[1] < 1.1);
  assert.ok(valueRange(drawn, [0, 50], false, false)!.range[1] < 0.3);
  assert.equal(valueRange([{ line: line([0], [-1]), shown: [-1] }], [0, 1], true, false), null);
  const banded = line([0], [1], { low: [-3], high: [1.797e308] });
  assert.deepEqual(
    valueRange([{ line: banded, shown: [1] }], [0, 1], false, false)?.range,
    roomy(-3, 1, false),
  );
});

test("one value alone is in the middle of its range", () => {
  assert.deepEqual(roomy(10, 10, false), [9, 11]);
  assert.deepEqual(roomy(0, 0, false), [-1, 1]);
  assert.deepEqual(roomy(4, 4, true), [2, 8]);
});

test("zooming keeps its place and ends at what there is", () => {
  assert.deepEqual(zoomed([0, 100], 0.5, 50, [0, 100]), [25, 75]);
  assert.deepEqual(zoomed([20, 40], 2, 20, [0, 100]), [20, 60]);
  assert.equal(zoomed([25, 75], 2, 50, [0, 100]), null);
});

test("lines end at the edges of the picture", () => {
  const box = { left: 0, top: 0, right: 10, bottom: 10 };
  assert.deepEqual(clipped([-10, 5, 20, 5], box), [0, 5, 10, 5]);
  assert.deepEqual(clipped([1, 1, 2, 2, 3, 3], box), [1, 1, 2, 2, 3, 3]);
  assert.deepEqual(clipped([20, 20, 30, 5], box), []);
  const nan = Number.NaN;
  assert.deepEqual(clipped([5, 5, 5, 15, 6, 5], box), [5, 5, 5, 10, nan, nan, 5.5, 10, 6, 5]);
  assert.deepEqual(clipped([1, 1, 2, nan, 3, 3], box), [nan, nan, 1, 1, 1, 1, nan, nan, 3, 3, 3, 3]);
});

test("axes of time have round times", () => {
  const labels = ticks(0, 600_000, 5, false, "relative").map((tick) => tick.label);
  assert.deepEqual(labels, ["0", "2 min", "4 min", "6 min", "8 min", "10 min"]);
  assert.deepEqual([250, 1500, 65_000, 3_660_000, 90_000_000].map(lasting), [
    "250 ms",
    "1.5 s",
    "1 min 5 s",
    "1 h 1 min",
    "1 d 1 h",
  ]);
  assert.equal(ticks(1_790_000_000_000, 1_790_000_000_000 + 7_200_000, 5, false, "time").length, 4);
  assert.equal(placeText(12_345, "step"), "12,345");
  const steps = ticks(0, 1_000_000, 4, false, "step").map((tick) => tick.label);
  assert.deepEqual(steps, ["0", "500k", "1M"]);
});

test("a logarithmic axis has round numbers, over little and over much", () => {
  const labels = (low: number, high: number) => logTicks(low, high, 5).map((tick) => tick.label);
  assert.deepEqual(labels(0.2, 1.7), ["0.2", "0.5", "1"]);
  assert.deepEqual(labels(1, 1e5), ["1", "10", "100", "1000", "10000", "100000"]);
  assert.deepEqual(labels(1.1, 1.4), ["1.1", "1.2", "1.3", "1.4"]);
  assert.equal(logTicks(1, 100, 5).find((tick) => tick.label === "10")!.place, 0.5);
});

test("metrics stand in groups, pinned ones first, those of the machine last", () => {
  const groups = grouped(["a", "system/cpu", "train/b", "val/x/c", "train/d"], ["train/d", "gone"]);
  assert.deepEqual(
    groups.map((group) => [group.name, group.metrics.length]),
    [
      ["Pinned", 1],
      ["", 1],
      ["train", 1],
      ["val/x", 1],
      ["system", 1],
    ],
  );
  assert.deepEqual(matching(["train/Loss", "val/loss", "acc"], "loss TR"), ["train/Loss"]);
});

test("a chart is an SVG file with a path for each line and nothing that could run", () => {
  const surface = new SvgSurface();
  const frame = {
    width: 400,
    height: 200,
    xs: [0, 10] as [number, number],
    ys: [0, 1] as [number, number],
    isLogX: false,
    isLogY: false,
    kind: "step",
  };
  const one = line([0, 5, 10], [0, 0.5, 1], { low: [0, 0.1, 1], high: [0, 0.9, 1] });
  drawGrid(surface, frame, { text: "#000", quiet: "#555", grid: "#eee", line: "#888" });
  drawAxes(surface, frame, { text: "#000", quiet: "#555", grid: "#eee", line: "#888" });
  drawLines(surface, frame, [{ line: one, shown: one.y, isSmoothed: false, color: "#123456", dash: [6, 3] }]);
  const text = surface.document(400, 200, "#fff");
  assert.equal(text.match(/stroke="#123456"/g)?.length, 2); // the line and its band
  assert.match(text, /stroke-dasharray="6 3"/);
  assert.doesNotMatch(text, /NaN|undefined|<script/);
});

test("a point without neighbours is a dot", () => {
  const surface = new SvgSurface();
  const frame = { width: 400, height: 200, isLogX: false, isLogY: false, kind: "step" };
  const some = line([0, 1, 2, 3, 4], [0.5, null, 0.1, 0.2, null]);
  const drawn = { line: some, shown: some.y, isSmoothed: false, color: "#123456", dash: undefined };
  drawLines(surface, { ...frame, xs: [-1, 5], ys: [0, 1] }, [drawn]);
  assert.equal(surface.document(400, 200, "#fff").match(/<circle/g)?.length, 1);
});

test("a chart's file of values has a row for each point", () => {
  const found = columns("step", new Map([[1, "one"]]), [line([0, 1], [2, null])]);
  assert.deepEqual(
    found.map((column) => column.values),
    [
      ["one", "one"],
      [0, 1],
      [2, null],
    ],
  );
});

test("no two of twenty runs look alike", () => {
  const looks = Array.from(
    { length: 60 },
    (_, iid) => `${colorOf(iid)} ${dashOf(colorOf(iid), Math.floor(iid / 20))}`,
  );
  assert.equal(new Set(looks).size, 60);
  assert.equal(dashOf(3), undefined);
  assert.ok(dashOf(13));
});

// Colours: contrast as WCAG has it, differences in OKLab, as eyes see them that lack one kind of cone.

const read = (name: string) => readFileSync(new URL(`../src/styles/${name}.css`, import.meta.url), "utf8");

function block(css: string, selector: string): Record<string, string> {
  const from = css.indexOf(`\n${selector} {`) + 1;
  const inside = css.slice(from, css.indexOf("}", from));
  return Object.fromEntries(
    [...inside.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, hex]) => [name, hex]),
  );
}

type Triple = [number, number, number];

function linear(hex: string): Triple {
  return [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Triple;
}

const times = (rows: readonly Triple[], [a, b, c]: Triple) =>
  rows.map(([x, y, z]) => x * a + y * b + z * c) as Triple;
const luminance = (hex: string) => times([[0.2126, 0.7152, 0.0722]], linear(hex))[0];

function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const SIGHTS: Record<string, Triple[]> = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function lab(rgb: Triple): Triple {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb.map((part) => Math.min(1, Math.max(0, part))) as Triple,
  ).map(Math.cbrt) as Triple;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}

function apart(one: string, other: string, sight: Triple[]): number {
  const [a, b] = [one, other].map((hex) => lab(times(sight, linear(hex)))) as [Triple, Triple];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

for (const [theme, selector] of [
  ["light", ":root"],
  ["dark", ':root[data-theme="dark"]'],
] as const) {
  const surfaces = block(`\n${read("tokens")}`, selector);
  const palette = block(`\n${read("palette")}`, selector);
  const colors = Array.from({ length: PALETTE_SIZE }, (_, at) => palette[`c${at}`]!);

  test(`each colour of runs can be seen on both surfaces, ${theme}`, () => {
    assert.equal(colors.filter(Boolean).length, PALETTE_SIZE);
    for (const color of colors)
      for (const surface of ["background", "raised"])
        assert.ok(contrast(color, surfaces[surface]!) >= 3, `${color} on ${surface}`);
  });

  test(`runs can be told apart, whichever cones one has, ${theme}`, () => {
    // The first ten are solid lines, the second ten dashed: those alike in dashes differ in colour.
    for (const [name, sight] of Object.entries(SIGHTS))
      for (const ten of [colors.slice(0, 10), colors.slice(10)])
        for (const [at, color] of ten.entries())
          for (const other of ten.slice(0, at))
            assert.ok(apart(color, other, sight) >= 0.05, `${color} and ${other}, ${name}`);
    for (const [at, color] of colors.entries())
      for (const other of colors.slice(0, at))
        assert.ok(apart(color, other, SIGHTS.all!) >= 0.07, `${color} ${other}`);
  });
}

test("the theme of the system and the chosen one have the same colours", () => {
  const css = read("palette");
  const system = css.slice(
    css.indexOf("@media (prefers-color-scheme: dark)"),
    css.indexOf(':root[data-theme="dark"]'),
  );
  const chosen = block(css, ':root[data-theme="dark"]');
  for (const [name, hex] of Object.entries(chosen)) assert.ok(system.includes(`--${name}: ${hex}`), name);
});

test("a value far beyond all others is cut off and told of, one that is merely higher is not", () => {
  const values = Array.from({ length: 100 }, (_, at) => at / 100);
  const seen = (last: number) => {
    const ys = [...values, last];
    return valueRange(
      [
        {
          line: line(
            ys.map((_, at) => at),
            ys,
          ),
          shown: ys,
        },
      ],
      [0, 200],
      false,
      false,
    )!;
  };
  assert.deepEqual([seen(1e9).isClipped, seen(1e9).range[1] < 1.1], [true, true]);
  assert.deepEqual([seen(50).isClipped, seen(50).range[1] > 50], [false, true]);
});
