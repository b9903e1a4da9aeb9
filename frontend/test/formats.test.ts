import assert from "node:assert/strict";
import { test } from "node:test";
import { count, duration, moment, number, whole } from "../src/formats.ts";

test("numbers are written as the server writes them", () => {
  const written: [number, string][] = [
    [0, "0"],
    [-0, "0"],
    [7, "7"],
    [-12, "\u221212"],
    [9999, "9999"],
    [12345, "12345"],
    [1234.5, "1234"],
    [123.25, "123.2"],
    [123.75, "123.8"],
    [0.123456, "0.1235"],
    [-0.001, "\u22120.001000"],
    [0.00012345, "1.234e\u22124"],
    [1234500, "1.234e6"],
    [1235500, "1.236e6"],
    [3.4e-12, "3.400e\u221212"],
    [Number.NaN, "NaN"],
    [1.7976931348623157e308, "∞"],
    [-1.7976931348623157e308, "\u2212∞"],
  ];
  for (const [value, text] of written) assert.equal(number(value), text, String(value));
});

test("numbers have as many digits as are wanted", () => {
  assert.equal(number(0.0123456789, 3), "0.0123");
  assert.equal(number(1234567.5, 6), "1.23457e6");
  assert.equal(number(-0.0123456789, 0), "\u22120.0123456789");
  assert.equal(number(-3, 0), "\u22123");
});

test("whole numbers keep all their digits", () => {
  assert.equal(whole(0.1), "0.1");
  assert.equal(whole(3), "3");
  assert.equal(whole(1e-5), "1e-05");
  assert.equal(whole(1e16), "1e+16");
  assert.equal(whole(1.5e300), "1.5e+300");
});

test("counts, times and durations", () => {
  assert.equal(count(1234567), "1,234,567");
  assert.equal(count(12), "12");
  assert.equal(duration(850), "850 ms");
  assert.equal(duration(12_340), "12.3 s");
  assert.equal(duration(245_000), "4 min 5 s");
  assert.equal(duration(12_000_000), "3 h 20 min");
  assert.equal(duration(187_200_000), "2 d 4 h");
  assert.equal(moment(0), "1970-01-01 00:00:00 UTC");
});
