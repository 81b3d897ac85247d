/**
 * Finds the papers for which a condition of the query, or a filter, holds; `generator/search/engine/conditions.py` does
 * the same.
 */
import { plain, words } from "./analysis.js";
import { QUERY, RANKING } from "./parameters.js";

/** @typedef {import("./pieces.js").Condition} Condition */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {Uint8Array} Passing 1 for each paper that passes, by position */

/**
 * @param {Condition} condition
 * @param {Store} store
 * @returns {Passing}
 */
export function passing(condition, store) {
  const { kind } = condition;
  if (kind === "all") return every(condition.parts.map((part) => passing(part, store)), store);
  if (kind === "any") return some(condition.parts.map((part) => passing(part, store)), store);
  if (kind === "not") return some(condition.parts.map((part) => passing(part, store)), store).map((pass) => 1 - pass);
  if (kind === "field") return some(condition.values.map((value) => having(condition.field, value, store)), store);
  return inEachLanguage((language) => holding(condition, language, store), store);
}

/**
 * The papers whose texts hold words or a phrase, as a text in a language has them.
 * @param {Condition} condition
 * @param {string} language
 * @param {Store} store
 * @returns {Passing}
 */
function holding({ kind, text }, language, store) {
  const needed = termsOf(text, language);
  if (kind === "phrase" && needed.length > 1) {
    const bigrams = needed.slice(1).map((term, at) => `${needed[at]} ${term}`);
    const found = bigrams.map((bigram) => some([papersOf(bigram, store), papersOf(bigram, store, "rare")], store));
    return every(found, store);
  }
  return every(needed.map((term) => papersOf(term, store)), store);
}

/**
 * The papers that are found by the rules of their own language: what is a stop word in one may be all that is asked
 * for in another.
 * @param {(language: string) => Passing} found
 * @param {Store} store
 * @returns {Passing}
 */
function inEachLanguage(found, store) {
  const [first = "", ...others] = store.languages;
  if (!others.length) return found(first);
  const each = store.languages.map((language) => every([found(language), papersOf(`:lang=${language}`, store)], store));
  return some(each, store);
}

/**
 * Returns the papers with a value: of a facet, in a span of years, or with words that begin those of the value.
 * @param {string} field
 * @param {string} value
 * @param {Store} store
 * @returns {Passing}
 */
export function having(field, value, store) {
  if (field === "year") {
    const years = store.head.dimensions.find(({ key }) => key === "year")?.values ?? [];
    const within = years.filter(([key]) => isWithin(Number(key), value));
    return some(within.map(([key]) => papersOf(`:year=${key}`, store)), store);
  }
  if (QUERY.ranked_fields.includes(field)) {
    return inEachLanguage((language) => named(field, value, language, store), store);
  }
  if (!QUERY.open_fields.includes(field)) return papersOf(`:${field}=${value}`, store);
  const exact = `:${field}=${plain(value).join("-")}`;
  if (store.has(exact)) return papersOf(exact, store);
  const expanded = plain(value).map((word) => store.expandPrefix(`:${field}:${word}`, RANKING.value_prefix_shards));
  return every(expanded.map((keys) => some(keys.map((key) => papersOf(key, store)), store)), store);
}

/**
 * The papers that have each word of a value in their title or a name.
 * @param {string} field
 * @param {string} value
 * @param {string} language
 * @param {Store} store
 * @returns {Passing}
 */
function named(field, value, language, store) {
  const needed = words(value, { query: true, stops: field === "title", language }).flatMap(({ terms }) => terms);
  return every(needed.map((term) => papersOf(`:${field}:${term}`, store)), store);
}

/**
 * Returns whether a year lies in a span `FROM..TO`, of which either may be missing, or equals a single year; false for
 * any other text.
 * @param {number} year
 * @param {string} span
 * @returns {boolean}
 */
export function isWithin(year, span) {
  const [low = "", high = low] = span.split("..");
  return Number(low || 1) <= year && year <= Number(high || QUERY.last_year);
}

/**
 * @param {string} text
 * @param {string} language
 * @returns {string[]} the parts of its words, else the joined form
 */
function termsOf(text, language) {
  const found = words(text, { query: true, language });
  return found.flatMap(({ terms, joined }) => (terms.length ? terms : joined ? [joined] : []));
}

/**
 * @param {string} key
 * @param {Store} store
 * @param {import("./store.js").Tier} [tier]
 * @returns {Passing}
 */
function papersOf(key, store, tier) {
  const found = new Uint8Array(store.head.papers);
  for (const paper of store.postings(key, tier).papers) found[paper] = 1;
  return found;
}

/**
 * Returns the papers that are in all sets; all papers if there are no sets.
 * @param {Passing[]} all
 * @param {Store} store
 * @returns {Passing}
 */
export function every(all, store) {
  const found = new Uint8Array(store.head.papers).fill(1);
  for (const one of all) for (let paper = 0; paper < found.length; paper += 1) if (!one[paper]) found[paper] = 0;
  return found;
}

/**
 * Returns the papers that are in at least one set; none if there are no sets.
 * @param {Passing[]} any
 * @param {Store} store
 * @returns {Passing}
 */
export function some(any, store) {
  const found = new Uint8Array(store.head.papers);
  for (const one of any) for (let paper = 0; paper < found.length; paper += 1) if (one[paper]) found[paper] = 1;
  return found;
}
