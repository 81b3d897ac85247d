/**
 * Ranking. How a query becomes clauses and how they score is described in
 * `generator/rank.py`; both give the same papers, scores and order. Pure, so that it can run
 * in a worker.
 */
import { parse } from "./query.js";
import { LONGEST, isPaired, isStopWord, join, plain, words } from "./tokens.js";

/** @typedef {import("./index.js").Index} Index */
/** @typedef {import("./query.js").Filter} Filter */
/** @typedef {import("./query.js").Query} Query */
/** @typedef {import("./tokens.js").Word} Word */
/** @typedef {{terms: string[], boost: number}} Clause a group of terms, and its share of the score */
/** @typedef {{was: string, term: string}} Correction an unknown word, and the term taken for it */
/**
 * What a query asks of a paper: every term of `required`, and of each group of `excluded`
 * not all. An `open` query has no words, and finds every paper.
 * @typedef {object} Plan
 * @property {Clause[]} clauses
 * @property {string[]} required
 * @property {string[][]} excluded
 * @property {boolean} open
 * @property {Correction[]} corrections
 * @property {number} tried words looked up among the known ones
 */
/** @typedef {{paper: number, score: number}} Found a paper by position */
/** @typedef {{found: Found[], query: Query, plan: Plan}} Answer */
/** @typedef {{word: Word, kept: Word | undefined, typed: boolean}} Running */

const EXPANSIONS = 64;
const CORRECTED = 8;

/**
 * The papers that a text finds, best first.
 * @param {Index} index
 * @param {string} text
 * @returns {Answer}
 */
export function search(index, text) {
  const query = parse(text, index.vocabulary);
  const plan = planOf(query, index);
  const tests = query.filters.map((filter) => testOf(index, filter));
  const found = scoresOf(plan, index).filter(({ paper }) => tests.every((test) => test(paper)));
  found.sort((one, other) => other.score - one.score || one.paper - other.paper);
  return { found, query, plan };
}

// --- from words to clauses ---------------------------------------------------

/**
 * @param {Query} query
 * @param {Index} index
 * @returns {Plan}
 */
function planOf(query, index) {
  const sought = query.chunks.filter(({ excluded }) => !excluded);
  /** @type {Plan} */
  const plan = { clauses: [], required: [], excluded: [], open: !sought.length, corrections: [], tried: 0 };
  const stops = sought.some(({ text }) => words(text, { query: true }).length > 0);
  /** @type {Running[]} */
  let run = [];
  for (const chunk of query.chunks) {
    const kept = words(chunk.text, { query: true, stops });
    if (chunk.excluded) {
      if (kept.length) plan.excluded.push(allTerms(kept));
    } else if (chunk.required) {
      addRun(plan, run, index, stops);
      run = [];
      plan.required.push(...allTerms(kept));
      for (const word of kept) addKnown(plan, known(word, index));
    } else {
      const byStart = new Map(kept.map((word) => [word.start, word]));
      for (const word of words(chunk.text, { query: true, stops: false })) {
        run.push({ word, kept: byStart.get(word.start), typed: chunk.typing && word.end === chunk.text.length });
      }
    }
  }
  addRun(plan, run, index, stops);
  return plan;
}

/**
 * What stands for the words where all must be there: their parts, else the joined form.
 * @param {Word[]} kept
 * @returns {string[]}
 */
function allTerms(kept) {
  return kept.flatMap(({ terms, joined }) => (terms.length ? terms : joined ? [joined] : []));
}

/**
 * @param {Word} word
 * @param {Index} index
 * @returns {string[]}
 */
function known(word, index) {
  const all = word.joined ? [...word.terms, word.joined] : word.terms;
  return [...new Set(all)].filter(index.has);
}

/**
 * @param {Plan} plan
 * @param {string[]} terms
 */
function addKnown(plan, terms) {
  plan.clauses.push(...terms.map((term) => ({ terms: [term], boost: 1 })));
}

/**
 * Add the clauses of neighbouring plain words.
 * @param {Plan} plan
 * @param {Running[]} run
 * @param {Index} index
 * @param {boolean} stops
 */
function addRun(plan, run, index, stops) {
  /** @type {Set<number>} */
  const covered = new Set();
  const found = run.map(({ kept }) => (kept ? known(kept, index) : []));
  for (const size of [3, 2]) {
    for (let at = 0; at + size <= run.length; at += 1) {
      const neighbours = run.slice(at, at + size);
      const term = join(neighbours.map(({ word }) => word.whole).join(""));
      if (!term || !index.has(term) || !neighbours.every(({ kept }) => kept)) continue;
      const allKnown = found.slice(at, at + size).every((terms) => terms.length);
      plan.clauses.push({ terms: [term], boost: allKnown ? 0.3 : 1 });
      for (let word = at; word < at + size; word += 1) covered.add(word);
    }
  }
  for (const [at, { kept, typed }] of run.entries()) {
    if (!kept) continue;
    const terms = found[at] ?? [];
    addKnown(plan, terms);
    const begun = begunBy(kept, typed, terms.length > 0, index, stops);
    plan.clauses.push(...begun);
    if (!terms.length && !begun.length && !covered.has(at)) addNearest(plan, kept, index);
  }
}

/**
 * The clause of the terms that a word still typed begins.
 * @param {Word} word
 * @param {boolean} typed
 * @param {boolean} isKnown
 * @param {Index} index
 * @param {boolean} stops
 * @returns {Clause[]}
 */
function begunBy(word, typed, isKnown, index, stops) {
  const start = word.last;
  const letters = [...start];
  const alone = letters.length === 1 && isPaired(start);
  if (!(typed || alone) || (stops && isStopWord(start))) return [];
  /** @type {string[]} */
  const terms = [];
  for (let at = firstFrom(index.terms, start); index.terms[at]?.startsWith(start); at += 1) {
    const term = /** @type {string} */ (index.terms[at]);
    if (alone || !word.terms.includes(term)) terms.push(term);
  }
  if (terms.length) {
    const spread = new Map(terms.map((term) => [term, index.posting(term).papers.length]));
    terms.sort((one, other) => (spread.get(other) ?? 0) - (spread.get(one) ?? 0) || inOrder(one, other));
    return [{ terms: terms.slice(0, EXPANSIONS), boost: alone ? 1 : isKnown ? 0.3 : 0.8 }];
  }
  if (!isKnown) {
    for (let length = Math.min(letters.length - 1, LONGEST); length > 3; length -= 1) {
      const stub = letters.slice(0, length).join("");
      if (index.has(stub)) return [{ terms: [stub], boost: 0.8 }];
    }
  }
  return [];
}

/**
 * The position of the first term that is not before a text.
 * @param {string[]} terms
 * @param {string} text
 * @returns {number}
 */
function firstFrom(terms, text) {
  let low = 0;
  let high = terms.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inOrder(terms[middle] ?? "", text) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Order of code points, which is not that of JavaScript's `<` beyond the basic plane.
 * @param {string} one
 * @param {string} other
 * @returns {number}
 */
function inOrder(one, other) {
  const most = Math.min(one.length, other.length);
  for (let at = 0; at < most; at += 1) {
    if (one.charCodeAt(at) === other.charCodeAt(at)) continue;
    const [before, after] = [one.codePointAt(at) ?? 0, other.codePointAt(at) ?? 0];
    return before - after || one.charCodeAt(at) - other.charCodeAt(at);
  }
  return one.length - other.length;
}

/**
 * Add, for each term of an unknown word, the clause of the known term that was perhaps meant.
 * @param {Plan} plan
 * @param {Word} word
 * @param {Index} index
 */
function addNearest(plan, word, index) {
  for (const term of word.terms.slice(0, CORRECTED - plan.tried)) {
    plan.tried += 1;
    const near = nearest(term, index);
    if (!near) continue;
    plan.clauses.push({ terms: [near.term], boost: near.edits === 1 ? 0.8 : 0.6 });
    plan.corrections.push({ was: word.last, term: near.term });
  }
}

/**
 * @param {string} term
 * @param {Index} index
 * @returns {{term: string, edits: number} | null}
 */
function nearest(term, index) {
  const letters = [...term];
  if (letters.length < 3 || isPaired(term) || /^[0-9.]*$/.test(term)) return null;
  let most = letters.length <= 4 ? 1 : 2;
  let best = { term: "", edits: most + 1, spread: 0 };
  for (const other of index.terms) {
    if (Math.abs(other.length - term.length) > most * 2) continue;
    const edits = editsBetween(letters, [...other], most);
    if (edits > most) continue;
    const spread = index.posting(other).papers.length;
    // Terms come in order, so that of equals the first is kept.
    if (edits < best.edits || spread > best.spread) best = { term: other, edits, spread };
    most = edits;
  }
  return best.term ? best : null;
}

/**
 * Edits between two terms (optimal string alignment), or `most` + 1 where there are more.
 * @param {string[]} one
 * @param {string[]} other
 * @param {number} most
 * @returns {number}
 */
export function editsBetween(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
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

// --- from clauses to scores --------------------------------------------------

/**
 * @param {Plan} plan
 * @param {Index} index
 * @returns {Found[]} in no order
 */
function scoresOf(plan, index) {
  const { papers: count, k1, b, mean_length: mean } = index.head;
  const scores = new Float64Array(count);
  const matched = new Uint8Array(count).fill(plan.open ? 1 : 0);
  for (const { terms, boost } of plan.clauses) {
    const frequencies = frequenciesOf(terms, index);
    const rarity = Math.log(1 + (count - frequencies.size + 0.5) / (frequencies.size + 0.5));
    for (const [paper, tf] of frequencies) {
      const length = index.papers.length[paper] ?? 0;
      const gain = (boost * rarity * tf * (k1 + 1)) / (tf + k1 * (1 - b + (b * length) / mean));
      scores[paper] = (scores[paper] ?? 0) + gain;
      matched[paper] = 1;
    }
  }
  const required = plan.required.map((term) => new Set(index.posting(term).papers));
  const excluded = plan.excluded.map((group) => group.map((term) => new Set(index.posting(term).papers)));
  /** @type {Found[]} */
  const found = [];
  for (let paper = 0; paper < count; paper += 1) {
    if (!matched[paper] || !required.every((papers) => papers.has(paper))) continue;
    if (excluded.some((group) => group.every((papers) => papers.has(paper)))) continue;
    found.push({ paper, score: Math.floor((scores[paper] ?? 0) * 1e9 + 0.5) / 1e9 });
  }
  return found;
}

/**
 * @param {string[]} terms
 * @param {Index} index
 * @returns {Map<number, number>} paper to the frequency of all the terms
 */
function frequenciesOf(terms, index) {
  /** @type {Map<number, number>} */
  const sums = new Map();
  for (const term of terms) {
    const { papers, frequencies } = index.posting(term);
    papers.forEach((paper, at) => sums.set(paper, (sums.get(paper) ?? 0) + (frequencies[at] ?? 0)));
  }
  return sums;
}

/**
 * Whether a paper, by position, passes a filter.
 * @param {Index} index
 * @param {Filter} filter
 * @returns {(paper: number) => boolean}
 */
function testOf(index, { field, values, excluded }) {
  const { papers } = index;
  if (field === "author") {
    const named = papers.people.map((name) => isNamed(name, values[0] ?? ""));
    return (paper) => (papers.authors[paper] ?? []).some((person) => named[person]) !== excluded;
  }
  if (field === "year") {
    return (paper) => values.some((span) => isWithin(papers.year[paper] ?? 0, span)) !== excluded;
  }
  const dimension = index.head.dimensions.find(({ key }) => key === field);
  const wanted = values.map((value) => dimension?.values.findIndex(([key]) => key === value) ?? -1);
  const own = papers.values[field] ?? [];
  const many = dimension?.several && !excluded ? "every" : "some";
  return (paper) => wanted[many]((number) => (own[paper] ?? []).includes(number)) !== excluded;
}

/**
 * Whether a year lies in `FROM..TO`, either of which may lack. 0 lies nowhere.
 * @param {number} year
 * @param {string} span
 * @returns {boolean}
 */
export function isWithin(year, span) {
  const [low, high] = span.split("..");
  return (Number(low) || 1) <= year && year <= (Number(high) || 9999);
}

/**
 * @param {string} name
 * @param {string} wanted folded words; each must begin a word of the name
 * @returns {boolean}
 */
function isNamed(name, wanted) {
  const own = plain(name);
  return wanted.split(" ").every((part) => own.some((word) => word.startsWith(part)));
}
