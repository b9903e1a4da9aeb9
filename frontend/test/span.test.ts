import assert from "node:assert/strict";
import { test } from "node:test";
import { drawn, Kept, pieces } from "../src/table/span.ts";

test("rows in sight are drawn with some around them", () => {
  assert.deepEqual(drawn(0, 360, 36, 100_000, 8, 60), { first: 0, end: 27 });
  assert.deepEqual(drawn(3600, 360, 36, 100_000, 8, 60), { first: 92, end: 119 });
  assert.deepEqual(drawn(3_600_000, 360, 36, 100_000, 8, 60), { first: 99_973, end: 100_000 });
  assert.deepEqual(drawn(0, 360, 36, 3, 8, 60), { first: 0, end: 3 });
  assert.deepEqual(drawn(0, 360, 36, 0, 8, 60), { first: 0, end: 0 });
  const tall = drawn(36_000, 4000, 36, 100_000, 8, 60);
  assert.equal(tall.end - tall.first, 60);
});

test("pieces are those in sight and the next in the direction", () => {
  assert.deepEqual(pieces({ first: 90, end: 110 }, 100, 1000, 1), [0, 1, 2]);
  assert.deepEqual(pieces({ first: 210, end: 240 }, 100, 1000, -1), [2, 1]);
  assert.deepEqual(pieces({ first: 960, end: 1000 }, 100, 1000, 1), [9]);
  assert.deepEqual(pieces({ first: 0, end: 0 }, 100, 0, 1), []);
});

test("what was used last is kept", () => {
  const kept = new Kept<string>(2);
  kept.set(1, "a");
  kept.set(2, "b");
  kept.get(1);
  kept.set(3, "c");
  assert.deepEqual([kept.has(1), kept.has(2), kept.has(3)], [true, false, true]);
});
