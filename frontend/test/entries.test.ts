import assert from "node:assert/strict";
import { test } from "node:test";
import { type Entry, filtered } from "../src/palette/entries.ts";

function entry(label: string, words = ""): Entry {
  return { group: "Go to", label, words, icon: "home", run: () => undefined };
}

test("entries fit that hold every word, and those that begin with what is typed come first", () => {
  const entries = [entry("Members of the project", "people roles"), entry("Project"), entry("Packages")];
  assert.deepEqual(
    filtered(entries, "PROJ").map((each) => each.label),
    ["Project", "Members of the project"],
  );
  assert.deepEqual(
    filtered(entries, "people  members").map((each) => each.label),
    ["Members of the project"],
  );
  assert.deepEqual(filtered(entries, "nothing"), []);
});
