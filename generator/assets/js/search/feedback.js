/** What a reader is told about a search: what was searched besides the words, and what to try if nothing is found. */
import { editsOf } from "./edit_distance.js";
import { formsOf, placesOf } from "./words/synonyms.js";
import { inOrder } from "./store.js";
import { isPaired, plain, words } from "./analysis.js";
import { fieldsOf, unknownFields } from "./unknown_fields.js";
import { gettext } from "../i18n/translate.js";

/** @typedef {import("./engine.js").SearchRequest} SearchRequest */
/** @typedef {import("./pieces.js").Condition} Condition */
/** @typedef {import("./rank.js").Matches} Matches */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {{was: string, now: string, q: string}} Corrected `q` is the query with the word as it was typed, quoted */
/** @typedef {{was: string, also: string[]}} Synonym */
/**
 * What looked like a filter and was read as words: `near` is the filter that may have been meant, and `q` the query
 * with it; `fields` are all that there are, where none is near.
 * @typedef {{field: string, value: string, known: boolean, near: string, q: string, fields: string[]}} Unread
 */
/** @typedef {{corrections: Corrected[], synonyms: Synonym[], unread?: Unread[], sentence?: boolean}} Notes */
/** @typedef {{start: number, end: number, label: string, excluded: boolean}} Chip */
/** @typedef {{label: string, q: string, choices: import("./engine.js").Choices, total: number}} Relaxed */
/** @typedef {{word: string, now: string, q: string, total: number}} Suggested */
/** @typedef {(asked: Pick<SearchRequest, "q" | "choices">, store: Store) => number} Total */

const ALSO = 5;
const SUGGESTED = 3;
/** Conditions, choices and words at most that are looked at where nothing is found. */
const TRIED = 8;
/** @type {Record<string, string>} fields that are no dimension */
const TITLES = { title: gettext("Title"), name: gettext("Name") };

/**
 * Returns the notes on a search: corrections, synonyms, unknown filters, marks that were read as text.
 * @param {Matches} found
 * @param {string} q
 * @param {Partial<import("./store.js").Hit>[]} rows the first papers, for the names as they are written
 * @param {Store} store
 * @returns {Notes}
 */
export function notesOf({ query, plan }, q, rows, store) {
  const { language } = plan;
  const forms = query.chunks.flatMap(({ text }) => formsOf(plain(text), language));
  return {
    corrections: plan.corrections.map(({ was, term, start, end }) => ({
      was,
      now: term.startsWith("!") ? shownName(term.slice(1), rows) : term,
      q: undone(q, start, end, query.conditions),
    })),
    synonyms: plan.groups.map((group) => synonymOf(group, forms, language, store)),
    unread: unreadIn(query, q, store),
    sentence: query.sentence,
  };
}

/**
 * @param {import("./query.js").Query} query
 * @param {string} q
 * @param {Store} store
 * @returns {Unread[]}
 */
function unreadIn(query, q, store) {
  const closed = store.head.dimensions.filter(({ open }) => !open);
  const vocabulary = new Map(closed.map(({ key, values }) => [key, new Map(values)]));
  return unknownFields(q, query, vocabulary).map(({ field, value, known, near, start, end }) => ({
    field, value, known, near,
    q: near && `${q.slice(0, start)}${near}${q.slice(end)}`,
    fields: known || near ? [] : fieldsOf(vocabulary),
  }));
}

/**
 * A query whose words between two places stand in quotes, but for conditions that stand there.
 * @param {string} q
 * @param {number} start
 * @param {number} end
 * @param {Condition[]} conditions
 */
function undone(q, start, end, conditions) {
  const within = conditions.filter((one) => start < one.end && one.start < end);
  const starts = [start, ...within.map((one) => one.end)];
  const ends = [...within.map((one) => one.start), end];
  // From the end, lest what is added moves what is to come.
  return starts
    .map((from, at) => ({ from, to: ends[at] ?? end, text: q.slice(from, ends[at]) }))
    .filter(({ text }) => text.trim())
    .reduceRight(
      (all, { from, to, text }) => quoted(all, from + text.search(/\S/), to - (text.length - text.trimEnd().length)),
      q,
    )
    .trim();
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
  const [left, right] = [/(?:^|\s)\(*$/.test(before) ? "" : " ", /^\)*(?:\s|$)/.test(after) ? "" : " "];
  return `${before}${left}"${q.slice(start, end)}"${right}${after}`;
}

/**
 * A group of synonyms: the member that was typed, and the others.
 * @param {number} group
 * @param {string[]} forms of the query's words
 * @param {string} language
 * @param {Store} store
 * @returns {Synonym}
 */
function synonymOf(group, forms, language, store) {
  const members = store.head.groups[group] ?? [];
  const typed = members.filter((_, number) => placesOf(store.groups(language)[group]?.[number] ?? [], forms).length);
  return { was: typed[0] ?? "", also: members.filter((member) => !typed.includes(member)).slice(0, ALSO) };
}

/**
 * A name as its paper writes it.
 * @param {string} whole the name without marks
 * @param {Partial<import("./store.js").Hit>[]} rows
 */
function shownName(whole, rows) {
  const names = rows.flatMap(({ name = "", also = [] }) => [name, ...also]);
  return names.find((name) => words(name, { stops: false }).map((word) => word.whole).join("") === whole) ?? whole;
}

/**
 * Returns a condition as a chip shows it.
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
  if (condition.kind === "phrase") return gettext("“{text}”", { text: condition.text });
  if (condition.kind === "words") return condition.text;
  if (condition.kind === "field") {
    const dimension = store.head.dimensions.find(({ key }) => key === condition.field);
    const titles = new Map(dimension?.open ? [] : dimension?.values);
    const values = condition.values.map((value) => titles.get(value) ?? spanOf(value));
    const title = dimension?.title ?? TITLES[condition.field] ?? condition.field;
    return gettext("{title}: {value}", { title, value: values.join(", ") });
  }
  const parts = condition.parts.map((part) => textOf(part, store));
  if (condition.kind === "not") return gettext("Not: {value}", { value: parts.join(", ") });
  const either = condition.kind === "any";
  return parts.reduce((first, second) =>
    either ? gettext("{first} or {second}", { first, second }) : gettext("{first} and {second}", { first, second }),
  );
}

/** @param {string} value */
function spanOf(value) {
  const [low, high] = value.split("..");
  if (high === undefined || low === high) return low ?? "";
  if (low && high) return `${low}–${high}`;
  return low ? gettext("from {year}", { year: low }) : gettext("to {year}", { year: high });
}

// --- nothing found -----------------------------------------------------------

/**
 * Returns each condition and each filter without which papers are found, with their number, the greatest first.
 * @param {SearchRequest} asked
 * @param {Matches} found
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
      if (ways.length >= 2 * TRIED) continue;
      const label = gettext("{title}: {value}", { title, value: name });
      ways.push({ label, q, choices: { ...choices, [key]: rest } });
    }
  }
  if (ways.length > 1) ways.push({ label: gettext("all filters"), q: wordsOnly(q, query.conditions), choices: {} });
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
 * Returns for each unknown word the known words nearest to it, with what is found by them.
 * @param {SearchRequest} asked
 * @param {Matches} found
 * @param {Store} store
 * @param {Total} totalOf
 * @returns {Suggested[]}
 */
export function suggested({ q, choices }, { query }, store, totalOf) {
  const unknown = query.chunks.flatMap((chunk) =>
    words(chunk.text, { query: true })
      .filter(({ terms }) => terms.some((term) => !store.has(term)))
      .map((word) => ({ was: word.whole, start: chunk.start + word.start, end: chunk.start + word.end })),
  );
  const ways = unknown.slice(0, TRIED).flatMap(({ was, start, end }) => {
    if (was.length < 3 || isPaired(was)) return [];
    return nearWords(was, store).map((now) => ({ now, start, end }));
  });
  store.settle();
  const counted = ways.map(({ now, start, end }) => {
    const way = { q: `${q.slice(0, start)}${now}${q.slice(end)}`, choices };
    return { word: q.slice(start, end), now, q: way.q, total: totalOf(way, store) };
  });
  return counted.filter(({ total }) => total > 0);
}

/**
 * @param {string} was
 * @param {Store} store
 * @returns {string[]} the nearest words and names, at most half of the letters away
 */
function nearWords(was, store) {
  const letters = [...was];
  const most = Math.min(4, letters.length >> 1);
  return store
    .spellings(letters.slice(0, 2))
    .map(([key, frequency]) => ({ word: key.replace(/^!/, ""), frequency, edits: 0 }))
    .map((one) => ({ ...one, edits: editsOf(letters, [...one.word], most) }))
    .filter(({ edits }) => edits <= most)
    .sort((one, other) => one.edits - other.edits || other.frequency - one.frequency || inOrder(one.word, other.word))
    .slice(0, SUGGESTED)
    .map(({ word }) => word);
}

