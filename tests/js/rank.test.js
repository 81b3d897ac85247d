import assert from "node:assert/strict";
import { test } from "node:test";

import { chance, hostileTexts, load, toyFiles } from "./modules.js";

/** @type {typeof import("../../generator/assets/js/index.js")} */
const { openIndex } = await load("index.js");
/** @type {typeof import("../../generator/assets/js/rank.js")} */
const { editsBetween, isWithin, search } = await load("rank.js");
/** @type {typeof import("../../generator/assets/js/order.js")} */
const { arrange } = await load("order.js");

const { head, papers, terms } = toyFiles();
const index = openIndex(head, papers, terms);
const ids = (/** @type {string} */ text) => search(index, text).found.map(({ paper }) => index.papers.id[paper]);

test("what is meant stands first", () => {
  assert.equal(ids("llava st")[0], "llava-st");
  assert.equal(ids("v star")[0], "vstar");
  assert.equal(ids("mm 1.5")[0], "mm15");
  assert.equal(ids("halucination")[0], "vstar");
  assert.deepEqual(search(index, "halucination").plan.corrections, [{ was: "halucination", term: "hallucin" }]);
  assert.deepEqual(search(index, "hallucination").plan.corrections, []);
});

test("any text is a legal query and answers at once", () => {
  for (const text of hostileTexts(5000)) {
    const start = performance.now();
    const { found } = search(index, text);
    assert.ok(performance.now() - start < 1000, text.slice(0, 80));
    for (const [at, { paper, score }] of found.entries()) {
      const before = found[at - 1];
      assert.ok(Number.isFinite(score) && paper >= 0 && paper < head.papers);
      assert.ok(!before || before.score > score || (before.score === score && before.paper < paper));
    }
  }
});

test("edits are those of the definition", () => {
  /** @type {(one: string[], other: string[]) => number} */
  const distance = (one, other) => {
    if (!one.length || !other.length) return one.length + other.length;
    const [a, b] = [one.slice(0, -1), other.slice(0, -1)];
    let best = Math.min(distance(a, other) + 1, distance(one, b) + 1, distance(a, b) + (one.at(-1) === other.at(-1) ? 0 : 1));
    if (a.length && b.length && one.at(-1) === other.at(-2) && one.at(-2) === other.at(-1)) {
      best = Math.min(best, distance(a.slice(0, -1), b.slice(0, -1)) + 1);
    }
    return best;
  };
  const random = chance(3);
  const word = () => Array.from({ length: Math.floor(random() * 7) }, () => "abc".charAt(Math.floor(random() * 3)));
  for (let round = 0; round < 1500; round += 1) {
    const [one, other, most] = [word(), word(), 1 + (round % 2)];
    assert.equal(editsBetween(one, other, most), Math.min(distance(one, other), most + 1), `${one} ${other}`);
  }
});

test("results are ordered by year, name or relevance", () => {
  const all = index.papers.id.map((_, paper) => paper);
  const named = (/** @type {import("../../generator/assets/js/state.js").Sort} */ sort, /** @type {boolean} */ byWords) =>
    arrange(index, all, sort, byWords).map((paper) => index.papers.id[paper]);
  assert.deepEqual(named("relevance", true), index.papers.id);
  assert.deepEqual(named("relevance", false), ["llava-st", "mm15", "vstar", "dm2s2", "world", "plain"]);
  assert.deepEqual(named("newest", true), named("relevance", false));
  assert.deepEqual(named("name", true), ["dm2s2", "world", "llava-st", "mm15", "plain", "vstar"]);
});

test("years lie in spans, an unknown year in none", () => {
  assert.ok(isWithin(2022, "2022..2024") && isWithin(2022, "..2022") && isWithin(2022, "2000.."));
  assert.ok(!isWithin(2025, "2022..2024") && !isWithin(0, "..2024"));
});
