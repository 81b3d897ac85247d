/**
 * What a reader types, taken apart. The language is described in `generator/search/engine/query.py`;
 * this is the same in the browser, and both pass the cases of `tests/golden/queries.json`.
 */
import { plain } from "./analysis.js";
import { hasTerm, Values } from "./field_values.js";
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
/** @typedef {{chunks: Chunk[], conditions: Condition[]}} Query in the order in which it was typed */
/** @typedef {import("./field_values.js").Vocabulary} Vocabulary */
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

const SPACE = QUERY.spaces;
const NAME = "([A-Za-z][A-Za-z0-9-]*):";
const QUOTED = '["“”]([^"“”]*)(?:["“”]|$)';
const LONG = new RegExp(`${NAME}${QUOTED}(?=[${SPACE})]|$)`, "y");
const SHORT = new RegExp(`^${NAME}([^"“”]+)$`);
const PHRASE = new RegExp(QUOTED, "y");
const WORD = new RegExp(`[^${SPACE}]+`, "y");
const GAP = new RegExp(`[${SPACE}]*`, "y");

/**
 * The chunks and conditions of any text.
 * @param {string} text
 * @param {Vocabulary} vocabulary
 * @returns {Query}
 */
export function parse(text, vocabulary) {
  /** @type {Piece[]} */
  let level = [];
  /** @type {{outer: Piece[], start: number}[]} */
  const opened = [];
  for (const one of paired(piecesOf(text, new Values(vocabulary)))) {
    const group = one.mark === ")" && opened.pop();
    if (group) {
      group.outer.push(groupOf(bound(level, text), group.start, one.end));
      level = group.outer;
    } else if (one.mark === "(") {
      opened.push({ outer: level, start: one.start });
      level = [];
    } else {
      level.push(one);
    }
  }
  const found = bound(level, text);
  const conditions = found.flatMap(({ condition, soft }) => (condition && !soft ? [condition] : []));
  return { chunks: chunksOf(found), conditions };
}

// --- from text to pieces -----------------------------------------------------

/**
 * @param {number} start
 * @param {number} end
 * @param {Partial<Piece>} [rest]
 * @returns {Piece}
 */
function piece(start, end, rest = {}) {
  return { start, end, mark: "", condition: null, chunks: [], soft: false, ...rest };
}

/**
 * @param {Condition["kind"]} kind
 * @param {number} start
 * @param {number} end
 * @param {Partial<Condition>} rest
 * @returns {Condition}
 */
function conditionOf(kind, start, end, rest) {
  return { kind, text: "", field: "", values: [], parts: [], start, end, ...rest };
}

/**
 * The pieces as they stand: parentheses and dashes by themselves, nothing bound.
 * @param {string} text
 * @param {Values} known
 * @returns {Piece[]}
 */
function piecesOf(text, known) {
  /** @type {Piece[]} */
  const found = [];
  let dashed = false;
  const prose = isProse(text, known);
  for (let at = afterGap(text, 0); at < text.length; at = afterGap(text, found.at(-1)?.end ?? text.length)) {
    /** @type {boolean} */
    const dash = !prose && text[at] === "-" && !dashed && at + 1 < text.length && afterGap(text, at + 1) === at + 1;
    if (dash) found.push(piece(at, at + 1, { mark: "-" }));
    else if (prose) found.push(wordOrFilter(matchAt(WORD, text, at)?.[0] ?? "", text, at, known, false));
    else if (text[at] === "(") found.push(piece(at, at + 1, { mark: "(" }));
    else found.push(...leavesAt(text, at, known, dashed));
    dashed = dash;
  }
  return found;
}

/**
 * The filter, phrase or word that begins here, with the parentheses that it closes.
 * @param {string} text
 * @param {number} at
 * @param {Values} known
 * @param {boolean} dashed
 * @returns {Piece[]}
 */
function leavesAt(text, at, known, dashed) {
  const quoted = filterOf(matchAt(LONG, text, at), at, known, true) ?? phraseOf(matchAt(PHRASE, text, at), at);
  if (quoted) return [quoted];
  const raw = matchAt(WORD, text, at)?.[0] ?? "";
  const word = raw.slice(0, raw.length - closing(raw));
  const end = at + word.length;
  const parentheses = [...raw.slice(word.length)].map((_, place) => piece(end + place, end + place + 1, { mark: ")" }));
  if (!word) return parentheses;
  return [wordOrFilter(word, text, at, known, !dashed), ...parentheses];
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
 * Whether somebody writes sentences, in which quotes, dashes and parentheses are no commands.
 * @param {string} text
 * @param {Values} known
 * @returns {boolean}
 */
function isProse(text, known) {
  const outside = text.replace(new RegExp(PHRASE.source, "g"), " ").match(new RegExp(WORD.source, "g")) ?? [];
  if (outside.length < QUERY.prose_words) return false;
  if (outside.some((word) => QUERY.operators.includes(word.replace(/^[()]+|[()]+$/g, "")))) return false;
  // Without the filters: taking one away changes nothing of what the rest means.
  const plain = outside.filter((word) => word[0] !== "-" && !filterOf(SHORT.exec(word), 0, known, false));
  return plain.length >= QUERY.prose_words;
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

// --- from pieces to conditions -----------------------------------------------

/**
 * The pieces without the parentheses that mean nothing.
 * @param {Piece[]} pieces
 * @returns {Piece[]}
 */
function paired(pieces) {
  /** @type {number[]} */
  const opened = [];
  /** @type {Map<number, number>} */
  const partner = new Map();
  for (const [at, { mark }] of pieces.entries()) {
    const open = mark === ")" ? opened.pop() : undefined;
    if (mark === "(") opened.push(at);
    else if (open !== undefined) partner.set(open, at);
  }
  const closed = new Set();
  let depth = 0;
  return pieces.filter(({ mark }, at) => {
    if (mark === "(") {
      if (!partner.has(at) || depth === QUERY.deepest_group) return false;
      closed.add(partner.get(at));
      depth += 1;
    } else if (mark === ")") {
      if (!closed.has(at)) return false;
      depth -= 1;
    }
    return true;
  });
}

/**
 * @param {Piece[]} inner
 * @param {number} start
 * @param {number} end
 * @returns {Piece}
 */
function groupOf(inner, start, end) {
  const operands = inner.filter(({ condition }) => condition);
  const whole = oneOf("all", operands.map(({ condition }) => condition));
  const condition = whole && { ...whole, start, end };
  return piece(start, end, { condition, chunks: chunksOf(inner), soft: operands.every(({ soft }) => soft) });
}

/**
 * The pieces of one level with those that operators bind made one.
 * @param {Piece[]} level
 * @param {string} text
 * @returns {Piece[]}
 */
function bound(level, text) {
  const pieces = negated(level, text);
  /** @type {Piece[]} */
  const found = [];
  const binds = (/** @type {number} */ at) =>
    (pieces[at]?.mark === "AND" || pieces[at]?.mark === "OR") && Boolean(pieces[at + 1]?.condition);
  for (let at = 0, first = 0; at < pieces.length; at += 1, first = at) {
    if (pieces[at]?.condition) while (binds(at + 1)) at += 2;
    const run = pieces.slice(first, at + 1);
    found.push(...(run.length > 1 ? [joined(run)] : run.map((one) => ({ ...one, mark: /** @type {const} */ ("") }))));
  }
  return found;
}

/**
 * @param {Piece[]} pieces
 * @param {string} text
 * @returns {Piece[]}
 */
function negated(pieces, text) {
  /** @type {Piece[]} */
  const found = [];
  for (let at = 0; at < pieces.length; at += 1) {
    const one = /** @type {Piece} */ (pieces[at]);
    const after = pieces[at + 1];
    if ((one.mark !== "-" && one.mark !== "NOT") || !after || after.mark) {
      found.push(one);
      continue;
    }
    // Parentheses that mean nothing may stand between a dash and what it excludes, but no space.
    const near = one.mark === "NOT" || /^\(*$/.test(text.slice(one.end, after.start));
    const { start } = one;
    const { end, condition } = after;
    if (near && condition) {
      const negated = conditionOf("not", start, end, { parts: [condition] });
      found.push(piece(start, end, { condition: negated }));
    } else {
      found.push({ ...one, mark: "" });
    }
    if (near && (condition || one.mark === "-")) at += 1;
  }
  return found;
}

/**
 * Operands with operators between them as one.
 * @param {Piece[]} run
 * @returns {Piece}
 */
function joined(run) {
  /** @type {(Condition | null)[][]} */
  const sums = [];
  for (let at = 0; at < run.length; at += 2) {
    const condition = run[at]?.condition ?? null;
    if (run[at - 1]?.mark === "AND") sums.at(-1)?.push(condition);
    else sums.push([condition]);
  }
  const operands = run.filter((_, at) => at % 2 === 0);
  const chunks = chunksOf(operands).map((chunk) => ({ ...chunk, typing: false }));
  const condition = oneOf("any", sums.map((product) => oneOf("all", product)));
  return piece(run[0]?.start ?? 0, run.at(-1)?.end ?? 0, { condition, chunks });
}

/**
 * The only condition there is, or one of all.
 * @param {"all" | "any"} kind
 * @param {(Condition | null)[]} conditions
 * @returns {Condition | null}
 */
function oneOf(kind, conditions) {
  const parts = conditions.flatMap((condition) => (condition ? [condition] : []));
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last || first === last) return first ?? null;
  return conditionOf(kind, first.start, last.end, { parts });
}

/**
 * @param {Piece[]} pieces
 * @returns {Chunk[]}
 */
function chunksOf(pieces) {
  return pieces.flatMap(({ chunks }) => chunks);
}
