import assert from "node:assert/strict";
import { test } from "node:test";
import { and, quotedField, quotedText } from "../src/clause.ts";
import { csv } from "../src/drawing/files.ts";
import { front } from "../src/drawing/front.ts";
import { Numbers, niceStep, scaleOf, short } from "../src/drawing/scale.ts";
import { SvgSurface } from "../src/drawing/surface.ts";

test("a numeric scale goes from the lowest to the highest value and back", () => {
  const scale = scaleOf([2, 10, null, 4], true);
  assert.deepEqual([scale.at(2), scale.at(10), scale.at(6)], [0, 1, 0.5]);
  assert.equal(scale.value(0.5), 6);
  assert.ok(Number.isNaN(scale.at(null)));
});

test("a logarithmic scale has no place for what is not positive", () => {
  const scale = scaleOf([0.001, 0, 1000], true, true);
  assert.equal(scale.at(1), 0.5);
  assert.ok(Number.isNaN(scale.at(0)));
});

test("one value alone stands in the middle", () => {
  assert.equal(scaleOf([5, 5], true).at(5), 0.5);
  assert.equal(scaleOf(["a"], false).at("a"), 0.5);
});

test("categories stand side by side, numbers in them as numbers", () => {
  const scale = scaleOf(["10", "9", null, "b"], false);
  assert.deepEqual(scale.categories, ["9", "10", "b"]);
  assert.deepEqual([scale.at("9"), scale.at("10"), scale.at("b")], [0, 0.5, 1]);
});

test("ticks are round numbers", () => {
  assert.deepEqual([0.3, 3, 7, 12].map(niceStep), [0.5, 5, 10, 20]);
  assert.deepEqual(
    new Numbers(0.02, 0.51, false).ticks(5).map((tick) => tick.label),
    ["0.1", "0.2", "0.3", "0.4", "0.5"],
  );
});

test("numbers are short", () => {
  assert.deepEqual([0, 0.12345, 12345.6, 1e9, -1e-7].map(short), ["0", "0.1235", "12350", "1e9", "−1e−7"]);
});

test("the front holds what no other point beats", () => {
  const points = [
    [1, 5, 0],
    [2, 3, 1],
    [3, 4, 2],
    [4, 1, 3],
  ] as [number, number, number][];
  assert.deepEqual(front(points, false, false), [0, 1, 3]);
  assert.deepEqual(front(points, true, true), [0, 2, 3]);
});

test("clauses quote what needs it", () => {
  assert.equal(quotedField("metrics.loss"), "metrics.loss");
  assert.equal(quotedField("metrics.val/loss"), "metrics.`val/loss`");
  assert.equal(quotedText("it's"), "'it''s'");
  assert.equal(and("a = 1 or b = 2", "c = 3"), "(a = 1 or b = 2) AND c = 3");
  assert.equal(and("", "c = 3"), "c = 3");
});

test("a spreadsheet takes no text of a CSV for a formula", () => {
  const columns = [
    { name: "run", values: ["=1+1", 'a "b", c', null] },
    { name: "metrics.loss", values: [-1, 2.5, null] },
  ];
  assert.equal(csv(columns), 'run,metrics.loss\r\n\'=1+1,-1\r\n"a ""b"", c",2.5\r\n,\r\n');
});

test("an SVG escapes its texts and breaks lines at gaps", () => {
  const surface = new SvgSurface();
  surface.text(1, 2, "<a & b>", { color: "red" });
  surface.lines([[0, 0, 1, Number.NaN, 2, 2, 3, 3]], { color: "red" });
  const text = surface.document(10, 10, "white");
  assert.match(text, /&lt;a &amp; b&gt;/);
  assert.match(text, /d="M0 0M2 2L3 3"/);
});
