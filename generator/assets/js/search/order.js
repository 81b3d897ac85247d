/**
 * Orders the papers that a search found: first by words, then once more by meaning. Described in
 * `generator/search/engine/order.py`; both give the same scores, digit by digit.
 */
import { RANKING, VECTORS } from "./parameters.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./words/scores.js").Plan} Plan */
/** @typedef {{paper: number, score: number}} Scored */
/**
 * The vector of a query, and how much of a paper's score its cosine makes up.
 * @typedef {{vector: number[], weight: number}} Meaning
 */

/**
 * Returns the papers found with their final scores, the best first; each is given with its score by words.
 * @param {Scored[]} found
 * @param {Float64Array} scores of all papers
 * @param {Plan} plan
 * @param {Store} store
 * @returns {Scored[]}
 */
export function sortFound(found, scores, plan, store) {
  const papers = found.sort(byScore);
  const meaning = meaningOf(plan, store);
  if (meaning) {
    const most = store.reranked();
    return [...byMeaning(papers.slice(0, most), meaning, store), ...papers.slice(most)];
  }
  const best = papers.slice(0, RANKING.reranked).map(({ paper, score }) => {
    const near = store.hit(paper)?.near ?? [];
    const gain = near.reduce((sum, [other, similarity]) => sum + similarity * (scores[other] ?? 0), 0);
    return { paper, score: rounded(score + RANKING.neighbour_boost * gain) };
  });
  store.settle();
  return [...best.sort(byScore), ...papers.slice(RANKING.reranked)];
}

/**
 * @param {Scored} one
 * @param {Scored} other
 */
function byScore(one, other) {
  return other.score - one.score || one.paper - other.paper;
}

/**
 * Returns a score rounded to nine digits, so that rounding errors of sums decide no order.
 * @param {number} score
 */
export function rounded(score) {
  return Math.floor(score * RANKING.score_scale + 0.5) / RANKING.score_scale;
}

/**
 * What a query means; nothing where it is short, may be a name, or has too few words with a vector.
 * @param {Plan} plan
 * @param {Store} store
 * @returns {Meaning | undefined}
 */
function meaningOf({ terms, clauses }, store) {
  if (terms.length < VECTORS.fewest_words) return undefined;
  if (clauses.some(({ keys }) => keys.some((key) => key.startsWith("!")))) return undefined;
  const known = terms.flatMap((term) => store.wordVector(term) ?? []);
  const [length] = store.head.vectors ?? [0];
  const count = length && known.length / length;
  store.settle();
  if (count < VECTORS.fewest_words) return undefined;
  const total = Array.from({ length }, (_, at) => {
    let sum = 0;
    for (let from = at; from < known.length; from += length) sum += known[from] ?? 0;
    return sum;
  });
  if (!total.some(Boolean)) return undefined;
  return { vector: unit(total), weight: VECTORS.boost * Math.min(1, count / VECTORS.full_words) };
}

/**
 * Sort papers, the best by words first, by their words and their meaning.
 * @param {Scored[]} papers
 * @param {Meaning} meaning
 * @param {Store} store
 * @returns {Scored[]}
 */
function byMeaning(papers, meaning, store) {
  if (!papers[0]?.score) return papers;
  const first = mixed(papers, meaning, store);
  const centre = meaning.vector.map(() => 0);
  for (const { paper } of first.slice(0, VECTORS.feedback_papers)) {
    const { numbers, length } = store.paperVector(paper);
    for (let at = 0; at < centre.length; at += 1) {
      centre[at] = (centre[at] ?? 0) + (length ? (numbers[at] ?? 0) / length : 0);
    }
  }
  const share = VECTORS.feedback / Math.min(VECTORS.feedback_papers, first.length);
  const again = meaning.vector.map((own, at) => (1 - VECTORS.feedback) * own + share * (centre[at] ?? 0));
  return mixed(papers, { ...meaning, vector: unit(again) }, store);
}

/**
 * Sort papers by the mixture of their scores by words and their cosines with a vector of length 1.
 * @param {Scored[]} papers
 * @param {Meaning} meaning
 * @param {Store} store
 * @returns {Scored[]}
 */
function mixed(papers, { vector, weight }, store) {
  const cosines = papers.map(({ paper }) => cosine(vector, paper, store));
  store.settle();
  const low = cosines.reduce((one, other) => Math.min(one, other), Infinity);
  const span = cosines.reduce((one, other) => Math.max(one, other), -Infinity) - low || 1;
  const best = papers[0]?.score ?? 1;
  return papers
    .map(({ paper, score }, at) => {
      const mixture = (1 - weight) * (score / best) + weight * (((cosines[at] ?? 0) - low) / span);
      return { paper, score: rounded(best * mixture) };
    })
    .sort(byScore);
}

/**
 * The cosine of a vector of length 1 with that of a paper; 0 where the paper has none.
 * @param {number[]} vector
 * @param {number} paper
 * @param {Store} store
 */
function cosine(vector, paper, store) {
  const { numbers, length } = store.paperVector(paper);
  let product = 0;
  for (let at = 0; at < numbers.length; at += 1) product += (vector[at] ?? 0) * (numbers[at] ?? 0);
  return length ? product / length : 0;
}

/**
 * A vector, which is not zero, in length 1.
 * @param {number[]} vector
 */
function unit(vector) {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  return vector.map((value) => value / length);
}
