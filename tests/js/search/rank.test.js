import assert from "node:assert/strict";
import { test } from "node:test";

import { chance, hostileTexts, load, reader } from "../modules.js";

/** @type {typeof import("../../../generator/assets/js/search/conditions.js")} */
const { isWithin } = await load("search/conditions.js");
/** @type {typeof import("../../../generator/assets/js/search/rank.js")} */
const { match, order } = await load("search/rank.js");
/** @type {typeof import("../../../generator/assets/js/search/edit_distance.js")} */
const { editsOf } = await load("search/edit_distance.js");
/** @type {typeof import("../../../generator/assets/js/search/store.js")} */
const { fileName, inOrder, Store, Waiting } = await load("search/store.js");

const read = reader("toy");
const head = await read("index.json");
const store = new Store(head, (name) => read(fileName(head, name)));
const all = new Uint8Array(head.papers).fill(1);

/**
 * @template Result
 * @param {() => Result} attempt
 * @returns {Promise<Result>}
 */
async function filled(attempt) {
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof Waiting)) throw error;
      await store.fill();
    }
  }
}

const search = (/** @type {string} */ text) =>
  filled(() => {
    const found = match(store, text);
    return { plan: found.plan, found: order(store, found, all) };
  });

test("what is meant stands first", async () => {
  const first = async (/** @type {string} */ text) => store.hit((await search(text)).found[0]?.paper ?? -1)?.id;
  assert.equal(await first("llava st"), "llava-st");
  assert.equal(await first("v star"), "vstar");
  assert.equal(await first("mm 1.5"), "mm15");
  assert.equal(await first("halucination"), "vstar");
});

test("an unknown word is corrected, and says where it stands", async () => {
  const { plan } = await search("video halucination ");
  assert.deepEqual(plan.corrections, [{ was: "halucination", term: "hallucination", start: 6, end: 18 }]);
  assert.deepEqual((await search("hallucination ")).plan.corrections, []);
  assert.deepEqual((await search('"halucination" ')).plan.corrections, []);
});

test("any text is a legal query and answers at once", async () => {
  await search("llava st grounding halucination");
  for (const text of hostileTexts(5000)) {
    const start = performance.now();
    const { found, plan } = await search(text);
    assert.ok(performance.now() - start < 1000, text.slice(0, 80));
    if (!plan.clauses.length) continue;
    assert.equal(new Set(found.map(({ paper }) => paper)).size, found.length);
    for (const [at, { paper, score }] of found.entries()) {
      const before = found[at - 1];
      assert.ok(Number.isFinite(score) && paper >= 0 && paper < head.papers);
      assert.ok(!before || before.score > score || (before.score === score && before.paper < paper), text.slice(0, 80));
    }
  }
});

test("edits are those of the definition", () => {
  /** @type {(one: string[], other: string[]) => number} */
  const distance = (one, other) => {
    if (!one.length || !other.length) return one.length + other.length;
    const [a, b] = [one.slice(0, -1), other.slice(0, -1)];
    const exchanged = distance(a, b) + (one.at(-1) === other.at(-1) ? 0 : 1);
    let best = Math.min(distance(a, other) + 1, distance(one, b) + 1, exchanged);
    if (a.length && b.length && one.at(-1) === other.at(-2) && one.at(-2) === other.at(-1)) {
      best = Math.min(best, distance(a.slice(0, -1), b.slice(0, -1)) + 1);
    }
    return best;
  };
  const random = chance(3);
  const word = () => Array.from({ length: Math.floor(random() * 7) }, () => "abc".charAt(Math.floor(random() * 3)));
  for (let round = 0; round < 1500; round += 1) {
    const [one, other, most] = [word(), word(), 1 + (round % 2)];
    assert.equal(editsOf(one, other, most), Math.min(distance(one, other), most + 1), `${one} ${other}`);
  }
});

test("what is far from all words, short, a number or unspaced is not corrected", async () => {
  for (const word of ["zzzzzzzz", "abq", "123456", "1.5.1.5", "模型模型模型"]) {
    assert.deepEqual((await search(`${word} `)).plan.corrections, [], word);
  }
});

test("years lie in spans, an unknown year in none, and none in what is no span", () => {
  assert.ok(isWithin(2022, "2022..2024") && isWithin(2022, "..2022"));
  assert.ok(isWithin(2022, "2000..") && isWithin(2022, "2022"));
  assert.ok(!isWithin(2025, "2022..2024") && !isWithin(0, "..2024") && !isWithin(2023, "2022"));
  for (const hostile of ["x", "x..", "..x", "2022..x", "__proto__", "é"]) assert.ok(!isWithin(2022, hostile), hostile);
});

test("keys are in order of code points", () => {
  const keys = [
    "a", "a b", "ab", "\u{ffff}", "\u{ff21}", "\u{10000}", "\u{20000}a", "\u{20000}", "\u{20001}", "",
    "a\u{10000}", "a\u{ffff}",
  ];
  const points = (/** @type {string} */ key) =>
    [...key].map((char) => String(char.codePointAt(0)).padStart(8, "0")).join("");
  const wanted = [...keys].sort((one, other) => (points(one) < points(other) ? -1 : 1));
  assert.deepEqual([...keys].sort(inOrder), wanted);
});
