/** Which stretches of a text matched. */
import { SPOKEN, fold, isPaired, words } from "../search/analysis.js";

/** @typedef {{text: string, highlighted: boolean}} Piece */

/**
 * The text in pieces, which together are the text.
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
  for (const { start, end, terms: ownTerms, joined } of readings(text)) {
    const raw = text.slice(start, end);
    if (isPaired(fold(raw))) {
      for (const span of pairSpans(raw, start, terms)) found.set(span[0], span);
    } else if (ownTerms.some((term) => terms.has(term)) || (joined !== null && terms.has(joined))) {
      found.set(start, [start, end]);
    }
  }
  return [...found.values()].sort(([one], [other]) => one - other);
}

/**
 * The words of a text as each language of the survey reads them: it is not known which is the text's.
 * @param {string} text
 */
function readings(text) {
  return SPOKEN.flatMap((language) => words(text, { language }));
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
 * Which of the terms a text holds.
 * @param {string} text
 * @param {Set<string>} terms
 * @returns {string[]} each once
 */
export function heldTerms(text, terms) {
  const ownTerms = readings(text).flatMap((word) => (word.joined === null ? word.terms : [...word.terms, word.joined]));
  return [...new Set(ownTerms)].filter((term) => terms.has(term));
}
