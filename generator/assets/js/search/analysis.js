/**
 * How text becomes the terms of the search. The specification stands in
 * `generator/text/analysis.py`; this is the same in the browser, function by function. Both read
 * `generator/text/analysis.json` and pass the cases of `tests/golden/tokens.json`.
 */
import lunr from "../vendor/lunr.js";
import { ANALYSIS, LANGUAGES } from "./parameters.js";

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
export const LONGEST = ANALYSIS.longest;

const UNSEEN = ANALYSIS.unseen;
const PAIRED = ANALYSIS.paired.join("");
const HYPHENS = ANALYSIS.hyphens;
/** @type {Record<string, string>} */
const SPELT = ANALYSIS.spelt_out;

/** @type {Record<string, string>} */
const SIGNS = ANALYSIS.signs;
/** Signs that are part of a name, so that `C++` is no C. */
const NAMED = ["++", "#"];
const GREEK = ANALYSIS.greek.split(" ");

const LETTER = "[\\p{L}\\p{N}]";
const RUN = `[\\p{L}\\p{N}\\p{M}${UNSEEN}]+`;
const DOT = `(?:(?<!${LETTER})(?<!\\.)\\.(?=${ANALYSIS.dotted}(?!${LETTER})))?`;
const HELD = `${RUN}(?:(?:${ANALYSIS.digit_comma}|[${HYPHENS}_.&\\^'’])${RUN})*`;
const SIGN = `(?<=[A-Za-z])\\+\\+|(?<!${LETTER}[A-Za-z])(?<=[A-Za-z])#|\\+(?!\\+|${LETTER})|\\*|`;
const COMPOUND = new RegExp(`(${DOT}${HELD})(${SIGN})`, "gu");
const PIECE = new RegExp(`${RUN}(?:${ANALYSIS.digit_dot}${RUN})*`, "gu");
const SPLIT = new RegExp(`(?<![0-9])\\.|\\.(?![0-9])|[${HYPHENS}_&\\^'’]`, "u");
const ENDING = new RegExp(`${ANALYSIS.ending}(?!${LETTER})`, "gu");
const DROP = new RegExp(`${ANALYSIS.breve}|[${UNSEEN}${ANALYSIS.dropped.join("")}]`, "gu");
const SPELT_OUT = new RegExp(`[${Object.keys(SPELT).join("")}]`, "gu");
const SEGMENT = new RegExp(`[${PAIRED}]+|[^${PAIRED}]+`, "gu");
const HAS_PAIRED = new RegExp(`[${PAIRED}]`, "u");
const PLAIN = new RegExp(`^${ANALYSIS.stemmed}$`);
const LETTERS = new RegExp(`^${ANALYSIS.stemmed_elsewhere}$`, "u");
const NOTHING = /^(?!)/;
const ALONE = new RegExp(ANALYSIS.greek_alone, "gu");
const NOT_DIGITS = /[^0-9]/;
const ASCII = /^[\0-\x7f]*$/;

/** Entries after which a cache begins anew. */
const MOST_KEPT = 50_000;
export const ENGLISH = "en";
/** The languages of the survey's texts, the commonest first. */
export const SPOKEN = Object.keys(LANGUAGES);
/** @type {Map<string, string>} */
const stems = new Map();

/**
 * Returns the stem of a folded term in a language; a term that is not stemmed is returned as it is.
 * @param {string} term
 * @param {string} [language]
 * @returns {string}
 */
export function stem(term, language = ENGLISH) {
  if (!(language === ENGLISH ? PLAIN : LETTERS).test(term)) return term;
  const key = `${language} ${term}`;
  let stemmed = stems.get(key);
  if (stemmed === undefined) {
    stemmed = language === ENGLISH ? porter(term) : snowball(language)(term) || term;
    if (stems.size > MOST_KEPT) stems.clear();
    stems.set(key, stemmed);
  }
  return stemmed;
}

/**
 * @param {string} term
 * @returns {string}
 */
function porter(term) {
  return /** @type {string} */ (lunr.stemmer({ update: (/** @type {(word: string) => string} */ of) => of(term) }));
}

/**
 * @param {string} language
 * @returns {(word: string) => string}
 */
function snowball(language) {
  return LANGUAGES[language]?.stem ?? ((word) => word);
}

/**
 * Returns whether a folded term is a stop word of a language.
 * @param {string} term
 * @param {string} [language]
 * @returns {boolean}
 */
export function isStopWord(term, language = ENGLISH) {
  if (language !== ENGLISH) return LANGUAGES[language]?.stops?.has(term) ?? false;
  return term !== "" && lunr.stopWordFilter(term) === undefined;
}

/**
 * Returns a text in lower case and without accents, as terms are compared (step 4 of the specification).
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  if (ASCII.test(text)) return text.toLowerCase();
  const bare = text.normalize("NFKD").replace(DROP, "").toLowerCase();
  return bare.replace(SPELT_OUT, (letter) => SPELT[letter] ?? letter).normalize("NFC");
}

/**
 * Returns the compounds of a text that give a term, in order. `query` pairs characters as for a query; `stops` drops
 * stop words.
 * @param {string} text
 * @param {{query?: boolean, stops?: boolean, language?: string}} [options]
 * @returns {Word[]}
 */
export function words(text, { query = false, stops = true, language = ENGLISH } = {}) {
  /** @type {Word[]} */
  const found = [];
  for (const match of text.matchAll(COMPOUND)) {
    const [all, raw = "", sign = ""] = match;
    const start = match.index ?? 0;
    const word = read(raw, sign, query, stops, language);
    if (word.terms.length || word.joined || !stops) {
      found.push({ start, end: start + (sign === "*" ? raw : all).length, ...word });
    }
  }
  return found;
}

/** @type {Map<string, Pick<Word, "terms" | "joined" | "last" | "whole">>} */
const compounds = new Map();

/**
 * What one compound gives. Most come again and again.
 * @param {string} raw
 * @param {string} sign that follows
 * @param {boolean} query
 * @param {boolean} stops
 * @param {string} language
 */
function read(raw, sign, query, stops, language) {
  const key = `${Number(query)}${Number(stops)}${language} ${raw}|${sign}`;
  const earlier = compounds.get(key);
  if (earlier) return earlier;
  let own = folded(raw, sign);
  const whole = joined(own, sign);
  let spoken = whole;
  const bare = raw.replace(elided(language), "");
  if (bare.length < raw.length) {
    own = folded(bare, sign);
    spoken = joined(own, sign);
  }
  const segments = own.flatMap((part) => part.match(SEGMENT) ?? []);
  const compound = own.length > 1 || own.join("") !== spoken;
  const word = {
    terms: segments.flatMap((segment) => segmentTerms(segment, query, stops, language)),
    joined: compound ? join(spoken, { stops, language }) : null,
    last: segments[segments.length - 1] ?? "",
    whole,
  };
  if (compounds.size > MOST_KEPT) compounds.clear();
  compounds.set(key, word);
  return word;
}

/**
 * The folded parts of a compound without marks between them, and with the sign that is one more part spelt out.
 * @param {string[]} parted
 * @param {string} sign
 * @returns {string}
 */
function joined(parted, sign) {
  const whole = parted.join("").replaceAll(".", "");
  const signed = (sign === "+" && NOT_DIGITS.test(whole)) || (sign === "*" && /^[a-z]$/.test(whole));
  return signed ? `${whole}${SIGNS[sign]}` : whole;
}

/**
 * What an apostrophe parts from the word behind it, at the beginning of a compound: `l'`. Nothing in most languages.
 * @param {string} language
 * @returns {RegExp}
 */
function elided(language) {
  return LANGUAGES[language]?.elided ?? NOTHING;
}

/**
 * Returns the joined term of a compound's folded text; null if it gives none.
 * @param {string} whole
 * @param {{stops?: boolean, language?: string}} [options]
 * @returns {string | null}
 */
export function join(whole, { stops = true, language = ENGLISH } = {}) {
  if ([...whole].length > LONGEST || !NOT_DIGITS.test(whole) || HAS_PAIRED.test(whole)) return null;
  return stops && isStopWord(whole, language) ? null : stem(whole, language);
}

/**
 * Returns the terms by which a text is found, in order and with repetitions.
 * @param {string} text
 * @param {string} [language]
 * @returns {string[]}
 */
export function terms(text, language) {
  return words(text, { language }).flatMap((word) => (word.joined ? [...word.terms, word.joined] : word.terms));
}

/**
 * Returns the words of a text folded, but not stemmed and not cut into pairs: for names and keys.
 * @param {string} text
 * @returns {string[]}
 */
export function plain(text) {
  return [...text.matchAll(COMPOUND)].flatMap(([, raw = "", sign = ""]) => folded(raw, sign));
}

/**
 * Returns whether a text has a character of a script without spaces (step 5), such as Chinese.
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
 * @param {string} language
 * @returns {string[]}
 */
function segmentTerms(segment, query, stops, language) {
  const letters = [...segment];
  if (HAS_PAIRED.test(segment)) {
    const pairs = letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
    return query && pairs.length ? pairs : [...pairs, letters[letters.length - 1] ?? ""];
  }
  if (stops && isStopWord(segment, language)) return [];
  return [stem(letters.length > LONGEST ? letters.slice(0, LONGEST).join("") : segment, language)];
}

/**
 * The parts of a compound, folded, parted anew where folding left what is no letter, number or mark, and with the
 * signs spelt out that are part of a name.
 * @param {string} compound
 * @param {string} sign
 * @returns {string[]}
 */
function folded(compound, sign) {
  const found = parts(compound).flatMap((part) => pieces(fold(part)));
  if (found.length && compound.startsWith(".")) found[0] = `${SIGNS["."]}${found[0]}`;
  if (found.length && NAMED.includes(sign)) found[found.length - 1] += SIGNS[sign] ?? "";
  return found;
}

/**
 * The parts into which a compound falls at its marks, without English endings.
 * @param {string} compound
 * @returns {string[]}
 */
function parts(compound) {
  return compound.replace(ENDING, "").replaceAll(",", "").split(SPLIT).filter(Boolean);
}

/**
 * What folding left of a part, parted where it holds what is no letter, number or mark; lone Greek letters are spelt
 * out.
 * @param {string} part
 * @returns {string[]}
 */
function pieces(part) {
  const spelt = part.replace(ALONE, (letter) => GREEK[letter.charCodeAt(0) - "α".charCodeAt(0)] ?? letter);
  return [...spelt.matchAll(PIECE)].map(([piece]) => piece).filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

/**
 * Compares two texts by code points, for `sort`; JavaScript's `<` differs beyond the basic plane.
 * @param {string} one
 * @param {string} other
 * @returns {number}
 */
export function inOrder(one, other) {
  const most = Math.min(one.length, other.length);
  for (let at = 0; at < most; at += 1) {
    if (one.charCodeAt(at) === other.charCodeAt(at)) continue;
    const [before, after] = [one.codePointAt(at) ?? 0, other.codePointAt(at) ?? 0];
    return before - after || one.charCodeAt(at) - other.charCodeAt(at);
  }
  return one.length - other.length;
}

/**
 * Whether a key of the index is a word's term: no bigram, group, name or filter, nor the languages of a word.
 * @param {string} key
 * @returns {boolean}
 */
export function isWord(key) {
  return !"!:~".includes(key.charAt(0)) && !key.includes(" ");
}
