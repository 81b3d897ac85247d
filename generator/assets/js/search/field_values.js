/** Looks up the values that a query gives to fields, as `generator/search/engine/field_values.py` does. */
import { plain, words } from "./analysis.js";
import { QUERY } from "./parameters.js";

/**
 * Closed field to key to title of the values that can be chosen.
 * @typedef {Map<string, Map<string, string>>} Vocabulary
 */

const YEARS = /^ *(?:([0-9]{4})|([0-9]{4})?\.\.([0-9]{4})?) *$/;

/**
 * Returns whether a text has a word that is not a stop word.
 * @param {string} text
 * @returns {boolean}
 */
export function hasTerm(text) {
  return words(text, { query: true }).length > 0;
}

/** Looks up the values of filters, and caches each result, since a pasted page may repeat one a thousand times. */
export class Values {
  /** @param {Vocabulary} vocabulary */
  constructor(vocabulary) {
    this.vocabulary = vocabulary;
    /** @type {Map<string, [string, string][]>} */
    this.names = new Map();
    /** @type {Map<string, string>} */
    this.keys = new Map();
  }

  /**
   * The values of a filter; none where any of them is unknown.
   * @param {string} field
   * @param {string} value
   * @param {boolean} quoted
   * @returns {string[]}
   */
  of(field, value, quoted) {
    if (!QUERY.open_fields.includes(field) && field !== "year" && !this.vocabulary.has(field)) return [];
    const whole = quoted ? this.one(field, value) : "";
    if (whole || (quoted && QUERY.open_fields.includes(field))) return whole ? [whole] : [];
    const found = new Set(value.split(",").filter((part) => plain(part).length).map((part) => this.one(field, part)));
    return found.has("") ? [] : [...found];
  }

  /**
   * Whether a field that there is not is one of the values of `has`.
   * @param {string} field
   * @returns {boolean}
   */
  comesWith(field) {
    return !this.vocabulary.has(field) && Boolean(this.vocabulary.get("has")?.has(field));
  }

  /**
   * @param {string} field
   * @param {string} text
   * @returns {string}
   */
  one(field, text) {
    const folded = plain(text);
    if (QUERY.open_fields.includes(field)) {
      return field === "title" && !hasTerm(folded.join(" ")) ? "" : folded.join(" ");
    }
    if (field === "year") return yearsOf(text);
    const wanted = folded.join("-");
    const id = `${field}:${wanted}`;
    const key = this.keys.get(id) ?? this.key(field, wanted);
    this.keys.set(id, key);
    return key;
  }

  /**
   * @param {string} field
   * @param {string} wanted
   * @returns {string}
   */
  key(field, wanted) {
    if (!wanted) return "";
    const titles = [...(this.vocabulary.get(field) ?? [])];
    const names = this.names.get(field) ?? titles.map(([key, title]) => [key, plain(title).join("-")]);
    this.names.set(field, /** @type {[string, string][]} */ (names));
    const exact = names.find((both) => both.includes(wanted));
    const begun = names.filter((both) => both.some((name) => name.startsWith(wanted)));
    return exact?.[0] ?? (begun.length === 1 ? (begun[0]?.[0] ?? "") : "");
  }
}

/**
 * @param {string} text
 * @returns {string}
 */
function yearsOf(text) {
  const years = YEARS.exec(text);
  if (!years) return "";
  if (years[1]) return `${years[1]}..${years[1]}`;
  return years[2] || years[3] ? `${years[2] ?? ""}..${years[3] ?? ""}` : "";
}
