/**
 * What a reader types, taken apart. The language is described in `generator/query.py`;
 * this is the same in the browser, and says where each piece stands as well.
 */
import { plain } from "./tokens.js";

/**
 * Words to look for. `required`: every one must stand in the paper.
 * @typedef {{text: string, required: boolean, excluded: boolean, typing: boolean, start: number, end: number}} Chunk
 */
/**
 * A choice. `values` are keys, `FROM..TO` for years (either may lack), or a name.
 * @typedef {{field: string, values: string[], excluded: boolean, start: number, end: number}} Filter
 */
/** @typedef {{chunks: Chunk[], filters: Filter[]}} Query */
/**
 * Field to key to title of the values that can be filtered by.
 * @typedef {Map<string, Map<string, string>>} Vocabulary
 */

const SPACE = " \\t\\n\\r\\f\\v\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
const QUOTED = '["“”]([^"“”]*)(?:["“”]|$)';
const FILTER = new RegExp(`(-?)([A-Za-z][A-Za-z0-9-]*):(?:${QUOTED}|([^${SPACE}"“”]+))(?=[${SPACE}]|$)`, "y");
const CHUNK = new RegExp(`(-?)(?:${QUOTED}|([^${SPACE}]+))`, "y");
const GAP = new RegExp(`[${SPACE}]*`, "y");
const YEARS = /^(?:([0-9]{4})|([0-9]{4})?\.\.([0-9]{4})?)$/;

/**
 * The chunks and filters of any text.
 * @param {string} text
 * @param {Vocabulary} vocabulary
 * @returns {Query}
 */
export function parse(text, vocabulary) {
  /** @type {Query} */
  const query = { chunks: [], filters: [] };
  let at = afterGap(text, 0);
  while (at < text.length) {
    const start = at;
    const found = matchAt(FILTER, text, at);
    if (found) {
      const field = (found[2] ?? "").toLowerCase();
      const values = valuesOf(field, found[3] ?? found[4] ?? "", vocabulary);
      if (values.length) {
        const end = at + found[0].length;
        query.filters.push({ field, values, excluded: found[1] === "-", start, end });
        at = afterGap(text, end);
        continue;
      }
    }
    const chunk = matchAt(CHUNK, text, at);
    if (!chunk) break;
    const end = at + chunk[0].length;
    const required = chunk[2] !== undefined;
    const words = chunk[2] ?? chunk[3] ?? "";
    const typing = !required && !chunk[1] && end === text.length;
    if (plain(words).length) {
      query.chunks.push({ text: words, required, excluded: chunk[1] === "-", typing, start, end });
    }
    at = afterGap(text, end);
  }
  return query;
}

/**
 * @param {RegExp} pattern a sticky one
 * @param {string} text
 * @param {number} at
 * @returns {RegExpExecArray | null}
 */
function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {number}
 */
function afterGap(text, at) {
  return at + (matchAt(GAP, text, at)?.[0].length ?? 0);
}

/**
 * The values that a filter's text means; none where any of them is unknown.
 * @param {string} field
 * @param {string} value
 * @param {Vocabulary} vocabulary
 * @returns {string[]}
 */
function valuesOf(field, value, vocabulary) {
  if (field === "author") return plain(value).length ? [plain(value).join(" ")] : [];
  const titles = vocabulary.get(field) ?? new Map();
  const found = value.split(",").map((part) => (field === "year" ? yearOf(part) : keyOf(part, titles)));
  return found.every(Boolean) ? found : [];
}

/**
 * @param {string} text
 * @returns {string}
 */
function yearOf(text) {
  const years = YEARS.exec(text);
  if (!years || text === "..") return "";
  return years[1] ? `${years[1]}..${years[1]}` : text;
}

/**
 * @param {string} text
 * @param {Map<string, string>} titles
 * @returns {string}
 */
function keyOf(text, titles) {
  const wanted = plain(text).join("-");
  if (!wanted) return "";
  const names = [...titles].map(([key, title]) => ({ key, both: [key, plain(title).join("-")] }));
  const exact = names.find(({ both }) => both.includes(wanted));
  const begun = names.filter(({ both }) => both.some((name) => name.startsWith(wanted)));
  return exact?.key ?? (begun.length === 1 ? (begun[0]?.key ?? "") : "");
}
