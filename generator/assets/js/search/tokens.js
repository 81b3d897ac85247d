/**
 * How text becomes the terms of the search. The specification stands in
 * `generator/text/analysis.py`; this is the same in the browser, and both pass the cases of
 * `tests/golden/tokens.json`.
 */
import lunr from "../vendor/lunr.js";

/**
 * One compound of a text.
 * @typedef {object} Word
 * @property {number} start where it stands in the text, in UTF-16 units
 * @property {number} end
 * @property {string[]} terms the terms of its parts, in order
 * @property {string | null} joined the term of the whole, if it has one
 * @property {string} last its last stretch, folded but not stemmed
 * @property {string} whole all of it, folded, without the marks between
 */

/** Characters after which a term is cut. */
export const LONGEST = 40;

const UNSEEN = "\\u00ad\\u200b-\\u200d\\u2060\\ufeff";
const DROPPED =
  "\\u0300-\\u036f\\u0483-\\u0487\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f" +
  "\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7" +
  "\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed" +
  "\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}";
const PAIRED =
  "\\u0e00-\\u0eff\\u1000-\\u109f\\u1100-\\u11ff\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u3130-\\u318f" +
  "\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua960-\\ua97f\\uac00-\\ud7ff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
/** @type {Record<string, string>} */
const SPELT = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", ı: "i", ħ: "h", þ: "th", ς: "σ" };

const RUN = `[\\p{L}\\p{N}\\p{M}${UNSEEN}]+`;
const COMMA = "(?<=[0-9]),(?=[0-9]{3}(?![0-9]))";
const HYPHENS = "\\-\\u2010\\u2011\\u2012\\u2013\\u2212";
const COMPOUND = new RegExp(`(${RUN}(?:(?:${COMMA}|[${HYPHENS}_.&\\^'’])${RUN})*)(\\*?)`, "gu");
const PIECE = new RegExp(`${RUN}(?:(?<=[0-9])\\.(?=[0-9])${RUN})*`, "gu");
const SPLIT = new RegExp(`(?<![0-9])\\.|\\.(?![0-9])|[${HYPHENS}_&\\^'’]`, "u");
const ENDING = /['’](?:[sStTdDmM]|[lL][lL]|[rRvV][eE])(?![\p{L}\p{N}])/gu;
const DROP = new RegExp(`[${UNSEEN}${DROPPED}]`, "gu");
const SPELT_OUT = new RegExp(`[${Object.keys(SPELT).join("")}]`, "gu");
const SEGMENT = new RegExp(`[${PAIRED}]+|[^${PAIRED}]+`, "gu");
const HAS_PAIRED = new RegExp(`[${PAIRED}]`, "u");
const PLAIN = /^[a-z]{3,}$/;
const ASCII = /^[\0-\x7f]*$/;

/** Entries after which a cache begins anew. */
const MOST_KEPT = 50_000;
/** @type {Map<string, string>} */
const stems = new Map();

/**
 * The stem of a folded term, or the term itself where it is no plain Latin word.
 * @param {string} term
 * @returns {string}
 */
export function stem(term) {
  if (!PLAIN.test(term)) return term;
  let known = stems.get(term);
  if (known === undefined) {
    known = /** @type {string} */ (lunr.stemmer({ update: (/** @type {(word: string) => string} */ of) => of(term) }));
    if (stems.size > MOST_KEPT) stems.clear();
    stems.set(term, known);
  }
  return known;
}

/**
 * @param {string} term
 * @returns {boolean}
 */
export function isStopWord(term) {
  return term !== "" && lunr.stopWordFilter(term) === undefined;
}

/**
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  if (ASCII.test(text)) return text.toLowerCase();
  const bare = text.normalize("NFKD").replace(DROP, "").toLowerCase();
  return bare.replace(SPELT_OUT, (letter) => SPELT[letter] ?? letter).normalize("NFC");
}

/**
 * The compounds of a text that give a term, in order. `query` pairs as for a query;
 * `stops` drops stop words.
 * @param {string} text
 * @param {{query?: boolean, stops?: boolean}} [options]
 * @returns {Word[]}
 */
export function words(text, { query = false, stops = true } = {}) {
  /** @type {Word[]} */
  const found = [];
  for (const match of text.matchAll(COMPOUND)) {
    const [all, raw = "", star = ""] = match;
    const start = match.index ?? 0;
    const word = read(raw, star === "*", query, stops);
    if (word.terms.length || word.joined || !stops) {
      found.push({ start, end: start + all.length - star.length, ...word });
    }
  }
  return found;
}

/** @type {Map<string, Pick<Word, "terms" | "joined" | "last" | "whole">>} */
const compounds = new Map();

/**
 * What one compound gives. Most come again and again.
 * @param {string} raw
 * @param {boolean} star whether an asterisk follows
 * @param {boolean} query
 * @param {boolean} stops
 */
function read(raw, star, query, stops) {
  const key = `${Number(star)}${Number(query)}${Number(stops)}${raw}`;
  const known = compounds.get(key);
  if (known) return known;
  const parts = split(raw).flatMap((part) => pieces(fold(part)));
  const segments = parts.flatMap((part) => part.match(SEGMENT) ?? []);
  const starred = star && parts.length === 1 && /^[a-z]$/.test(parts[0] ?? "");
  const whole = parts.join("").replaceAll(".", "") + (starred ? "star" : "");
  const compound = starred || parts.length > 1 || parts.some((part) => part.includes("."));
  const word = {
    terms: segments.flatMap((segment) => segmentTerms(segment, query, stops)),
    joined: compound ? join(whole, stops) : null,
    last: segments[segments.length - 1] ?? "",
    whole,
  };
  if (compounds.size > MOST_KEPT) compounds.clear();
  compounds.set(key, word);
  return word;
}

/**
 * The joined term of a compound's folded text, or null where it has none.
 * @param {string} whole
 * @param {boolean} [stops]
 * @returns {string | null}
 */
export function join(whole, stops = true) {
  if ([...whole].length > LONGEST || !/[^0-9]/.test(whole) || HAS_PAIRED.test(whole)) return null;
  return stops && isStopWord(whole) ? null : stem(whole);
}

/**
 * The terms that a text is indexed by, in order, repeats kept.
 * @param {string} text
 * @returns {string[]}
 */
export function terms(text) {
  return words(text).flatMap((word) => (word.joined ? [...word.terms, word.joined] : word.terms));
}

/**
 * The folded stretches of a text, neither stemmed nor paired: for names and keys.
 * @param {string} text
 * @returns {string[]}
 */
export function plain(text) {
  return [...text.matchAll(COMPOUND)].flatMap((match) => split(match[1] ?? "").flatMap((part) => pieces(fold(part))));
}

/**
 * Whether any of a text is in a script of step 5.
 * @param {string} text
 * @returns {boolean}
 */
export function isPaired(text) {
  return HAS_PAIRED.test(text);
}

/**
 * @param {string} segment
 * @param {boolean} query
 * @param {boolean} stops
 * @returns {string[]}
 */
function segmentTerms(segment, query, stops) {
  const letters = [...segment];
  if (HAS_PAIRED.test(segment)) {
    const pairs = letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
    return query && pairs.length ? pairs : [...pairs, letters[letters.length - 1] ?? ""];
  }
  if (stops && isStopWord(segment)) return [];
  return [stem(letters.length > LONGEST ? letters.slice(0, LONGEST).join("") : segment)];
}

/**
 * @param {string} compound
 * @returns {string[]}
 */
function split(compound) {
  return compound.replace(ENDING, "").replaceAll(",", "").split(SPLIT).filter(Boolean);
}

/**
 * @param {string} folded
 * @returns {string[]}
 */
function pieces(folded) {
  return [...folded.matchAll(PIECE)].map(([piece]) => piece).filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}
