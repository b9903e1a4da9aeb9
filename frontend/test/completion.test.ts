import assert from "node:assert/strict";
import { test } from "node:test";
import { kindOf, operatorsOf, type Place, placeAt, ranked } from "../src/table/completion.ts";

function at(marked: string): Place {
  const caret = marked.indexOf("|");
  return placeAt(marked.replace("|", ""), caret);
}

test("a filter begins with a field", () => {
  assert.deepEqual(at("|"), { wanted: "field", from: 0, to: 0, word: "", field: "" });
  assert.deepEqual(at("met|"), { wanted: "field", from: 0, to: 3, word: "met", field: "" });
  assert.equal(at("NOT (metrics.lo|").word, "metrics.lo");
  assert.equal(at("metrics.`val lo|").word, "metrics.`val lo");
});

test("an operator follows a field, and a value an operator", () => {
  assert.deepEqual(at("metrics.loss |"), {
    wanted: "operator",
    from: 13,
    to: 13,
    word: "",
    field: "metrics.loss",
  });
  assert.equal(at("params.`a b` NOT |").wanted, "operator");
  assert.equal(at("params.`a b` NOT |").field, "params.a b");
  assert.deepEqual(at("params.opt = 'ad|am'"), {
    wanted: "value",
    from: 13,
    to: 19,
    word: "'ad",
    field: "params.opt",
  });
  assert.equal(at("params.opt = |").wanted, "value");
  assert.equal(at("params.opt =|").wanted, "operator");
  assert.equal(at("params.opt IS NOT |").wanted, "operator");
  assert.equal(at("params.opt IS NULL |").wanted, "join");
});

test("lists have values until they are closed", () => {
  assert.equal(at("params.opt IN (|").wanted, "list");
  assert.deepEqual(at("params.opt NOT IN ('a', 's|").word, "'s");
  assert.equal(at("params.opt IN ('a') |").wanted, "join");
});

test("a comparison is followed by AND or OR, and then by a field", () => {
  assert.equal(at("metrics.loss < 0.5 |").wanted, "join");
  assert.equal(at("params.opt = 'it''s' |").wanted, "join");
  assert.equal(at("params.opt = 'adam'|").wanted, "join");
  assert.equal(at("metrics.loss < 0.5 AND |").wanted, "field");
  assert.equal(at("(metrics.loss < 0.5) OR par|").word, "par");
  assert.equal(at("a = 'b' AND |c = 'd'").wanted, "field");
});

test("what begins with the written word comes first", () => {
  const words = ["params.lr", "metrics.val_loss", "metrics.loss", "metrics.glossy", "tags.closs"];
  assert.deepEqual(ranked(words, "loss", 3), ["metrics.loss", "metrics.val_loss", "metrics.glossy"]);
  assert.deepEqual(ranked(words, "params", 9), ["params.lr"]);
  assert.deepEqual(ranked(["it's", "adam"], "'ad", 9), ["adam"]);
});

test("operators go with the kind of a field", () => {
  assert.equal(kindOf("metric.loss"), "number");
  assert.equal(kindOf("attributes.start_time"), "number");
  assert.equal(kindOf("tags.start_time"), "text");
  assert.ok(operatorsOf("params.lr").includes("ILIKE"));
  assert.ok(!operatorsOf("status").includes("IS NULL"));
  assert.ok(operatorsOf("metrics.x").includes("IS NULL"));
  assert.ok(operatorsOf("ci.job").includes("IS NULL"));
});
