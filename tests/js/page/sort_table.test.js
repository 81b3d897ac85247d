import assert from "node:assert/strict";
import { test } from "node:test";
import { isNumeric, next, numberIn, order } from "../../../generator/assets/js/page/sort_table.js";

test("numbers are read with their scale and sign", () => {
  const given = [
    "12",
    "+7.5%",
    "about 1.2M",
    "Up to 3 billion",
    "12,000",
    "−4",
    "up to +14.2",
    "38k",
    "2020–2022",
    "256K",
  ];
  assert.deepEqual(given.map(numberIn), [12, 7.5, 1_200_000, 3e9, 12_000, -4, 14.2, 38_000, 2020, 256_000]);
  for (const text of ["BLIP-2", "GPT-4", "", "–", "CVPR 2024", "3D boxes", "two"])
    assert.equal(numberIn(text), null, text);
});

test("a column is one of numbers only if all that it says is one", () => {
  assert.equal(isNumeric(["1", "–", "20"]), true);
  assert.equal(isNumeric(["1", "mask", "20"]), false);
  assert.equal(isNumeric(["", "–"]), false);
});

test("numbers sort as numbers, what is missing stands last, and equals keep their order", () => {
  assert.deepEqual(order(["9", "–", "10", "9"], true, "ascending"), [0, 3, 2, 1]);
  assert.deepEqual(order(["9", "–", "10", "9"], true, "descending"), [2, 0, 3, 1]);
  assert.deepEqual(order(["b", "", "a10", "a9", "É"], false, "ascending"), [3, 2, 0, 4, 1]);
  assert.deepEqual(order(["b", "a"], false, null), [0, 1]);
});

test("three clicks lead back to the beginning", () => {
  assert.deepEqual([null, "ascending", "descending"].map((it) => next(it, false)), ["ascending", "descending", null]);
  assert.deepEqual([null, "descending", "ascending"].map((it) => next(it, true)), ["descending", "ascending", null]);
});
