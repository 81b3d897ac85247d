/** Which stretches of a text matched. */
import { fold, isPaired, words } from "../search/analysis.js";

/** @typedef {{text: string, marked: boolean}} Piece */

/**
 * The text in pieces, which together are the text.
 * @param {string} text
 * @param {Set<string>} terms
 * @returns {Piece[]}
 */
export function pieces(text, terms) {
  /** @type {Piece[]} */
  const found = [];
  let done = 0;
  for (const [start, end] of spans(text, terms)) {
    if (start > done) found.push({ text: text.slice(done, start), marked: false });
    found.push({ text: text.slice(start, end), marked: true });
    done = end;
  }
  if (done < text.length) found.push({ text: text.slice(done), marked: false });
  return found;
}

/**
 * @param {string} text
 * @param {Set<string>} terms
 * @returns {[number, number][]} in order, apart from one another
 */
function spans(text, terms) {
  return words(text).flatMap(({ start, end, terms: own, joined }) => {
    const raw = text.slice(start, end);
    if (isPaired(fold(raw))) return pairSpans(raw, start, terms);
    const hit = own.some((term) => terms.has(term)) || (joined !== null && terms.has(joined));
    return hit ? [/** @type {[number, number]} */ ([start, end])] : [];
  });
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
  const found = [];
  let at = start;
  letters.forEach((letter, number) => {
    const last = found[found.length - 1];
    if (hits[number] && last?.[1] === at) last[1] = at + letter.length;
    else if (hits[number]) found.push([at, at + letter.length]);
    at += letter.length;
  });
  return found;
}

/**
 * Which of the terms a text holds.
 * @param {string} text
 * @param {Set<string>} terms
 * @returns {string[]} each once
 */
export function heldTerms(text, terms) {
  const own = words(text).flatMap((word) => (word.joined === null ? word.terms : [...word.terms, word.joined]));
  return [...new Set(own)].filter((term) => terms.has(term));
}
