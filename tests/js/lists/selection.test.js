import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { hostileTexts } from "../modules.js";

/** @typedef {typeof import("../../../generator/assets/js/lists/selection.js")} Selection */

/** @type {Map<string, string>} */
const stored = new Map();
let full = false;
const store = {
  getItem: (/** @type {string} */ key) => stored.get(key) ?? null,
  setItem: (/** @type {string} */ key, /** @type {string} */ value) => {
    if (full) throw new Error("QuotaExceededError");
    stored.set(key, value);
  },
  removeItem: (/** @type {string} */ key) => stored.delete(key),
};
/** @type {((event: object) => void)[]} */
let waiting = [];
let visits = 0;

/** The module as a page gets it that opens now. @returns {Promise<Selection>} */
async function visit() {
  waiting = [];
  visits += 1;
  return import(new URL(`../../../generator/assets/js/lists/selection.js?visit=${visits}`, import.meta.url).href);
}

beforeEach(() => {
  stored.clear();
  full = false;
  Object.assign(globalThis, {
    localStorage: store,
    addEventListener: (/** @type {string} */ name, /** @type {(event: object) => void} */ listener) => {
      if (name === "storage") waiting.push(listener);
    },
  });
});

test("a selection keeps its order, over visits", async () => {
  const first = await visit();
  assert.deepEqual(first.selected(), []);
  assert.equal(first.toggle("b"), true);
  assert.equal(first.toggle("a"), true);
  assert.equal(first.add(["c", "a", "c"]), 1);
  assert.deepEqual(first.selected(), ["b", "a", "c"]);
  assert.deepEqual((await visit()).selected(), ["b", "a", "c"]);
  assert.equal(first.toggle("a"), false);
  assert.equal(first.toggle("a", false), false);
  assert.deepEqual(first.selected(), ["b", "c"]);
  first.replace(["c"]);
  assert.equal(first.isSelected("b"), false);
  first.clear();
  assert.equal(stored.size, 0);
});

test("listeners hear of every change, and only of changes", async () => {
  const page = await visit();
  let heard = 0;
  const stop = page.onChange(() => (heard += 1));
  page.toggle("a");
  page.add(["a"]);
  page.toggle("a", true);
  assert.equal(heard, 1);
  stop();
  page.clear();
  assert.equal(heard, 1);
});

test("another tab's change is taken over", async () => {
  const page = await visit();
  page.toggle("a");
  const [key = ""] = [...stored.keys()];
  let heard = 0;
  page.onChange(() => (heard += 1));
  stored.set(key, '["x","y"]');
  for (const tell of waiting) tell({ key: "other" });
  assert.deepEqual(page.selected(), ["a"]);
  for (const tell of waiting) tell({ key });
  assert.deepEqual(page.selected(), ["x", "y"]);
  stored.clear();
  for (const tell of waiting) tell({ key: null });
  assert.deepEqual(page.selected(), []);
  assert.equal(heard, 2);
});

test("two surveys on one host do not meet", async () => {
  (await visit()).toggle("a");
  const [key = ""] = [...stored.keys()];
  assert.match(key, /^survey-catalogue:\/.+\/:selection$/);
});

test("at most 500 are kept", async () => {
  const page = await visit();
  assert.equal(page.add(Array.from({ length: 600 }, (_, at) => `p${at}`)), 500);
  assert.equal(page.toggle("one-more"), false);
  assert.equal(page.selected().length, page.MOST);
});

test("without a store, or with a full one, the selection lasts as long as the page", async () => {
  for (const broken of [true, false]) {
    if (broken)
      Object.defineProperty(globalThis, "localStorage", {
        configurable: true,
        get: () => assert.fail("SecurityError"),
      });
    else Object.defineProperty(globalThis, "localStorage", { configurable: true, writable: true, value: store });
    full = true;
    const page = await visit();
    assert.equal(page.toggle("a"), true);
    assert.deepEqual(page.selected(), ["a"]);
    page.clear();
    assert.deepEqual(page.selected(), []);
  }
});

test("whatever is in the store, a selection is a list of ids", async () => {
  (await visit()).toggle("a");
  const [key = ""] = [...stored.keys()];
  const values = [
    "null",
    "1",
    '"a"',
    "{}",
    "[",
    "[[]]",
    '{"length":3}',
    '["a",1,null,{"a":1},"A b","a","-","x".y]',
    '["__proto__","constructor","<b>","b"]',
    `["${"a".repeat(81)}"]`,
    JSON.stringify(Array.from({ length: 9999 }, (_, at) => `n${at}`)),
    ...hostileTexts(300),
  ];
  for (const value of values) {
    stored.set(key, value);
    const ids = (await visit()).selected();
    assert.ok(ids.length <= 500);
    for (const id of ids) assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
  }
  stored.set(key, '["__proto__","constructor","<b>","b",7,"b"]');
  assert.deepEqual((await visit()).selected(), ["constructor", "b"]);
});
