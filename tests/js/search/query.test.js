import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { hostileTexts, load, ROOT } from "../modules.js";

/** @typedef {import("../../../generator/assets/js/search/query.js").Condition} Condition */
/** @type {typeof import("../../../generator/assets/js/search/query.js")} */
const { parse } = await load("search/query.js");

/** @typedef {{text: string, chunks: string[], typing?: boolean, conditions: string[][], sentence?: boolean}} Case */
/** @type {{vocabulary: Record<string, Record<string, string>>, cases: Case[]}} */
const golden = JSON.parse(readFileSync(join(ROOT, "tests/golden/queries.json"), "utf8"));
const vocabulary = new Map(
  Object.entries(golden.vocabulary).map(([key, titles]) => [key, new Map(Object.entries(titles))]),
);

/** @type {(one: Condition) => string} */
const told = ({ kind, text, field, values, parts }) => {
  if (kind === "field") return `${field}=${values.join("|")}`;
  if (kind === "phrase") return `"${text}"`;
  return kind === "words" ? text : `${kind}(${parts.map(told).join(", ")})`;
};

for (const { text, chunks, typing = false, conditions, sentence } of golden.cases) {
  test(`query ${JSON.stringify(text)}`, () => {
    const query = parse(text, vocabulary);
    assert.deepEqual(query.chunks.map((chunk) => chunk.text), chunks);
    assert.deepEqual(query.conditions.map((one) => [told(one), text.slice(one.start, one.end)]), conditions);
    if (sentence !== undefined) assert.equal(query.sentence, sentence);
    assert.equal(query.chunks.at(-1)?.typing ?? false, typing);
  });
}

test("the pieces of a query say where they stand", () => {
  for (const text of hostileTexts(2000)) {
    const { chunks, conditions } = parse(text, vocabulary);
    for (const { start, end, text: own } of chunks) assert.equal(text.slice(start, end), own);
    for (const spans of [chunks, conditions]) {
      spans.reduce((done, { start, end }) => (assert.ok(done <= start && start < end && end <= text.length), end), 0);
    }
  }
});

test("10,000 characters of anything are read at once", () => {
  const pieces = [
    "(", ")", '"', "-", "-(", "(-", "( ", "() ", "OR ", "NOT ", "NOT -", "x OR ", "x AND NOT ", "(x OR ", "(f(x) ",
    "x)", 'a:"', "area:", "area:doc,", "area:doc ", 'area:"x ', "title:x,", "year:2022,", "author:x(", "(x OR y) ",
    "(x y) OR ", '"x" OR ', "x OR y) AND (", "😀", "\0",
  ];
  const texts = pieces.map((piece) => piece.repeat(10_000 / piece.length));
  for (const text of [...texts, `${"(".repeat(5000)}${")".repeat(5000)}`, `${"(x ".repeat(3000)}${")".repeat(3000)}`]) {
    const start = performance.now();
    parse(text, vocabulary);
    assert.ok(performance.now() - start < 500, text.slice(0, 40));
  }
});
