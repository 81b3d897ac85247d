import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { hostileTexts, load, ROOT } from "../modules.js";

/** @type {typeof import("../../../generator/assets/js/search/analysis.js")} */
const { fold, LONGEST, terms, words } = await load("search/analysis.js");
/** @type {typeof import("../../../generator/assets/js/ui/highlight.js")} */
const { pieces } = await load("ui/highlight.js");

/** @type {{text: string, terms: string[], query: string[]}[]} */
const golden = JSON.parse(readFileSync(join(ROOT, "tests/golden/tokens.json"), "utf8"));

for (const { text, terms: wanted, query } of golden) {
  test(`terms of ${JSON.stringify(text.slice(0, 40))}`, () => {
    assert.deepEqual(terms(text), wanted);
    const found = words(text, { query: true })
      .flatMap((word) => (word.joined ? [...word.terms, word.joined] : word.terms));
    assert.deepEqual(found, query);
  });
}

test("any text gives clean terms and folds stably", () => {
  for (const text of hostileTexts(2000)) {
    assert.equal(fold(fold(text)), fold(text));
    for (const term of terms(text)) {
      assert.ok(term.length > 0 && [...term].length <= LONGEST, term);
      assert.doesNotMatch(term, /[\s,'’*&^_-]/);
    }
  }
});

test("marked pieces together are the text", () => {
  for (const text of hostileTexts(2000)) {
    const some = new Set(terms(text).slice(0, 2));
    assert.equal(pieces(text, some).map((piece) => piece.text).join(""), text);
  }
});

test("marks the words that matched, as they are spelt", () => {
  const marked = (/** @type {string} */ text, /** @type {string[]} */ ...some) =>
    pieces(text, new Set(some)).flatMap((piece) => (piece.highlighted ? [piece.text] : []));
  assert.deepEqual(
    marked("Fine-grained models model État.", "grain", "model", "etat"),
    ["Fine-grained", "models", "model", "État"],
  );
  assert.deepEqual(marked("多模态模型的研究", "模型", "研究"), ["模型", "研究"]);
  assert.deepEqual(marked("V*: search", "vstar"), ["V"]);
  assert.deepEqual(marked("C and C++, in .NET", "cplusplu", "dotnet"), ["C++", ".NET"]);
  assert.deepEqual(marked("A DataLoader for pyTorch.", "loader"), ["Loader"], "a part of a name in CamelCase");
  assert.deepEqual(marked("A DataLoader2", "data", "dataload"), ["Data"]);
  assert.deepEqual(marked("DataLoader", "dataload", "data"), ["DataLoader"], "the whole before its parts");
  assert.deepEqual(marked("explain explains explainability", "explain+"), ["explainability"], "of a group of synonyms");
  assert.deepEqual(marked("nothing here", "else"), []);
});
