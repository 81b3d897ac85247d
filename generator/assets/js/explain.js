/** What a reader is told of a search: what was searched besides the words, and ways out where nothing is found. */
import { editsOf, standsIn } from "./rank.js";
import { inOrder } from "./shards.js";
import { isPaired, words } from "./tokens.js";

/** @typedef {import("./engine.js").Asked} Asked */
/** @typedef {import("./query.js").Condition} Condition */
/** @typedef {import("./rank.js").Found} Found */
/** @typedef {import("./shards.js").Store} Store */
/** @typedef {{was: string, now: string, q: string}} Corrected `q` is the query with the word as it was typed, quoted */
/** @typedef {{was: string, also: string[]}} Synonym */
/** @typedef {{corrections: Corrected[], synonyms: Synonym[], begun: boolean, near: number}} Notes */
/** @typedef {{start: number, end: number, label: string, excluded: boolean}} Chip */
/** @typedef {{label: string, q: string, choices: import("./engine.js").Choices, total: number}} Relaxed */
/** @typedef {{word: string, now: string, q: string, total: number}} Suggested */
/** @typedef {(asked: Pick<Asked, "q" | "choices">, store: Store) => number} Total */

const ALSO = 5;
const SUGGESTED = 3;
/** Conditions, choices and words at most that are looked at where nothing is found. */
const TRIED = 8;
/** @type {Record<string, string>} fields that are no dimension */
const TITLES = { title: "Title", name: "Name" };

/**
 * @param {Found} found
 * @param {string} q
 * @param {Partial<import("./shards.js").Card>[]} rows the first papers, to find a shown form of a stem in
 * @param {Store} store
 * @returns {Notes}
 */
export function notesOf({ query, plan }, q, rows, store) {
  const terms = query.chunks.flatMap(({ text }) => words(text, { query: true }).flatMap((word) => word.terms));
  const texts = rows.map((card) => `${card.title} ${card.name ?? ""} ${card.summary ?? ""}`);
  return {
    corrections: plan.corrections.map(({ was, term, start, end }) => ({
      was,
      now: shown(term, texts),
      q: quoted(q, start, end),
    })),
    synonyms: plan.groups.map((group) => synonymOf(group, terms, store)),
    begun: plan.begun,
    near: 0,
  };
}

/**
 * A query with a stretch of it in quotes, which only stand where a piece begins and ends.
 * @param {string} q
 * @param {number} start
 * @param {number} end
 */
function quoted(q, start, end) {
  const before = q.slice(0, start);
  const after = q.slice(end);
  return `${before}${/[^\s(]$/.test(before) ? " " : ""}"${q.slice(start, end)}"${/^[^\s)]/.test(after) ? " " : ""}${after}`.trim();
}

/**
 * A group of synonyms: the member that was typed, and the others.
 * @param {number} group
 * @param {string[]} terms of the query
 * @param {Store} store
 * @returns {Synonym}
 */
function synonymOf(group, terms, store) {
  const members = store.head.groups[group] ?? [];
  const typed = members.filter((_, number) => standsIn(store.groups[group]?.[number] ?? [], terms));
  return { was: typed[0] ?? "", also: members.filter((member) => !typed.includes(member)).slice(0, ALSO) };
}

/**
 * A word of some texts that has a term, or the term itself.
 * @param {string} term
 * @param {string[]} texts
 */
function shown(term, texts) {
  for (const text of texts) {
    const word = words(text).find(({ terms, joined }) => terms.includes(term) || joined === term);
    if (word) return word.terms.length > 1 && word.joined !== term ? partOf(text.slice(word.start, word.end), term) : text.slice(word.start, word.end).toLowerCase();
  }
  return term;
}

/**
 * The part of a compound that has a term.
 * @param {string} compound
 * @param {string} term
 */
function partOf(compound, term) {
  return compound.split(/[^\p{L}\p{N}]+/u).find((part) => words(part).some(({ terms }) => terms.includes(term)))?.toLowerCase() ?? term;
}

/**
 * @param {Condition} condition
 * @param {Store} store
 * @returns {Chip}
 */
export function labelOf(condition, store) {
  const { start, end } = condition;
  return { start, end, label: textOf(condition, store), excluded: condition.kind === "not" };
}

/**
 * @param {Condition} condition
 * @param {Store} store
 * @returns {string}
 */
function textOf(condition, store) {
  if (condition.kind === "phrase") return `“${condition.text}”`;
  if (condition.kind === "words") return condition.text;
  if (condition.kind === "field") {
    const dimension = store.head.dimensions.find(({ key }) => key === condition.field);
    const titles = new Map(dimension?.open ? [] : dimension?.values);
    const values = condition.values.map((value) => titles.get(value) ?? spanOf(value));
    return `${dimension?.title ?? TITLES[condition.field] ?? condition.field}: ${values.join(", ")}`;
  }
  const parts = condition.parts.map((part) => textOf(part, store));
  return condition.kind === "not" ? `Not: ${parts.join(", ")}` : parts.join(condition.kind === "any" ? " or " : " and ");
}

/** @param {string} value */
function spanOf(value) {
  const [low, high] = value.split("..");
  if (high === undefined || low === high) return low ?? "";
  return low && high ? `${low}–${high}` : low ? `from ${low}` : `to ${high}`;
}

// --- nothing found -----------------------------------------------------------

/**
 * Each condition and each choice taken away alone, with what is found then: most first, nothing left out that finds
 * something.
 * @param {Asked} asked
 * @param {Found} found
 * @param {Store} store
 * @param {Total} totalOf
 * @returns {Relaxed[]}
 */
export function relaxed({ q, choices }, { query }, store, totalOf) {
  const ways = query.conditions.slice(0, TRIED).map((condition) => ({
    label: textOf(condition, store),
    q: `${q.slice(0, condition.start)} ${q.slice(condition.end)}`.replace(/\s+/g, " ").trim(),
    choices,
  }));
  for (const { key, title, values } of store.head.dimensions) {
    for (const value of Object.hasOwn(choices, key) ? (choices[key] ?? []) : []) {
      const name = values.find(([own]) => own === value)?.[1] ?? spanOf(value);
      const rest = (choices[key] ?? []).filter((one) => one !== value);
      if (ways.length < 2 * TRIED) ways.push({ label: `${title}: ${name}`, q, choices: { ...choices, [key]: rest } });
    }
  }
  if (ways.length > 1) ways.push({ label: "all filters", q: wordsOnly(q, query.conditions), choices: {} });
  const counted = ways.map((way) => ({ ...way, total: totalOf(way, store) }));
  return counted.filter(({ total }) => total > 0).sort((one, other) => other.total - one.total);
}

/**
 * @param {string} q
 * @param {Condition[]} conditions
 */
function wordsOnly(q, conditions) {
  let rest = "";
  let at = 0;
  for (const { start, end } of conditions) {
    rest += `${q.slice(at, start)} `;
    at = end;
  }
  return (rest + q.slice(at)).replace(/\s+/g, " ").trim();
}

/**
 * For each word that is unknown, the known words nearest to it.
 * @param {Asked} asked
 * @param {Found} found
 * @param {Store} store
 * @param {Total} totalOf
 * @returns {Suggested[]}
 */
export function suggested({ q, choices }, { query }, store, totalOf) {
  const unknown = query.chunks.flatMap((chunk) =>
    words(chunk.text, { query: true }).flatMap(({ terms, start, end }) =>
      terms.filter((term) => !store.has(term)).map((term) => ({ term, start: chunk.start + start, end: chunk.start + end })),
    ),
  );
  const ways = unknown.slice(0, TRIED).flatMap(({ term, start, end }) => {
    if (term.length < 3 || isPaired(term)) return [];
    return nearWords(term, store).map((near) => ({ near, start, end }));
  });
  store.settle();
  const counted = ways.map(({ near, start, end }) => {
    const paper = store.posting(near).papers[0];
    const card = paper === undefined ? undefined : store.card(paper);
    const now = card ? shown(near, [`${card.title} ${card.name ?? ""} ${card.summary ?? ""}`]) : near;
    const way = { q: `${q.slice(0, start)}${now}${q.slice(end)}`, choices };
    return { word: q.slice(start, end), now, q: way.q, total: totalOf(way, store) };
  });
  return counted.filter(({ total }) => total > 0);
}

/**
 * @param {string} term
 * @param {Store} store
 * @returns {string[]} the nearest words, at most half of the letters away
 */
function nearWords(term, store) {
  const letters = [...term];
  const most = Math.min(4, letters.length >> 1);
  return store
    .words(letters.slice(0, 2))
    .map(([word, spread]) => ({ word, spread, edits: editsOf(letters, [...word], most) }))
    .filter(({ edits }) => edits <= most)
    .sort((one, other) => one.edits - other.edits || other.spread - one.spread || inOrder(one.word, other.word))
    .slice(0, SUGGESTED)
    .map(({ word }) => word);
}

