import assert from "node:assert/strict";
import { test } from "node:test";
import { type Chosen, matching, moved, pinned, renamed, toggled } from "../src/table/chosen.ts";

const columns = (...names: string[]): Chosen[] =>
  names.map((name) => ({ name: name.replace("*", ""), isPinned: name.endsWith("*") }));
const written = (chosen: Chosen[]) => chosen.map((each) => each.name + (each.isPinned ? "*" : ""));

test("columns are added at the end and taken out", () => {
  assert.deepEqual(written(toggled(columns("a", "b"), "c", true)), ["a", "b", "c"]);
  assert.deepEqual(written(toggled(columns("a", "b"), "a", true)), ["a", "b"]);
  assert.deepEqual(written(toggled(columns("a", "b"), "a", false)), ["b"]);
});

test("columns are moved, and beside pinned ones they are pinned", () => {
  assert.deepEqual(written(moved(columns("a", "b", "c"), 2, 0)), ["c", "a", "b"]);
  assert.deepEqual(written(moved(columns("a*", "b", "c"), 2, 0)), ["c*", "a*", "b"]);
  assert.deepEqual(written(moved(columns("a*", "b", "c"), 0, 2)), ["b", "c", "a"]);
  assert.deepEqual(written(moved(columns("a", "b"), 0, 9)), ["b", "a"]);
});

test("pinned columns come first", () => {
  assert.deepEqual(written(pinned(columns("a", "b", "c"), "c", true)), ["c*", "a", "b"]);
  assert.deepEqual(written(pinned(columns("a*", "b*", "c"), "a", false)), ["b*", "a", "c"]);
});

test("a metric's value takes the place of another, once", () => {
  assert.deepEqual(written(renamed(columns("m", "b"), "m", "m:min")), ["m:min", "b"]);
  assert.deepEqual(written(renamed(columns("m", "m:min"), "m", "m:min")), ["m:min"]);
});

test("names are found by all words, among some only", () => {
  const names = ["metrics.val/loss", "metrics.train/loss", "params.lr"];
  assert.deepEqual(matching(names, { text: "LOSS val", only: null }), ["metrics.val/loss"]);
  assert.deepEqual(matching(names, { text: "", only: new Set(["params.lr"]) }), ["params.lr"]);
});
