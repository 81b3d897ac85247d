/**
 * Splits the text of a query into pieces: words, phrases, filters, and the operators and marks between them. The same
 * as `generator/search/engine/pieces.py`.
 */
import { plain } from "./analysis.js";
import { hasTerm } from "./field_values.js";
import { QUERY } from "./parameters.js";

/**
 * Words to rank by. `start` and `end` are where exactly `text` stands, in UTF-16 units.
 * @typedef {{text: string, typing: boolean, start: number, end: number}} Chunk
 */
/**
 * What a paper must fulfil: `all`, `any` or `not` (one part) of `parts`; `words` or `phrase`, with
 * `text`; or `field`, with any of `values`: keys, `FROM..TO` for years (either may lack), or folded
 * text. `start` and `end` are where it stands, with its quotes, parentheses and `-` or `NOT`.
 * @typedef {object} Condition
 * @property {"all" | "any" | "not" | "words" | "phrase" | "field"} kind
 * @property {string} text
 * @property {string} field
 * @property {string[]} values
 * @property {Condition[]} parts
 * @property {number} start
 * @property {number} end
 */
/**
 * A piece of the text, or several made one. `mark` is what it may do to its neighbours. Without a
 * `condition` it is no operand. `soft`: words and nothing else, so that the condition holds only if bound.
 * @typedef {object} Piece
 * @property {number} start
 * @property {number} end
 * @property {"" | "(" | ")" | "-" | "NOT" | "AND" | "OR"} mark
 * @property {Condition | null} condition
 * @property {Chunk[]} chunks
 * @property {boolean} soft
 */
/** @typedef {import("./field_values.js").Values} Values */
/**
 * How a text is read: whether as `prose`, so that quotes, dashes and parentheses mean nothing, and whether `AND`, `OR`
 * and `NOT` are operators (`binds`).
 * @typedef {{prose: boolean, binds: boolean}} Reading
 */

const SPACE = QUERY.spaces;
const NAME = "([A-Za-z][A-Za-z0-9-]*):";
const QUOTED = '["“”]([^"“”]*)(?:["“”]|$)';
const LONG = new RegExp(`${NAME}${QUOTED}(?=[${SPACE})]|$)`, "y");
const SHORT = new RegExp(`^${NAME}([^"“”]+)$`);
const PHRASE = new RegExp(QUOTED, "y");
const WORD = new RegExp(`[^${SPACE}]+`, "y");
const GAP = new RegExp(`[${SPACE}]*`, "y");

/**
 * Returns a piece of the query from `start` to `end`, with defaults for what `rest` leaves out.
 * @param {number} start
 * @param {number} end
 * @param {Partial<Piece>} [rest]
 * @returns {Piece}
 */
export function piece(start, end, rest = {}) {
  return { start, end, mark: "", condition: null, chunks: [], soft: false, ...rest };
}

/**
 * Returns a condition that is in the query from `start` to `end`, with defaults for what `rest` leaves out.
 * @param {Condition["kind"]} kind
 * @param {number} start
 * @param {number} end
 * @param {Partial<Condition>} rest
 * @returns {Condition}
 */
export function conditionOf(kind, start, end, rest) {
  return { kind, text: "", field: "", values: [], parts: [], start, end, ...rest };
}

/**
 * Returns the pieces of a text in order, before any operator is applied; each parenthesis and dash is a piece.
 * @param {string} text
 * @param {Values} known
 * @param {Reading} reading
 * @returns {Piece[]}
 */
export function piecesOf(text, known, { prose, binds }) {
  /** @type {Piece[]} */
  const found = [];
  let dashed = false;
  for (let at = afterGap(text, 0); at < text.length; at = afterGap(text, found.at(-1)?.end ?? text.length)) {
    /** @type {boolean} */
    const dash = !prose && text[at] === "-" && !dashed && at + 1 < text.length && afterGap(text, at + 1) === at + 1;
    if (dash) found.push(piece(at, at + 1, { mark: "-" }));
    else if (prose) found.push(wordOrFilter(matchAt(WORD, text, at)?.[0] ?? "", text, at, known, false));
    else if (text[at] === "(") found.push(piece(at, at + 1, { mark: "(" }));
    else found.push(...leavesAt(text, at, known, binds && !dashed));
    dashed = dash;
  }
  return found;
}

/**
 * The filter, phrase or word that begins here, with the parentheses that it closes.
 * @param {string} text
 * @param {number} at
 * @param {Values} known
 * @param {boolean} binds whether it may be an operator
 * @returns {Piece[]}
 */
function leavesAt(text, at, known, binds) {
  const quoted = filterOf(matchAt(LONG, text, at), at, known, true) ?? phraseOf(matchAt(PHRASE, text, at), at);
  if (quoted) return [quoted];
  const raw = matchAt(WORD, text, at)?.[0] ?? "";
  const word = raw.slice(0, raw.length - closing(raw));
  const end = at + word.length;
  const parentheses = [...raw.slice(word.length)].map((_, place) => piece(end + place, end + place + 1, { mark: ")" }));
  if (!word) return parentheses;
  return [wordOrFilter(word, text, at, known, binds), ...parentheses];
}

/**
 * @param {string} word
 * @param {string} text
 * @param {number} at
 * @param {Values} known
 * @param {boolean} binds whether it may be an operator
 * @returns {Piece}
 */
function wordOrFilter(word, text, at, known, binds) {
  const end = at + word.length;
  return filterOf(SHORT.exec(word), at, known, false) ?? wordOf(word, at, end === text.length, binds);
}

/**
 * Returns how a query is to be read: whether it is prose, and whether its words in capitals are operators.
 * @param {string} text
 * @param {Values} known
 * @returns {Reading}
 */
export function readingOf(text, known) {
  let outside = wordsOf(text.replace(new RegExp(PHRASE.source, "g"), " "));
  const phrases = text.match(new RegExp(PHRASE.source, "g")) ?? [];
  if (!outside.some((word) => plain(word).length) && phrases.length === 1) {
    outside = wordsOf(text.replace(/["“”]/g, " "));
  }
  const operators = outside.filter((word) => isOperator(word.replace(/^[()-]+|[()-]+$/g, ""))).length;
  const binds = !(operators && isInCapitals(outside, operators));
  // Without the filters: taking one away changes nothing of what the rest means.
  const plainly = outside.filter((word) => word[0] !== "-" && !filterOf(SHORT.exec(word), 0, known, false));
  return { prose: !(operators && binds) && plainly.length >= QUERY.prose_words, binds };
}

/**
 * Whether the words outside of quotes are all in capitals, so that the operators among them may be words as well.
 * @param {string[]} outside
 * @param {number} operators how many of them are
 * @returns {boolean}
 */
function isInCapitals(outside, operators) {
  const cased = outside.filter((word) => word.toLowerCase() !== word.toUpperCase());
  const others = cased.length - operators;
  const enough = others >= Math.max(QUERY.capital_words, 2 * operators);
  return enough && cased.every((word) => word === word.toUpperCase());
}

/**
 * Returns whether a query has operators or marks that mean nothing in this reading.
 * @param {string} text
 * @param {Reading} reading
 * @returns {boolean}
 */
export function isWithoutMeaning(text, { prose, binds }) {
  const all = wordsOf(text);
  if (!binds && all.some((word) => isOperator(word.replace(/^[()"“”]+|[()"“”]+$/g, "")))) return true;
  return prose && all.some((word) => /["“”()]|^-./.test(word));
}

/** @param {string} text */
function wordsOf(text) {
  return text.match(new RegExp(WORD.source, "g")) ?? [];
}

/** @param {string} word */
function isOperator(word) {
  return QUERY.operators.includes(word);
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
 * How many parentheses at the end of a word are no partners of any within it.
 * @param {string} raw
 * @returns {number}
 */
function closing(raw) {
  let length = raw.length;
  while (raw[length - 1] === ")") length -= 1;
  let within = 0;
  for (const char of length < raw.length ? raw.slice(0, length) : "") {
    if (char === "(") within += 1;
    else if (char === ")") within = Math.max(0, within - 1);
  }
  return Math.max(0, raw.length - length - within);
}

/**
 * @param {RegExpExecArray | null} found
 * @param {number} start
 * @param {Values} known
 * @param {boolean} quoted
 * @returns {Piece | null}
 */
function filterOf(found, start, known, quoted) {
  const [all = "", name = "", text = ""] = found ?? [];
  const typed = name.toLowerCase();
  const named = known.of(typed, text, quoted);
  const comes = !named.length && text.trim().toLowerCase() === "yes" && known.comesWith(typed);
  const [field, values] = comes ? ["has", [typed]] : [typed, named];
  if (!values.length) return null;
  const end = start + all.length;
  const own = start + name.length + (quoted ? 2 : 1);
  const chunk = { text, typing: false, start: own, end: own + text.length };
  const condition = conditionOf("field", start, end, { field, values });
  return piece(start, end, { condition, chunks: QUERY.ranked_fields.includes(field) ? [chunk] : [] });
}

/**
 * @param {RegExpExecArray | null} found
 * @param {number} start
 * @returns {Piece | null}
 */
function phraseOf(found, start) {
  if (!found) return null;
  const [all, text = ""] = found;
  const end = start + all.length;
  const chunk = { text, typing: false, start: start + 1, end: start + 1 + text.length };
  const condition = hasTerm(text) ? conditionOf("phrase", start, end, { text }) : null;
  return piece(start, end, { condition, chunks: plain(text).length ? [chunk] : [] });
}

/**
 * @param {string} text
 * @param {number} start
 * @param {boolean} last whether the query ends with it
 * @param {boolean} binds
 * @returns {Piece}
 */
function wordOf(text, start, last, binds) {
  const end = start + text.length;
  const chunks = plain(text).length ? [{ text, typing: last, start, end }] : [];
  if (binds && (text === "AND" || text === "OR" || text === "NOT")) return piece(start, end, { mark: text, chunks });
  const condition = hasTerm(text) ? conditionOf("words", start, end, { text }) : null;
  return piece(start, end, { condition, chunks, soft: condition !== null });
}
