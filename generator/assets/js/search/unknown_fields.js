/**
 * Finds the parts of a query that look like filters and are none: described in
 * `generator/search/engine/unknown_fields.py`.
 */
import { nearest } from "./edit_distance.js";
import { QUERY } from "./parameters.js";

/** @typedef {import("./pieces.js").Condition} Condition */
/** @typedef {import("./query.js").Vocabulary} Vocabulary */
/**
 * `known` says whether the field is. `near` is the filter that may have been meant, or empty. `start` and `end` are
 * where the piece stands.
 * @typedef {{field: string, value: string, known: boolean, near: string, start: number, end: number}} UnknownField
 */

const LOOKS = /([A-Za-z][A-Za-z0-9-]*):(?:["“”]([^"“”]+)["“”]?|([A-Za-z0-9\u0080-\uffff][^"“”]*))/y;

/**
 * Returns the names that can be before a colon, in the order in which a message lists them.
 * @param {Vocabulary} vocabulary
 * @returns {string[]}
 */
export function fieldsOf(vocabulary) {
  return [...new Set([...vocabulary.keys(), "year", ...QUERY.open_fields])];
}

/**
 * Returns the parts of a query that look like filters and are none, in the order of the text.
 * @param {string} text
 * @param {import("./query.js").Query} query
 * @param {Vocabulary} vocabulary
 * @returns {UnknownField[]}
 */
export function unknownFields(text, { chunks, conditions }, vocabulary) {
  if (chunks.length >= QUERY.prose_words) return [];
  const leaves = leavesOf(conditions);
  const closed = leaves.filter(({ kind }) => kind === "field" || kind === "phrase");
  const bound = leaves.filter(({ kind }) => kind === "words").map(({ start, end }) => ({ start, end, typing: false }));
  const words = new Map([...chunks, ...bound].map((one) => [one.start, one]));
  return [...words.values()]
    .filter(({ start, end }) => !closed.some((one) => one.start <= start && end <= one.end))
    .sort((one, other) => one.start - other.start)
    .flatMap(({ start, end, typing }) => {
      const unknown = unknownAt(text, start, end, vocabulary);
      return unknown && !(typing && unknown.known) ? [unknown] : [];
    });
}

/**
 * @param {Condition[]} conditions
 * @returns {Condition[]}
 */
function leavesOf(conditions) {
  return conditions.flatMap((one) => (one.parts.length ? leavesOf(one.parts) : [one]));
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {Vocabulary} vocabulary
 * @returns {UnknownField | null}
 */
function unknownAt(text, start, end, vocabulary) {
  const whole = !text.slice(start, end).includes('"');
  LOOKS.lastIndex = start;
  const looks = LOOKS.exec(whole ? text.slice(0, end) : text);
  if (!looks || (whole && LOOKS.lastIndex !== end)) return null;
  const [all, name = "", quoted, bare = ""] = looks;
  const value = quoted ?? bare;
  const field = name.toLowerCase();
  const fields = fieldsOf(vocabulary);
  const known = fields.includes(field);
  const near = known
    ? nearValue(field, value, vocabulary)
    : nearField(field, quoted ? `"${value}"` : value, fields, vocabulary);
  const plain = name.length >= QUERY.shortest_unknown_field && name === field && !/^[0-9]/.test(value);
  return known || near || plain ? { field, value, known, near, start, end: start + all.length } : null;
}

/**
 * @param {string} field
 * @param {string} written the value as a query has it
 * @param {string[]} fields
 * @param {Vocabulary} vocabulary
 * @returns {string}
 */
function nearField(field, written, fields, vocabulary) {
  if (vocabulary.get("has")?.has(field)) return `has:${field}`;
  if (field.length < QUERY.shortest_misspelt_field) return "";
  const near = nearest([...field], fields.map((one) => [one, 0]));
  return near ? `${near.term}:${written}` : "";
}

/**
 * @param {string} field
 * @param {string} value
 * @param {Vocabulary} vocabulary
 * @returns {string}
 */
function nearValue(field, value, vocabulary) {
  const letters = [...value.toLowerCase()];
  const keys = [...(vocabulary.get(field)?.keys() ?? [])];
  const near = letters.length >= QUERY.shortest_misspelt_value ? nearest(letters, keys.map((key) => [key, 0])) : null;
  return near ? `${field}:${near.term}` : "";
}
