/**
 * The edit distance between words, for spelling correction; `generator/search/engine/edit_distance.py` has the same.
 */
import { RANKING } from "./parameters.js";
import { inOrder } from "./store.js";

/**
 * Returns the word nearest to a misspelt one and its edit distance; null if none is near enough.
 * @param {string[]} letters of a word
 * @param {[string, number][]} others with their log document frequencies
 * @param {number} [anyTwoFrom] letters from which on any two may be wrong, not only soft ones
 * @returns {{term: string, edits: number} | null} the nearest; of equals the commonest, then the first
 */
export function nearest(letters, others, anyTwoFrom = RANKING.any_two_edits_from) {
  const most = letters.length < RANKING.two_edits_from ? 1 : 2;
  const isStrict = most > 1 && letters.length < anyTwoFrom;
  const own = isStrict ? hardLetters(letters) : "";
  /** @type {{term: string, edits: number, frequency: number} | null} */
  let best = null;
  for (const [other, frequency] of others) {
    const limit = Math.min(most, best?.edits ?? most);
    const against = [...other];
    if (Math.abs(against.length - letters.length) > limit) continue;
    const edits = editsOf(letters, against, limit);
    if (edits > limit || (isStrict && edits === most && own !== hardLetters(against))) continue;
    const better =
      !best ||
      edits < best.edits ||
      frequency > best.frequency ||
      (frequency === best.frequency && inOrder(other, best.term) < 0);
    if (better) best = { term: other, edits, frequency };
  }
  return best;
}

/**
 * The letters of a word that are seldom misspelt, in order: no vowels, no h, and of a doubled letter one.
 * @param {string[]} letters
 * @returns {string}
 */
function hardLetters(letters) {
  return letters
    .filter((letter, at) => letter !== letters[at - 1] && !RANKING.soft_letters.includes(letter))
    .sort()
    .join("");
}

/**
 * Returns the edit distance of two terms (optimal string alignment), or `most` + 1 if it is greater than `most`.
 * @param {string[]} one
 * @param {string[]} other
 * @param {number} most
 * @returns {number}
 */
export function editsOf(one, other, most) {
  /** @type {number[]} */
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 1; at <= one.length; at += 1) {
    const last = before;
    before = row;
    row = [at];
    for (let to = 1; to <= other.length; to += 1) {
      let edits = Math.min(
        cell(before, to) + 1,
        cell(row, to - 1) + 1,
        cell(before, to - 1) + (one[at - 1] === other[to - 1] ? 0 : 1),
      );
      if (at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1]) {
        edits = Math.min(edits, cell(last, to - 2) + 1);
      }
      row.push(edits);
    }
    // A swap reaches two rows back.
    if (Math.min(...row) > most && Math.min(...before) >= most) return most + 1;
  }
  return Math.min(cell(row, other.length), most + 1);
}

/**
 * @param {number[]} row
 * @param {number} at
 * @returns {number}
 */
function cell(row, at) {
  return row[at] ?? 0;
}
