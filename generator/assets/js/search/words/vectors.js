/**
 * Reads the vectors of words and papers from files of the index, as `generator/search/engine/vectors.py` does; their
 * form is described in `generator/search/vectors.py`.
 */
import { SHARDS } from "../parameters.js";

/** @typedef {{numbers: Int8Array, lengths: number[]}} Table vectors of papers, and their lengths once asked for */
/**
 * @typedef {object} TableFile
 * @property {number} levels
 * @property {number} each
 * @property {string} digits
 * @property {number} [papers] where they have a prefix code
 * @property {string} [lengths] of its words
 * @property {number[]} [none]
 */

export const DIGITS = new Map([...SHARDS.digits].map((char, digit) => [char.charCodeAt(0), digit]));

/**
 * The coordinates of a vector: 2 · d - levels + 1 for the digit d.
 * @param {string} code
 * @param {number} levels
 * @returns {number[]}
 */
export function digitsOf(code, levels) {
  return [...code].map((char) => 2 * parseInt(char, 16) - levels + 1);
}

/**
 * The vectors of a file, each of `size` coordinates; that of a paper without one is zero.
 * @param {TableFile} file
 * @param {number} size
 * @returns {Table}
 */
export function openTable(file, size) {
  const { levels, each, none = [] } = file;
  const groups = Math.ceil(size / each);
  const packs = packsOf(file, groups);
  const numbers = new Int8Array((packs.length / groups) * size);
  packs.forEach((pack, at) => {
    const first = (at % groups) * each;
    let code = pack;
    for (let place = first + each - 1; place >= first; place -= 1) {
      if (place < size) numbers[Math.floor(at / groups) * size + place] = 2 * (code % levels) - levels + 1;
      code = Math.floor(code / levels);
    }
  });
  for (const at of none) numbers.fill(0, at * size, (at + 1) * size);
  return { numbers, lengths: [] };
}

/**
 * The numbers that stand for the groups of coordinates of each paper, paper by paper.
 * @param {TableFile} file
 * @param {number} groups
 * @returns {Uint8Array}
 */
function packsOf({ digits, papers = 0, lengths }, groups) {
  const codes = Uint8Array.from(digits, (char) => DIGITS.get(char.charCodeAt(0)) ?? 0);
  if (lengths === undefined) return codes;
  const packs = new Uint8Array(papers * groups);
  const count = lengths.length / groups;
  let at = 0;
  for (let group = 0; group < groups; group += 1) {
    const { order, counts } = prefixCode(lengths.slice(group * count, (group + 1) * count));
    for (let paper = 0; paper < papers; paper += 1) {
      // Of words of a length, the lowest is `first`; `before` are shorter.
      let word = 0;
      let first = 0;
      let before = 0;
      for (let length = 1; length < counts.length; length += 1) {
        word = 2 * word + (((codes[Math.floor(at / SHARDS.bits)] ?? 0) >> (SHARDS.bits - 1 - (at % SHARDS.bits))) & 1);
        at += 1;
        const many = counts[length] ?? 0;
        if (word - first < many) {
          packs[paper * groups + group] = order[before + word - first] ?? 0;
          break;
        }
        before += many;
        first = 2 * (first + many);
      }
    }
  }
  return packs;
}

/**
 * The numbers that a canonical prefix code has words for, in order of these, and how many words there are of each
 * length.
 * @param {string} lengths of each number's word, or 0
 * @returns {{order: number[], counts: number[]}}
 */
function prefixCode(lengths) {
  const each = [...lengths].map((digit) => parseInt(digit, 36));
  const order = [...each.keys()].filter((number) => each[number]);
  order.sort((one, other) => (each[one] ?? 0) - (each[other] ?? 0) || one - other);
  const counts = new Array(Math.max(...each) + 1).fill(0);
  for (const number of order) counts[each[number] ?? 0] += 1;
  return { order, counts };
}
