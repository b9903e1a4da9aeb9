import assert from "node:assert/strict";
import { test } from "node:test";
import { changed, values } from "../src/address.ts";

test("names of a query are set, repeated and taken out", () => {
  assert.equal(
    changed("/a/b?q=x&page=2", { page: null, cols: ["metrics.a", "params.b"] }),
    "/a/b?q=x&cols=metrics.a&cols=params.b",
  );
  assert.equal(changed("/a?q=1", { q: "" }), "/a");
  assert.equal(changed("/a", { q: "a & b" }), "/a?q=a+%26+b");
  assert.deepEqual(values("/a?runs=1&runs=2", "runs"), ["1", "2"]);
});
