/**
 * Ranking. How a query becomes clauses and how they score is described in
 * `generator/search/engine/rank.py`; both give the same papers, scores and order. Pure: it runs in a worker, in
 * Node, or on the page.
 */
import { nearest } from "./edit_distance.js";
import { sortFound } from "./order.js";
import { RANKING } from "./parameters.js";
import { parse } from "./query.js";
import { bestOf } from "./words/scores.js";
import { readingsOf } from "./words/readings.js";
import { inOrder } from "./store.js";
import { ENGLISH, LONGEST, isPaired, isStopWord, isWord, join, stem } from "./analysis.js";
import { passing } from "./conditions.js";
import { ideasIn } from "./words/synonyms.js";
import { versionsOf } from "./words/versions.js";

/** @typedef {import("./query.js").Query} Query */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./words/scores.js").Clause} Clause */
/** @typedef {import("./words/scores.js").Correction} Correction */
/** @typedef {import("./words/scores.js").Plan} Plan */
/** @typedef {import("./words/readings.js").Reading} Reading */
/** @typedef {import("./words/readings.js").QueryWord} QueryWord */
/**
 * What a query finds: for each paper whether, and its score. `order` holds the papers found, best first.
 * @typedef {{query: Query, plan: Plan, open: boolean, matched: Uint8Array, scores: Float64Array}} Matches
 */

/** The stems of the words with which people ask. */
const QUERY_STOP_WORDS = new Set(RANKING.query_stop_words.map((word) => stem(word)));

/**
 * Returns the papers that a query finds, before any filter, with their scores. Throws `Waiting` if files are missing.
 * @param {Store} store
 * @param {string} text
 * @returns {Matches}
 */
export function match(store, text) {
  const vocabulary = new Map(
    store.head.dimensions.filter(({ open }) => !open).map(({ key, values }) => [key, new Map(values)]),
  );
  const query = parse(text, vocabulary);
  const readings = readingsOf(query, store);
  const plans = readings.map((reading) => planOf(reading, store));
  const all = readings.flatMap(({ run }) => run);
  const { plan, ...found } = bestOf(plans, store, !query.signs && !all.some(({ kept, bound }) => kept && !bound));
  // A pasted page may hold one condition a thousand times.
  const each = new Map(query.conditions.map((one) => [JSON.stringify({ ...one, start: 0, end: 0 }), one]));
  for (const condition of each.values()) {
    const passes = passing(condition, store);
    for (let paper = 0; paper < passes.length; paper += 1) if (!passes[paper]) found.matched[paper] = 0;
  }
  store.settle();
  return { query, plan, open: !all.length, ...found };
}

/**
 * Returns the papers that are found and pass the filters, the best first; without words by position.
 * @param {Store} store
 * @param {Matches} matches
 * @param {Uint8Array} kept
 * @returns {{paper: number, score: number}[]}
 */
export function order(store, { matched, scores, open, plan }, kept) {
  /** @type {{paper: number, score: number}[]} */
  const papers = [];
  for (let paper = 0; paper < matched.length; paper += 1) {
    if (matched[paper] && kept[paper]) papers.push({ paper, score: scores[paper] ?? 0 });
  }
  if (open) return papers;
  return sortFound(papers, scores, plan, store);
}

// --- from words to clauses ---------------------------------------------------

/**
 * The clauses of the words of a query.
 * @param {Reading} reading
 * @param {Store} store
 * @returns {Plan}
 */
function planOf({ languages, run }, store) {
  const [language = ENGLISH] = languages;
  /** @type {Plan} */
  const plan = { languages, language, clauses: [], corrections: [], groups: [], terms: [], tried: 0 };
  const covered = addJoined(plan, run, store);
  addBigrams(plan, run, store);
  addSynonyms(plan, run, store);
  addNames(plan, run, store);
  const expanded = run.map((word) => (word.kept ? expandPrefix(word, store, language) : []));
  store.settle(); // what is unknown is unknown from here on
  const unknown = run.filter((word, number) =>
    isUnknown(word) && !expanded[number]?.length && (covered.has(number) || !addVersions(plan, word, store)));
  const named = correctName(plan, run, unknown, store);
  run.forEach(({ kept, known: terms, share, at, word, parts }, number) => {
    if (!kept) return;
    for (const term of terms) plan.clauses.push({ keys: [term], boost: share * boostOf(term, kept, terms) });
    const clauses = expanded[number] ?? [];
    plan.clauses.push(...clauses);
    plan.terms.push(...kept.terms.filter((term) => terms.includes(term)));
    if (named || !unknown.includes(/** @type {QueryWord} */ (run[number])) || covered.has(number)) return;
    for (const was of parts.slice(0, RANKING.corrected_words - plan.tried)) {
      plan.tried += 1;
      correctSpelling(plan, { start: at + word.start, end: at + word.end, was }, store);
    }
  });
  store.settle();
  return plan;
}

/**
 * The factor for the score of a known term of a word. The joined form of a compound counts less beside all its parts.
 * @param {string} term
 * @param {import("./analysis.js").Word} word
 * @param {string[]} known
 * @returns {number}
 */
function boostOf(term, word, known) {
  if (isAsking(term)) return RANKING.query_stop_word_boost;
  const parts = word.terms;
  const isBesideParts = parts.length > 0 && !parts.includes(term) && parts.every((part) => known.includes(part));
  return isBesideParts ? RANKING.compound_boost : 1;
}

/**
 * Whether a word may be misspelt: it tells something, no language knows it, and no condition binds it.
 * @param {QueryWord} word
 * @returns {boolean}
 */
function isUnknown({ kept, known, elsewhere, bound }) {
  return kept !== undefined && !known.length && !elsewhere && !bound;
}

/**
 * Whether a term is a query stop word.
 * @param {string} term
 * @returns {boolean}
 */
function isAsking(term) {
  return QUERY_STOP_WORDS.has(term);
}

/**
 * Add the clauses of neighbouring words joined.
 * @param {Plan} plan
 * @param {QueryWord[]} run
 * @param {Store} store
 * @returns {Set<number>} the words that they cover
 */
function addJoined(plan, run, store) {
  /** @type {Set<number>} */
  const covered = new Set();
  for (const size of RANKING.joined_words) {
    for (let at = 0; at + size <= run.length; at += 1) {
      const span = run.slice(at, at + size);
      if (span.some(({ kept }) => !kept)) continue;
      const term = join(span.map(({ word }) => word.whole).join(""), { language: plan.language });
      if (!term || !store.has(term)) continue;
      const boost = span.every(({ known: terms }) => terms.length) ? RANKING.hint_boost : 1;
      plan.clauses.push({ keys: [term], boost });
      for (let word = at; word < at + size; word += 1) covered.add(word);
    }
  }
  return covered;
}

/**
 * The clause of the words that one still typed begins.
 * @param {QueryWord} one
 * @param {Store} store
 * @param {string} language
 * @returns {Clause[]}
 */
function expandPrefix({ word: { last: prefix }, kept, typing, known: terms }, store, language) {
  const letters = [...prefix];
  const alone = letters.length === 1 && isPaired(prefix);
  if (!(typing || alone) || isStopWord(prefix, language)) return [];
  const own = kept?.terms ?? [];
  const shards = letters.length < RANKING.short_prefix ? 1 : RANKING.prefix_shards;
  const keys = store.expandPrefix(prefix, shards).filter((key) => isWord(key) && (alone || !own.includes(key)));
  if (keys.length) {
    const frequency = new Map(keys.map((term) => [term, store.postings(term).papers.length]));
    keys.sort((one, other) => (frequency.get(other) ?? 0) - (frequency.get(one) ?? 0) || inOrder(one, other));
    const boost = alone ? 1 : terms.length ? RANKING.hint_boost : RANKING.prefix_boost;
    return [{ keys: keys.slice(0, RANKING.expansions), boost }];
  }
  if (!terms.length) {
    for (let length = Math.min(letters.length - 1, LONGEST); length >= RANKING.shortest_stub; length -= 1) {
      const stub = letters.slice(0, length).join("");
      if (store.has(stub)) return [{ keys: [stub], boost: RANKING.prefix_boost }];
    }
  }
  return [];
}

/**
 * Add the clause of the family of a version that no paper names, as a correction.
 * @param {Plan} plan
 * @param {QueryWord} word
 * @param {Store} store
 * @returns {boolean} whether the word is such a version
 */
function addVersions(plan, { at, word, parts }, store) {
  const [was = "", ...others] = parts;
  const found = others.length ? null : versionsOf(was, plan.language, store);
  if (!found) return false;
  const { term, keys } = found;
  plan.clauses.push({ keys, boost: RANKING.one_edit_boost });
  plan.corrections.push({ was, term, start: at + word.start, end: at + word.end });
  plan.terms.push(...keys.slice(0, 1));
  return true;
}

/**
 * Add the clause of the known word that an unknown one may have been meant to be.
 * @param {Plan} plan
 * @param {Omit<Correction, "term">} unknown
 * @param {Store} store
 */
function correctSpelling(plan, unknown, store) {
  const letters = [...unknown.was];
  if (letters.length < RANKING.shortest_corrected || isPaired(unknown.was) || /^[0-9.]*$/.test(unknown.was)) return;
  const spellings = store.spellings(letters.slice(0, 2)).filter(([word]) => beginsAlike([...word], letters));
  const near = nearest(letters, spellings);
  if (!near) return;
  const term = stem(near.term, plan.language);
  plan.clauses.push({ keys: [term], boost: editBoost(near.edits) });
  plan.corrections.push({ ...unknown, term: near.term });
  plan.terms.push(term);
}

/**
 * Whether two words have the same first letter, or the same first two letters in either order.
 * @param {string[]} word
 * @param {string[]} other
 * @returns {boolean}
 */
function beginsAlike(word, other) {
  return word[0] === other[0] || (word[0] === other[1] && word[1] === other[0]);
}

/**
 * How much of its score a corrected word has.
 * @param {number} edits
 * @returns {number}
 */
function editBoost(edits) {
  return edits === 1 ? RANKING.one_edit_boost : RANKING.two_edits_boost;
}

/**
 * Add the clauses of neighbouring terms.
 * @param {Plan} plan
 * @param {QueryWord[]} run
 * @param {Store} store
 */
function addBigrams(plan, run, store) {
  const terms = run.flatMap(({ kept }) => kept?.terms ?? []);
  for (let at = 1; at < terms.length; at += 1) {
    const bigram = `${terms[at - 1]} ${terms[at]}`;
    if (store.has(bigram)) plan.clauses.push({ keys: [bigram], boost: RANKING.bigram_boost });
  }
}

/**
 * Add a clause for every idea of which a member of a group of synonyms was typed.
 * @param {Plan} plan
 * @param {QueryWord[]} run
 * @param {Store} store
 */
function addSynonyms(plan, run, store) {
  for (const groups of ideasIn(run, plan.language, store)) {
    plan.clauses.push({ keys: groups.map((number) => `~${number}`), boost: RANKING.synonym_boost });
    plan.groups.push(...groups);
  }
}

/**
 * Add the clauses of names that are all that was typed, or that begin so.
 * @param {Plan} plan
 * @param {QueryWord[]} run
 * @param {Store} store
 */
function addNames(plan, run, store) {
  const naming = namingWords(run);
  const whole = [...naming.map(({ word }) => word.whole).join("")].slice(0, LONGEST).join("");
  if (!whole) return;
  if (store.has(`!${whole}`)) plan.clauses.push({ keys: [`!${whole}`], boost: RANKING.name_boost });
  if (!naming[naming.length - 1]?.typing || [...whole].length < RANKING.shortest_name_prefix) return;
  const keys = store.expandPrefix(`!${whole}`, RANKING.prefix_shards).filter((key) => key !== `!${whole}`);
  if (keys.length) plan.clauses.push({ keys: keys.slice(0, RANKING.expansions), boost: RANKING.name_prefix_boost });
}

/**
 * The words of a query that may be a name: all but query stop words.
 * @param {QueryWord[]} run
 * @returns {QueryWord[]}
 */
function namingWords(run) {
  return run.filter(({ word }) => !isAsking(stem(word.whole)));
}

/**
 * Add the clause of the name that all that was typed may have been meant to be, if a word of it is unknown.
 * @param {Plan} plan
 * @param {QueryWord[]} run
 * @param {QueryWord[]} unknown
 * @param {Store} store
 * @returns {boolean} whether there is one
 */
function correctName(plan, run, unknown, store) {
  const naming = namingWords(run);
  const whole = naming.map(({ word }) => word.whole).join("");
  const letters = [...whole];
  if (letters.length < RANKING.shortest_misspelt_name || letters.length > LONGEST || isPaired(whole)) return false;
  if (naming.length > RANKING.misspelt_name_words) return false;
  const strange = naming.filter((one) => unknown.includes(one) || one.kept?.terms.some((term) => !store.has(term)));
  if (!strange.some(({ bound }) => !bound) || store.has(`!${whole}`)) return false;
  const [first, last] = [naming[0], naming[naming.length - 1]];
  if (!first || !last || (last.typing && store.expandPrefix(`!${whole}`, RANKING.prefix_shards).length)) return false;
  const names = store.spellings(letters.slice(0, 2)).filter(([key]) => key.startsWith("!"));
  const near = nearest(letters, names.map(([key, frequency]) => [key.slice(1), frequency]), RANKING.two_edits_from);
  if (!near) return false;
  plan.clauses.push({ keys: [`!${near.term}`], boost: RANKING.name_boost * editBoost(near.edits) });
  const was = naming.map(({ word }) => word.whole).join(" ");
  const [start, end] = [first.at + first.word.start, last.at + last.word.end];
  plan.corrections.push({ was, term: `!${near.term}`, start, end });
  return true;
}
