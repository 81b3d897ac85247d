/**
 * Computes the scores of papers from the clauses of a query. Described in `generator/search/engine/scores.py`; both
 * give the same numbers.
 */
import { rounded } from "../order.js";
import { RANKING } from "../parameters.js";

/** @typedef {import("../store.js").Store} Store */
/** @typedef {{keys: string[], boost: number}} Clause keys taken as one, and the boost of their score */
/**
 * An unknown word, and the term taken for it.
 * @typedef {{was: string, term: string, start: number, end: number}} Correction
 */
/**
 * @typedef {object} Plan
 * @property {string[]} languages that the query is read in
 * @property {string} language the commonest of them, by whose rules words are cut
 * @property {Clause[]} clauses
 * @property {Correction[]} corrections
 * @property {number[]} groups of synonyms that were searched
 * @property {string[]} terms that were asked for, corrected ones too
 * @property {number} tried words that a correction was looked for
 */

/**
 * Returns one plan and the scores of the papers, from the plans of all readings of a query: the plan with the best
 * paper, with the clauses of all of them.
 * @param {Plan[]} plans
 * @param {Store} store
 * @param {boolean} open whether all papers are found
 * @returns {{plan: Plan, matched: Uint8Array, scores: Float64Array}}
 */
export function bestOf(plans, store, open) {
  const found = plans.map((plan) => ({ plan, ...scoresOf(plan, store, open) }));
  const [first, ...others] = found;
  if (!first) throw new Error("a query is read in one language at least");
  if (!others.length) return first;
  const highest = found.map(({ scores }) => scores.reduce((most, score) => Math.max(most, score), 0));
  const best = plans[highest.indexOf(Math.max(...highest))] ?? first.plan;
  return {
    plan: { ...best, clauses: plans.flatMap(({ clauses }) => clauses) },
    matched: first.matched.map((_, paper) => Number(found.some(({ matched }) => matched[paper]))),
    scores: first.scores.map((_, paper) => Math.max(...found.map(({ scores }) => scores[paper] ?? 0))),
  };
}

/**
 * The papers that have a key of any clause, with their scores.
 * @param {Plan} plan
 * @param {Store} store
 * @param {boolean} open whether all papers are found
 * @returns {{matched: Uint8Array, scores: Float64Array}}
 */
function scoresOf(plan, store, open) {
  const count = store.head.papers;
  const scores = new Float64Array(count);
  const matched = new Uint8Array(count).fill(open ? 1 : 0);
  const own = papersIn(plan.languages, store);
  for (const { keys, boost } of plan.clauses) {
    const { papers, impacts } = unionOf(keys, store);
    const idf = Math.log(1 + (count - papers.length + 0.5) / (papers.length + 0.5));
    papers.forEach((paper, at) => {
      const share = own && !own[paper] ? RANKING.cognate_boost : 1;
      scores[paper] = (scores[paper] ?? 0) + share * boost * idf * (impacts[at] ?? 0);
      matched[paper] = 1;
    });
  }
  store.settle();
  return { matched, scores: scores.map(rounded) };
}

/**
 * The papers that have texts in some languages; nothing where all have.
 * @param {string[]} languages
 * @param {Store} store
 * @returns {Uint8Array | undefined}
 */
function papersIn(languages, store) {
  if (languages.length === store.languages.length) return undefined;
  const own = new Uint8Array(store.head.papers);
  for (const language of languages) {
    for (const paper of store.postings(`:text=${language}`).papers) own[paper] = 1;
  }
  return own;
}

/**
 * The papers of any of some keys, with the highest of the keys' impacts.
 * @param {string[]} keys
 * @param {Store} store
 * @returns {import("../store.js").Postings}
 */
function unionOf(keys, store) {
  if (keys.length === 1) return store.postings(keys[0] ?? "");
  /** @type {Map<number, number>} */
  const best = new Map();
  for (const key of keys) {
    const { papers, impacts } = store.postings(key);
    papers.forEach((paper, at) => best.set(paper, Math.max(best.get(paper) ?? 0, impacts[at] ?? 0)));
  }
  return { papers: [...best.keys()], impacts: [...best.values()] };
}
