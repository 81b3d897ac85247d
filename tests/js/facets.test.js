import assert from "node:assert/strict";
import { test } from "node:test";

import { chance, load } from "./modules.js";

/** @type {typeof import("../../generator/assets/js/facets.js")} */
const { select } = await load("facets.js");
/** @type {typeof import("../../generator/assets/js/state.js")} */
const { toggled } = await load("state.js");

/** @typedef {import("../../generator/assets/js/index.js").Index} Index */

const DIMENSIONS = [
  { key: "area", several: false, size: 4 },
  { key: "task", several: true, size: 5 },
  { key: "modality", several: true, size: 3 },
  { key: "year", several: false, size: 4 },
];

/**
 * A catalogue of random choices, of which `select` reads only these parts.
 * @param {() => number} random
 * @returns {Index}
 */
function randomIndex(random) {
  const count = Math.floor(random() * 40);
  const several = (/** @type {number} */ size) => Array.from({ length: size }, (_, value) => value).filter(() => random() < 0.3);
  const single = (/** @type {number} */ size) => (random() < 0.1 ? [] : [Math.floor(random() * size)]);
  const values = Object.fromEntries(
    DIMENSIONS.map(({ key, several: many, size }) => [key, Array.from({ length: count }, () => (many ? several(size) : single(size)))]),
  );
  const dimensions = DIMENSIONS.map(({ key, several: many, size }) => ({
    key, title: key, several: many,
    values: Array.from({ length: size }, (_, value) => [keyOf(key, value), ""]),
  }));
  return /** @type {Index} */ (/** @type {unknown} */ ({ head: { papers: count, dimensions }, papers: { values } }));
}

/**
 * @param {string} dimension
 * @param {number} value
 */
function keyOf(dimension, value) {
  return dimension === "year" ? String(2020 + value) : `${dimension}${value}`;
}

/**
 * The slow twin: read the rule off the words of facets.js.
 * @param {Index} index
 * @param {number[]} papers
 * @param {Map<string, string[]>} choices
 */
function brute(index, papers, choices) {
  return papers.filter((paper) =>
    index.head.dimensions.every(({ key, several, values }) => {
      const own = (index.papers.values[key]?.[paper] ?? []).map((value) => values[value]?.[0] ?? "");
      const chosen = (choices.get(key) ?? []).filter((one) => one.includes("..") || values.some(([value]) => value === one));
      if (!chosen.length) return true;
      const holds = (/** @type {string} */ one) => {
        const [from = "", to = ""] = one.split("..");
        return one.includes("..") ? own.some((year) => from <= year && (!to || year <= to)) : own.includes(one);
      };
      return several ? chosen.every(holds) : chosen.some(holds);
    }),
  );
}

test("every count is what a click leaves, and no offer is empty", () => {
  const random = chance(42);
  for (let round = 0; round < 400; round += 1) {
    const index = randomIndex(random);
    const papers = Array.from({ length: index.head.papers }, (_, paper) => paper).filter(() => random() < 0.7);
    /** @type {Map<string, string[]>} */
    const choices = new Map();
    for (const { key, size } of DIMENSIONS) {
      const chosen = Array.from({ length: size }, (_, value) => keyOf(key, value)).filter(() => random() < 0.15);
      if (chosen.length) choices.set(key, chosen);
    }
    if (random() < 0.2) choices.set("year", ["2021..2022"]);
    if (random() < 0.2) choices.set("unheard-of", ["x"]);
    const { kept, groups } = select(index, papers, choices);
    assert.deepEqual(kept, brute(index, papers, choices));
    for (const { key, several } of DIMENSIONS) {
      const group = groups.find((one) => one.key === key);
      for (const [value] of index.head.dimensions.find((one) => one.key === key)?.values ?? []) {
        const offered = group?.values.find((one) => one.key === value);
        const chosen = (choices.get(key) ?? []).includes(value);
        assert.equal(offered?.chosen ?? false, chosen);
        if (chosen) continue;
        const after = toggled({ q: "", choices, sort: "relevance" }, { key, several }, value).choices;
        assert.equal(offered?.count ?? 0, brute(index, papers, after).length, `${key} ${value}`);
      }
    }
  }
});

test("a choice that the index does not know is passed over", () => {
  const index = randomIndex(chance(1));
  const papers = [...Array(index.head.papers).keys()];
  assert.deepEqual(select(index, papers, new Map([["task", ["gone"]], ["area", ["gone"]]])).kept, papers);
});
