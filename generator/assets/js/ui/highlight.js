/** Finds the stretches of a text that match a search. */
import { SPOKEN, fold, isPaired, isStopWord, plain, stem, words } from "../search/analysis.js";
import { formsOf } from "../search/words/synonyms.js";

/** @typedef {{text: string, highlighted: boolean}} Piece */
/**
 * A word of a text, with all by which it is found as a whole.
 * @typedef {{start: number, end: number, keys: string[]}} Read
 */

/** Names in CamelCase, and their parts, which are found by themselves (`generator/search/inverting/spellings.py`). */
const CAMEL = /(?<![\p{L}\p{N}])[A-Za-z][a-z]{2,}(?:[A-Z][a-z]{2,})+(?!\p{L})/gu;
const PART = /[A-Za-z][a-z]{2,}/g;

/**
 * Returns the text cut into pieces, each with whether it matches one of the terms; together they are the text.
 * @param {string} text
 * @param {Set<string>} terms
 * @returns {Piece[]}
 */
export function pieces(text, terms) {
  /** @type {Piece[]} */
  const stretches = [];
  let done = 0;
  for (const [start, end] of spans(text, terms)) {
    if (start > done) stretches.push({ text: text.slice(done, start), highlighted: false });
    stretches.push({ text: text.slice(start, end), highlighted: true });
    done = end;
  }
  if (done < text.length) stretches.push({ text: text.slice(done), highlighted: false });
  return stretches;
}

/**
 * @param {string} text
 * @param {Set<string>} terms
 * @returns {[number, number][]} in order, apart from one another
 */
function spans(text, terms) {
  /** @type {Map<number, [number, number]>} */
  const found = new Map();
  for (const { start, end, keys } of readings(text)) {
    const raw = text.slice(start, end);
    if (isPaired(fold(raw))) {
      for (const span of pairSpans(raw, start, terms)) found.set(span[0], span);
    } else if (keys.some((key) => terms.has(key))) {
      found.set(start, [start, end]);
    }
  }
  for (const { start, end, keys } of partsOf(text)) {
    const isMarked = [...found.values()].some(([from, to]) => from < end && start < to);
    if (!isMarked && keys.some((key) => terms.has(key))) found.set(start, [start, end]);
  }
  return [...found.values()].sort(([one], [other]) => one - other);
}

/**
 * The words of a text as each language of the survey reads them: it is not known which is the text's.
 * @param {string} text
 * @returns {Read[]}
 */
function readings(text) {
  return SPOKEN.flatMap((language) =>
    words(text, { language }).map(({ start, end, terms, joined }) => {
      const forms = formsOf(plain(text.slice(start, end)), language);
      return { start, end, keys: [...terms, ...forms, ...(joined === null ? [] : [joined])] };
    }),
  );
}

/**
 * The parts of names in CamelCase: `Data` and `Loader` of `DataLoader`.
 * @param {string} text
 * @returns {Read[]}
 */
function partsOf(text) {
  return [...text.matchAll(CAMEL)].flatMap(({ 0: name, index }) =>
    [...name.matchAll(PART)].map(({ 0: part, index: at }) => {
      const start = index + at;
      const languages = SPOKEN.filter((language) => !isStopWord(part.toLowerCase(), language));
      const keys = languages.map((language) => stem(part.toLowerCase(), language));
      return { start, end: start + part.length, keys };
    }),
  );
}

/**
 * In scripts without spaces a word is the whole stretch: mark the matching characters only.
 * @param {string} raw
 * @param {number} start
 * @param {Set<string>} terms
 * @returns {[number, number][]}
 */
function pairSpans(raw, start, terms) {
  const letters = [...raw];
  const hits = letters.map((letter, at) => {
    const [before, after] = [letters[at - 1] ?? "", letters[at + 1] ?? ""];
    return [letter, before + letter, letter + after].some((piece) => terms.has(fold(piece)));
  });
  /** @type {[number, number][]} */
  const spans = [];
  let at = start;
  letters.forEach((letter, number) => {
    const last = spans[spans.length - 1];
    if (hits[number] && last?.[1] === at) last[1] = at + letter.length;
    else if (hits[number]) spans.push([at, at + letter.length]);
    at += letter.length;
  });
  return spans;
}

/**
 * Returns those of the terms that a text has.
 * @param {string} text
 * @param {Set<string>} terms
 * @returns {string[]} each once
 */
export function heldTerms(text, terms) {
  const keys = [...readings(text), ...partsOf(text)].flatMap((word) => word.keys);
  return [...new Set(keys)].filter((key) => terms.has(key));
}
