/**
 * Analyses the words of a query in each language of the survey; `generator/search/engine/readings.py` does the same.
 */
import { ENGLISH, isPaired, isStopWord, plain, stem, words } from "../analysis.js";
import { RANKING } from "../parameters.js";

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
 * @property {number} share how much its terms count in this language: less where it is a word of another
 * @property {number} at where its chunk begins
 */

/**
 * The words of a query as they are read in some languages, more than one where those agree.
 * @typedef {{languages: string[], run: QueryWord[]}} Reading
 */

/**
 * The words to rank by as each language of the survey reads them; languages that agree are one reading.
 * @param {Query} query
 * @param {Store} store
 * @returns {Reading[]}
 */
export function readingsOf(query, store) {
  const runs = new Map(store.languages.map((language) => [language, runOf(query, store, language)]));
  const all = [...runs.values()];
  all[0]?.forEach((_, at) => {
    const elsewhere = all.some((run) => run[at]?.known.length);
    for (const run of all) if (run[at]) run[at].elsewhere = elsewhere;
  });
  if (all.length > 1) weighWords(runs, store);
  /** @type {Reading[]} */
  const readings = [];
  for (const [language, run] of runs) {
    const same = readings.find((reading) => isSame(run, reading.run));
    if (same) same.languages.push(language);
    else readings.push({ languages: [language], run });
  }
  return readings;
}

/**
 * Whether two languages read the words of a query in the same way.
 * @param {QueryWord[]} run
 * @param {QueryWord[]} other
 * @returns {boolean}
 */
function isSame(run, other) {
  return run.every(({ kept, share }, at) => other[at]?.share === share && isEqual(other[at]?.kept, kept));
}

/**
 * @param {Word | undefined} one
 * @param {Word | undefined} other
 * @returns {boolean}
 */
function isEqual(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * Set the `share` of each word. It counts in full where texts of the language hold it as it stands, in the language
 * that the query is most likely in, and everywhere where it is known in none of those. Otherwise it counts
 * `cognate_boost` where it has the stem that it has in the likely language, or `foreign_boost`.
 * @param {Map<string, QueryWord[]>} runs
 * @param {Store} store
 */
function weighWords(runs, store) {
  const [first = []] = runs.values();
  const owners = first.map((word) => ownersOf(word, store));
  const likely = likelyLanguage(first, owners, store);
  for (const [language, run] of runs) {
    run.forEach((word, at) => {
      const asLikely = runs.get(likely)?.[at];
      if (language === likely || owners[at]?.has(language) || !(owners[at]?.size || asLikely?.known.length)) return;
      word.share = isEqual(word.kept, asLikely?.kept) ? RANKING.cognate_boost : RANKING.foreign_boost;
    });
  }
}

/**
 * The languages whose texts hold a word as it stands. Given as the commonest language reads it: a word of no other
 * language is one of that, if its term is known.
 * @param {QueryWord} word
 * @param {Store} store
 * @returns {Set<string>}
 */
function ownersOf({ parts, known }, store) {
  const [commonest = ENGLISH] = store.languages;
  const numbers = parts
    .filter((part) => !isPaired(part) && !isStopWord(part, commonest))
    .flatMap((part) => store.postings(`${stem(part, commonest)} =${part}`).papers);
  if (!numbers.length && known.length) return new Set([commonest]);
  return new Set(numbers.map((number) => store.languages[number] ?? ""));
}

/**
 * The language that the query is most likely in: the one to which most words belong, as stop words or as words of its
 * texts; of equals the commonest.
 * @param {QueryWord[]} run
 * @param {Set<string>[]} owners
 * @param {Store} store
 * @returns {string}
 */
function likelyLanguage(run, owners, store) {
  const belonging = store.languages.map((language) =>
    run.filter(({ parts }, at) => owners[at]?.has(language) || parts.every((part) => isStopWord(part, language)))
      .length);
  return store.languages[belonging.indexOf(Math.max(...belonging))] ?? ENGLISH;
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
      return { word, kept: own, parts, typing, bound, known, elsewhere: false, share: 1, at: chunk.start };
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
