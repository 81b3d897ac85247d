/**
 * The words of a query as each language of the survey reads them; `generator/search/engine/readings.py` does the
 * same.
 */
import { plain, words } from "../analysis.js";

/** @typedef {import("../query.js").Query} Query */
/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("../analysis.js").Word} Word */
/**
 * A word of the query as it is ranked by: as read; the same if it is no stop word; its folded parts as typed; whether
 * the reader may go on with it; whether a condition binds it; those of its terms that the index knows.
 * @typedef {object} QueryWord
 * @property {Word} word
 * @property {Word | undefined} kept
 * @property {string[]} parts
 * @property {boolean} typing
 * @property {boolean} bound
 * @property {string[]} known
 * @property {boolean} elsewhere whether it is known as a word of some language
 * @property {number} at where its chunk begins
 */

/**
 * The words to rank by as each language of the survey reads them; a language that reads them as an earlier one does is
 * left out.
 * @param {Query} query
 * @param {Store} store
 * @returns {Map<string, QueryWord[]>}
 */
export function runsOf(query, store) {
  /** @type {Map<string, QueryWord[]>} */
  const runs = new Map();
  const seen = new Set();
  for (const language of store.languages) {
    const run = runOf(query, store, language);
    const read = JSON.stringify(run.map(({ kept }) => kept ?? null));
    if (!seen.has(read)) runs.set(language, run);
    seen.add(read);
  }
  const all = [...runs.values()];
  all[0]?.forEach((_, at) => {
    const elsewhere = all.some((run) => run[at]?.known.length);
    for (const run of all) if (run[at]) run[at].elsewhere = elsewhere;
  });
  return runs;
}

/**
 * The words to rank by. Stop words only where there is nothing else.
 * @param {Query} query
 * @param {Store} store
 * @param {string} language
 * @returns {QueryWord[]}
 */
function runOf({ chunks, conditions }, store, language) {
  const stops = chunks.some(({ text }) => words(text, { query: true, language }).length > 0);
  return chunks.flatMap((chunk) => {
    const kept = new Map(words(chunk.text, { query: true, stops, language }).map((word) => [word.start, word]));
    const bound = conditions.some(({ start, end }) => start <= chunk.start && chunk.start < end);
    return words(chunk.text, { query: true, stops: false, language }).map((word) => {
      const own = kept.get(word.start);
      const parts = plain(chunk.text.slice(word.start, word.end));
      const typing = chunk.typing && word.end === chunk.text.length;
      const known = own ? knownTerms(own, store) : [];
      return { word, kept: own, parts, typing, bound, known, elsewhere: false, at: chunk.start };
    });
  });
}

/**
 * The terms of a word that the index knows, each once.
 * @param {Word} word
 * @param {Store} store
 * @returns {string[]}
 */
function knownTerms(word, store) {
  const all = word.joined ? [...word.terms, word.joined] : word.terms;
  return [...new Set(all)].filter((term) => store.has(term));
}
