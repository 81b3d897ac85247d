/**
 * Parses the query that a reader types. The language is described in `generator/search/engine/query.py`; this is the
 * same in the browser, and both pass the cases of `tests/golden/queries.json`.
 */
import { Values } from "./field_values.js";
import { QUERY } from "./parameters.js";
import { conditionOf, isWithoutMeaning, piece, piecesOf, readingOf } from "./pieces.js";

/** @typedef {import("./pieces.js").Chunk} Chunk */
/** @typedef {import("./pieces.js").Condition} Condition */
/** @typedef {import("./pieces.js").Piece} Piece */
/**
 * Chunks and conditions in the order in which they were typed. `sentence`: the text has operators, quotes, dashes or
 * parentheses, and they mean nothing. `signs`: it has signs and no word.
 * @typedef {{chunks: Chunk[], conditions: Condition[], sentence: boolean, signs: boolean}} Query
 */
/** @typedef {import("./field_values.js").Vocabulary} Vocabulary */

const BEGINNING = new RegExp(`^[${QUERY.spaces}${QUERY.marks}]*$`, "u");

/**
 * Returns the chunks and conditions of a query's text. Any text is valid.
 * @param {string} text
 * @param {Vocabulary} vocabulary
 * @returns {Query}
 */
export function parse(text, vocabulary) {
  const known = new Values(vocabulary);
  const reading = readingOf(text, known);
  /** @type {Piece[]} */
  let level = [];
  /** @type {{outer: Piece[], start: number}[]} */
  const opened = [];
  for (const one of paired(piecesOf(text, known, reading))) {
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
  const chunks = chunksOf(found);
  const signs = !chunks.length && !conditions.length && !BEGINNING.test(text);
  return { chunks, conditions, sentence: isWithoutMeaning(text, reading), signs };
}

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
