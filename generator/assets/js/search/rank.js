/**
 * Ranking. How a query becomes clauses and how they score is described in
 * `generator/search/engine/rank.py`; both give the same papers, scores and order. Pure: it runs in a worker, in
 * Node, or on the page.
 */
import { nearest } from "./edit_distance.js";
import { parse } from "./query.js";
import { inOrder, isWord } from "./store.js";
import { LONGEST, isPaired, isStopWord, join, plain, stem, words } from "./tokens.js";
import { passing } from "./conditions.js";

/** @typedef {import("./query.js").Query} Query */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./tokens.js").Word} Word */
/** @typedef {{keys: string[], boost: number}} Clause keys taken as one, and their share of the score */
/** @typedef {{was: string, term: string, start: number, end: number}} Correction an unknown word, and the term taken for it */
/** @typedef {{word: Word, kept: Word | undefined, parts: string[], typed: boolean, bound: boolean, known: string[], at: number}} Running */
/**
 * @typedef {object} Plan
 * @property {Clause[]} clauses
 * @property {Correction[]} corrections
 * @property {number[]} groups of synonyms that were searched
 * @property {number} tried words looked up among the known ones
 */
/**
 * What a query finds: for each paper whether, and its score. `order` holds the papers found, best first.
 * @typedef {{query: Query, plan: Plan, open: boolean, matched: Uint8Array, scores: Float64Array}} Found
 */

const EXPANSIONS = 64;
const CORRECTED = 8;
const ASKED = 0.5;
const PAIR = 0.1;
const GROUP = 0.6;
const NAME = 2;
const NEAR = 0.15;
const BEST = 20;
const ASKING = new Set(
  (
    "article articles paper papers publication interested interest concerning concern regarding relating related " +
    "relate describe describing discuss discussing discussion deal dealing find finding show showing give giving " +
    "look looking seek seeking anything something someone anyone please question answer know known particular " +
    "various especially available exist existing want need tell list help"
  )
    .split(" ")
    .map(stem),
);

/**
 * The papers that a text finds, before any choice, with their scores. Throws `Waiting` where files are
 * missing.
 * @param {Store} store
 * @param {string} text
 * @returns {Found}
 */
export function match(store, text) {
  const vocabulary = new Map(
    store.head.dimensions.filter(({ open }) => !open).map(({ key, values }) => [key, new Map(values)]),
  );
  const query = parse(text, vocabulary);
  const run = runOf(query, store);
  const plan = planOf(run, store);
  const found = scoresOf(plan, store, !run.some(({ kept, bound }) => kept && !bound));
  // A pasted page may hold one condition a thousand times.
  const each = new Map(query.conditions.map((one) => [JSON.stringify({ ...one, start: 0, end: 0 }), one]));
  for (const condition of each.values()) {
    const passes = passing(condition, store);
    for (let paper = 0; paper < passes.length; paper += 1) if (!passes[paper]) found.matched[paper] = 0;
  }
  store.settle();
  return { query, plan, open: !run.length, ...found };
}

/**
 * The papers that are found and kept, best first; the best of them ordered anew by what their nearest
 * papers scored, found or not. Without words: in order of names.
 * @param {Store} store
 * @param {Found} found
 * @param {Uint8Array} kept
 * @returns {{paper: number, score: number}[]}
 */
export function order(store, { matched, scores, open }, kept) {
  /** @type {{paper: number, score: number}[]} */
  const papers = [];
  for (let paper = 0; paper < matched.length; paper += 1) {
    if (matched[paper] && kept[paper]) papers.push({ paper, score: scores[paper] ?? 0 });
  }
  if (open) return papers;
  papers.sort(byScore);
  const best = papers.slice(0, BEST).map(({ paper, score }) => {
    const near = store.card(paper)?.near ?? [];
    const gain = near.reduce((sum, [other, similarity]) => sum + similarity * (scores[other] ?? 0), 0);
    return { paper, score: rounded(score + NEAR * gain) };
  });
  store.settle();
  return [...best.sort(byScore), ...papers.slice(BEST)];
}

/**
 * @param {{paper: number, score: number}} one
 * @param {{paper: number, score: number}} other
 */
function byScore(one, other) {
  return other.score - one.score || one.paper - other.paper;
}

// --- from words to clauses ---------------------------------------------------

/**
 * The words to rank by. Stop words only where there is nothing else.
 * @param {Query} query
 * @param {Store} store
 * @returns {Running[]}
 */
function runOf({ chunks, conditions }, store) {
  const stops = chunks.some(({ text }) => words(text, { query: true }).length > 0);
  return chunks.flatMap((chunk) => {
    const kept = new Map(words(chunk.text, { query: true, stops }).map((word) => [word.start, word]));
    const bound = conditions.some(({ start, end }) => start <= chunk.start && chunk.start < end);
    return words(chunk.text, { query: true, stops: false }).map((word) => {
      const own = kept.get(word.start);
      const parts = plain(chunk.text.slice(word.start, word.end));
      const typed = chunk.typing && word.end === chunk.text.length;
      return { word, kept: own, parts, typed, bound, known: own ? known(own, store) : [], at: chunk.start };
    });
  });
}

/**
 * @param {Word} word
 * @param {Store} store
 * @returns {string[]}
 */
function known(word, store) {
  const all = word.joined ? [...word.terms, word.joined] : word.terms;
  return [...new Set(all)].filter((term) => store.has(term));
}

/**
 * @param {Running[]} run
 * @param {Store} store
 * @returns {Plan}
 */
function planOf(run, store) {
  /** @type {Plan} */
  const plan = { clauses: [], corrections: [], groups: [], tried: 0 };
  const covered = addNeighbours(plan, run, store);
  addPairs(plan, run, store);
  addNames(plan, run, store);
  const begun = run.map((one) => (one.kept ? begunBy(one, store) : []));
  store.settle(); // what is unknown is unknown from here on
  const unknown = run.filter(({ kept, known: terms, bound }, number) => kept && !terms.length && !begun[number]?.length && !bound);
  const named = addNearName(plan, run, unknown, store);
  run.forEach(({ kept, known: terms, bound, at, word, parts }, number) => {
    if (!kept) return;
    for (const term of terms) plan.clauses.push({ keys: [term], boost: ASKING.has(term) ? ASKED : 1 });
    const clauses = begun[number] ?? [];
    plan.clauses.push(...clauses);
    if (named || terms.length || clauses.length || bound || covered.has(number)) return;
    for (const was of parts.slice(0, CORRECTED - plan.tried)) {
      plan.tried += 1;
      addNearest(plan, { start: at + word.start, end: at + word.end, was }, store);
    }
  });
  store.settle();
  return plan;
}

/**
 * Add the clauses of neighbouring words joined.
 * @param {Plan} plan
 * @param {Running[]} run
 * @param {Store} store
 * @returns {Set<number>} the words that they cover
 */
function addNeighbours(plan, run, store) {
  /** @type {Set<number>} */
  const covered = new Set();
  for (const size of [3, 2]) {
    for (let at = 0; at + size <= run.length; at += 1) {
      const span = run.slice(at, at + size);
      if (span.some(({ kept }) => !kept)) continue;
      const term = join(span.map(({ word }) => word.whole).join(""));
      if (!term || !store.has(term)) continue;
      plan.clauses.push({ keys: [term], boost: span.every(({ known: terms }) => terms.length) ? 0.3 : 1 });
      for (let word = at; word < at + size; word += 1) covered.add(word);
    }
  }
  return covered;
}

/**
 * The clause of the words that one still typed begins.
 * @param {Running} one
 * @param {Store} store
 * @returns {Clause[]}
 */
function begunBy({ word: { last: start }, kept, typed, known: terms }, store) {
  const letters = [...start];
  const alone = letters.length === 1 && isPaired(start);
  if (!(typed || alone) || isStopWord(start)) return [];
  const own = kept?.terms ?? [];
  const found = store.begun(start, letters.length < 3 ? 1 : 2).filter((key) => isWord(key) && (alone || !own.includes(key)));
  if (found.length) {
    const spread = new Map(found.map((term) => [term, store.posting(term).papers.length]));
    found.sort((one, other) => (spread.get(other) ?? 0) - (spread.get(one) ?? 0) || inOrder(one, other));
    return [{ keys: found.slice(0, EXPANSIONS), boost: alone ? 1 : terms.length ? 0.3 : 0.8 }];
  }
  if (!terms.length) {
    for (let length = Math.min(letters.length - 1, LONGEST); length > 3; length -= 1) {
      const stub = letters.slice(0, length).join("");
      if (store.has(stub)) return [{ keys: [stub], boost: 0.8 }];
    }
  }
  return [];
}

/**
 * Add the clause of the known word that an unknown one may have been meant to be.
 * @param {Plan} plan
 * @param {Omit<Correction, "term">} place
 * @param {Store} store
 */
function addNearest(plan, place, store) {
  const letters = [...place.was];
  if (letters.length < 5 || isPaired(place.was) || /^[0-9.]*$/.test(place.was)) return;
  const near = nearest(letters, store.words(letters.slice(0, 2)).filter(([word]) => !word.startsWith("!")));
  if (!near) return;
  plan.clauses.push({ keys: [stem(near.term)], boost: near.edits === 1 ? 0.8 : 0.6 });
  plan.corrections.push({ ...place, term: near.term });
}

/**
 * Add the clauses of neighbouring terms and of groups of synonyms.
 * @param {Plan} plan
 * @param {Running[]} run
 * @param {Store} store
 */
function addPairs(plan, run, store) {
  const terms = run.flatMap(({ kept }) => kept?.terms ?? []);
  for (let at = 1; at < terms.length; at += 1) {
    const pair = `${terms[at - 1]} ${terms[at]}`;
    if (store.has(pair)) plan.clauses.push({ keys: [pair], boost: PAIR });
  }
  store.groups.forEach((group, number) => {
    if (!group.some((member) => standsIn(member, terms)) || !store.has(`~${number}`)) return;
    plan.clauses.push({ keys: [`~${number}`], boost: GROUP });
    plan.groups.push(number);
  });
}

/**
 * @param {string[]} member
 * @param {string[]} terms
 * @returns {boolean} whether the one stands in the other without a gap
 */
export function standsIn(member, terms) {
  if (!member.length) return false;
  return terms.some((_, at) => member.every((term, step) => terms[at + step] === term));
}

/**
 * Add the clauses of names that are all that was typed, or that begin so.
 * @param {Plan} plan
 * @param {Running[]} run
 * @param {Store} store
 */
function addNames(plan, run, store) {
  const told = run.filter(({ word }) => !ASKING.has(stem(word.whole)));
  const whole = [...told.map(({ word }) => word.whole).join("")].slice(0, LONGEST).join("");
  if (!whole) return;
  if (store.has(`!${whole}`)) plan.clauses.push({ keys: [`!${whole}`], boost: NAME });
  if (!told[told.length - 1]?.typed || [...whole].length < 3) return;
  const begun = store.begun(`!${whole}`, 2).filter((key) => key !== `!${whole}`);
  if (begun.length) plan.clauses.push({ keys: begun.slice(0, EXPANSIONS), boost: NAME / 2 });
}

/**
 * Add the clause of the name that all that was typed may have been meant to be, if a word of it is unknown.
 * @param {Plan} plan
 * @param {Running[]} run
 * @param {Running[]} unknown
 * @param {Store} store
 * @returns {boolean} whether there is one
 */
function addNearName(plan, run, unknown, store) {
  const told = run.filter(({ word }) => !ASKING.has(stem(word.whole)));
  const whole = told.map(({ word }) => word.whole).join("");
  const letters = [...whole];
  if (letters.length < 4 || letters.length > LONGEST || told.length > 3 || isPaired(whole)) return false;
  const strange = told.filter((one) => unknown.includes(one) || one.kept?.terms.some((term) => !store.has(term)));
  if (!strange.some(({ bound }) => !bound) || store.has(`!${whole}`)) return false;
  const [first, last] = [told[0], told[told.length - 1]];
  if (!first || !last || (last.typed && store.begun(`!${whole}`, 2).length)) return false;
  const names = store.words(letters.slice(0, 2)).filter(([key]) => key.startsWith("!"));
  const near = nearest(letters, names.map(([key, spread]) => [key.slice(1), spread]));
  if (!near) return false;
  plan.clauses.push({ keys: [`!${near.term}`], boost: NAME * (near.edits === 1 ? 0.8 : 0.6) });
  const was = told.map(({ word }) => word.whole).join(" ");
  plan.corrections.push({ was, term: `!${near.term}`, start: first.at + first.word.start, end: last.at + last.word.end });
  return true;
}

// --- from clauses to scores --------------------------------------------------

/**
 * @param {Plan} plan
 * @param {Store} store
 * @param {boolean} open whether all papers are found
 * @returns {{matched: Uint8Array, scores: Float64Array}}
 */
function scoresOf({ clauses }, store, open) {
  const count = store.head.papers;
  const scores = new Float64Array(count);
  const matched = new Uint8Array(count).fill(open ? 1 : 0);
  for (const { keys, boost } of clauses) {
    const { papers, levels } = together(keys, store);
    const rarity = Math.log(1 + (count - papers.length + 0.5) / (papers.length + 0.5));
    papers.forEach((paper, at) => {
      scores[paper] = (scores[paper] ?? 0) + boost * rarity * (levels[at] ?? 0);
      matched[paper] = 1;
    });
  }
  store.settle();
  return { matched, scores: scores.map(rounded) };
}

/**
 * @param {string[]} keys
 * @param {Store} store
 * @returns {import("./store.js").Posting} any of the keys' papers, with the highest of their levels
 */
function together(keys, store) {
  if (keys.length === 1) return store.posting(keys[0] ?? "");
  /** @type {Map<number, number>} */
  const best = new Map();
  for (const key of keys) {
    const { papers, levels } = store.posting(key);
    papers.forEach((paper, at) => best.set(paper, Math.max(best.get(paper) ?? 0, levels[at] ?? 0)));
  }
  return { papers: [...best.keys()], levels: [...best.values()] };
}

/** @param {number} score */
function rounded(score) {
  return Math.floor(score * 1e9 + 0.5) / 1e9;
}
