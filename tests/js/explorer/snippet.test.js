import assert from "node:assert/strict";
import { test } from "node:test";

import { hostileTexts, load } from "../modules.js";

/** @type {typeof import("../../../generator/assets/js/explorer/snippet.js")} */
const { bestSnippet, sentences } = await load("explorer/snippet.js");
/** @type {typeof import("../../../generator/assets/js/search/tokens.js")} */
const { terms } = await load("search/tokens.js");
/** @type {typeof import("../../../generator/assets/js/ui/highlight.js")} */
const { heldTerms } = await load("ui/highlight.js");

const DETAIL = {
  position: 0,
  id: "x",
  problem: "Reading long scans is slow. Few models speak e.g. 205 languages at once.",
  idea: "One encoder serves all. It joins speech, text (in 205 languages) and images.",
  results: "It beats LLaVA 1.5 on speech.",
  figures: ["205 languages", "2.5x faster"],
  evaluated_on: ["RefCOCO", "VQAv2"],
};
const best = (/** @type {string} */ query, shown = "") => bestSnippet(DETAIL, new Set(terms(query)), shown);

test("sentences together are the text", () => {
  assert.deepEqual(sentences("It beats LLaVA 1.5. By e.g. far! Truly? 是的。好"), [
    "It beats LLaVA 1.5.",
    "By e.g. far!",
    "Truly?",
    "是的。",
    "好",
  ]);
  for (const text of hostileTexts(1000)) {
    const bare = (/** @type {string} */ one) => one.replace(/\s+/g, "");
    assert.equal(bare(sentences(text).join("")), bare(text));
  }
});

test("the sentence with most of what matched is chosen", () => {
  assert.deepEqual(best("speech in 205 languages"), {
    label: "Idea",
    text: "It joins speech, text (in 205 languages) and images.",
  });
  assert.deepEqual(best("refcoco"), { label: "Evaluated on", text: "RefCOCO, VQAv2" });
  assert.equal(best("unheard"), null);
  assert.equal(best(""), null);
});

test("what the result shows anyway is no reason", () => {
  assert.equal(best("205 languages", "A model of 205 languages"), null);
  assert.equal(best("faster languages", "languages")?.label, "Figure");
});

test("a late match stands near the beginning of its line", () => {
  const results = `${"Many other things are said here first, ".repeat(4)}and then the encoder of images comes.`;
  const snippet = bestSnippet({ position: 0, id: "x", results }, new Set(terms("encoder")), "");
  assert.match(snippet?.text ?? "", /^… .{1,40}encoder/);
});

test("any record and any question give a snippet with a match, or none", () => {
  const texts = hostileTexts(600);
  for (let at = 0; at + 4 < texts.length; at += 1) {
    const [problem = "", idea = "", figure = "", shown = "", query = ""] = texts.slice(at, at + 5);
    const wanted = new Set(terms(`${query} grounding llava`));
    const snippet = bestSnippet({ position: 0, id: "x", problem, idea, figures: [figure] }, wanted, shown);
    if (snippet) assert.ok(heldTerms(snippet.text, wanted).length);
  }
});
