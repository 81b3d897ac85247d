/**
 * The files of the search index, opened. Their form is described in `generator/index.py`.
 */

/** @typedef {{key: string, title: string, several: boolean, values: [string, string][]}} Dimension */
/**
 * @typedef {object} Head
 * @property {number} format
 * @property {number} papers
 * @property {number} k1
 * @property {number} b
 * @property {number} mean_length
 * @property {[string, number][]} fields
 * @property {Dimension[]} dimensions
 * @property {{papers: string, terms: string}} files
 */
/**
 * A column for each property, papers in order of their ids.
 * @typedef {object} Papers
 * @property {string[]} id
 * @property {string[]} title
 * @property {string[]} name
 * @property {Record<string, string[]>} aliases by position
 * @property {number[]} year 0 where unknown
 * @property {string[]} summary
 * @property {string[]} known what stands for a summary
 * @property {string[]} people
 * @property {number[][]} authors numbers of people
 * @property {string[]} venues
 * @property {number[]} venue -1 where unknown
 * @property {Record<string, number[][]>} values dimension to the numbers of the paper's values
 * @property {number[]} length
 */
/** @typedef {{terms: string, patterns: number[][], digits: string, postings: string}} Terms */
/** @typedef {{papers: number[], frequencies: number[]}} Posting papers in order, and how often the term is in each */
/**
 * @typedef {object} Index
 * @property {Head} head
 * @property {Papers} papers
 * @property {string[]} terms in order of code points
 * @property {Map<string, Map<string, string>>} vocabulary
 * @property {(term: string) => boolean} has
 * @property {(term: string) => Posting} posting
 */

/** The form of the files that this code can read. */
export const FORMAT = 1;

/**
 * @param {Head} head
 * @param {Papers} papers
 * @param {Terms} file
 * @returns {Index}
 */
export function openIndex(head, papers, file) {
  const terms = frontDecoded(file.terms);
  const codes = file.postings.split(" ");
  const numberOf = new Map(terms.map((term, number) => [term, number]));
  const weights = head.fields.map(([, weight]) => weight);
  // A pattern weighs the same in every paper: weigh it once.
  const frequencies = file.patterns.map((pattern) => weigh(pattern, weights));
  const digits = new Map([...file.digits].map((char, digit) => [char, digit]));
  /** @type {Map<string, Posting>} */
  const read = new Map();
  papers.values.year = papers.year.map((year) => yearNumbers(head, year));
  return {
    head,
    papers,
    terms,
    vocabulary: new Map(head.dimensions.map(({ key, values }) => [key, new Map(values)])),
    has: (term) => numberOf.has(term),
    posting: (term) => {
      const known = read.get(term);
      if (known) return known;
      const number = numberOf.get(term);
      const posting = decode(number === undefined ? "" : (codes[number] ?? ""), digits, frequencies);
      read.set(term, posting);
      return posting;
    },
  };
}

/**
 * @param {Head} head
 * @param {number} year
 * @returns {number[]}
 */
function yearNumbers(head, year) {
  const values = head.dimensions.find(({ key }) => key === "year")?.values ?? [];
  const number = values.findIndex(([key]) => key === String(year));
  return number < 0 ? [] : [number];
}

/**
 * @param {number[]} pattern field and count in turn
 * @param {number[]} weights
 * @returns {number}
 */
function weigh(pattern, weights) {
  let frequency = 0;
  for (let at = 0; at < pattern.length; at += 2) {
    frequency += (weights[pattern[at] ?? 0] ?? 0) * (pattern[at + 1] ?? 0);
  }
  return frequency;
}

/**
 * @param {string} coded
 * @returns {string[]}
 */
function frontDecoded(coded) {
  let before = "";
  return (coded ? coded.split(" ") : []).map((part) => {
    const shared = parseInt(part.charAt(0), 36);
    // Characters beyond the basic plane are two units of a JavaScript string.
    const kept = /[\ud800-\udfff]/.test(before) ? [...before].slice(0, shared).join("") : before.slice(0, shared);
    before = kept + part.slice(1);
    return before;
  });
}

/**
 * @param {string} code
 * @param {Map<string, number>} digits
 * @param {number[]} frequencies by pattern
 * @returns {Posting}
 */
function decode(code, digits, frequencies) {
  /** @type {Posting} */
  const posting = { papers: [], frequencies: [] };
  let number = 0;
  let scale = 1;
  let paper = -1;
  let isPaper = true;
  for (const char of code) {
    const digit = digits.get(char) ?? 0;
    number += (digit % 46) * scale;
    scale *= 46;
    if (digit >= 46) continue;
    if (isPaper) posting.papers.push((paper += number + 1));
    else posting.frequencies.push(frequencies[number] ?? 0);
    isPaper = !isPaper;
    number = 0;
    scale = 1;
  }
  return posting;
}
