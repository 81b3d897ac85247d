/**
 * Tables that a click sorts: each head of a column in a [data-sortable] table becomes a button. A column of numbers
 * starts with the highest, any other with the first letter; a third click gives the order in which the table came.
 * What has no value (empty, a dash) stands last either way.
 */
import { gettext } from "../i18n/translate.js";

/** @typedef {"ascending" | "descending" | null} Direction */

const SIGNS = { ascending: "\u00a0↑", descending: "\u00a0↓", none: "\u00a0↕" };

/**
 * Make the heads of tables buttons that sort them.
 * @param {HTMLElement} root a table, or what holds tables
 */
export function mount(root) {
  const tables = root instanceof HTMLTableElement ? [root] : root.querySelectorAll("table");
  for (const table of tables) enhance(table);
}

/** @param {HTMLTableElement} table */
function enhance(table) {
  const body = table.tBodies[0];
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  if (!body || body.rows.length < 2) return;
  const rows = [...body.rows];
  // A row whose cells are joined belongs to no column.
  const texts = rows.map((row) =>
    heads.map((_, at) => (row.cells.length === heads.length ? textOf(row.cells[at]) : "")),
  );
  heads.forEach((head, at) => {
    const numeric = isNumeric(texts.map((row) => row[at] ?? ""));
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sc-sort";
    button.title = gettext("Sort by this column");
    const sign = document.createElement("span");
    sign.ariaHidden = "true"; // what it says, aria-sort says
    sign.textContent = SIGNS.none;
    button.append(...head.childNodes, sign);
    head.append(button);
    button.addEventListener("click", () => {
      const direction = next(head.getAttribute("aria-sort"), numeric);
      for (const other of heads) show(other, null);
      show(head, direction);
      body.append(
        ...order(
          texts.map((row) => row[at] ?? ""),
          numeric,
          direction,
        ).map((row) => /** @type {HTMLTableRowElement} */ (rows[row])),
      );
    });
  });
}

/**
 * @param {HTMLTableCellElement} head
 * @param {Direction} direction
 */
function show(head, direction) {
  if (direction) head.setAttribute("aria-sort", direction);
  else head.removeAttribute("aria-sort");
  const sign = head.querySelector("[aria-hidden]");
  if (sign) sign.textContent = SIGNS[direction ?? "none"];
}

/**
 * @param {HTMLTableCellElement | undefined} cell
 * @returns {string} what the cell says, or the value it gives for sorting
 */
function textOf(cell) {
  return (cell?.dataset.value ?? cell?.textContent ?? "").trim();
}

/**
 * Returns the direction after a click: first the more useful one, then the other, then none.
 * @param {string | null} now
 * @param {boolean} numeric
 * @returns {Direction}
 */
export function next(now, numeric) {
  /** @type {Direction[]} */
  const turns = numeric ? ["descending", "ascending", null] : ["ascending", "descending", null];
  return turns[(turns.indexOf(/** @type {Direction} */ (now)) + 1) % 3] ?? null;
}

/**
 * Returns the positions of the rows in the wanted order; rows that compare equal keep theirs.
 * @param {string[]} texts of the column
 * @param {boolean} numeric
 * @param {Direction} direction
 * @returns {number[]}
 */
export function order(texts, numeric, direction) {
  const positions = texts.map((_, at) => at);
  if (!direction) return positions;
  const sign = direction === "ascending" ? 1 : -1;
  const numbers = texts.map(numberIn);
  const missing = texts.map((text, at) => (numeric ? numbers[at] === null : isBlank(text)));
  const collator = new Intl.Collator(undefined, { numeric: true });
  return positions.sort((a, b) => {
    if (missing[a] || missing[b]) return Number(missing[a]) - Number(missing[b]) || a - b;
    const comparison = numeric
      ? (numbers[a] ?? 0) - (numbers[b] ?? 0)
      : collator.compare(texts[a] ?? "", texts[b] ?? "");
    return sign * comparison || a - b;
  });
}

/**
 * Returns whether a column is one of numbers.
 * @param {string[]} texts of a column
 * @returns {boolean} whether all that it says begins with a number
 */
export function isNumeric(texts) {
  const values = texts.filter((text) => !isBlank(text));
  return values.length > 0 && values.every((text) => numberIn(text) !== null);
}

/**
 * @param {string} text
 * @returns {boolean}
 */
function isBlank(text) {
  return /^[\s\p{Pd}]*$/u.test(text);
}

const SCALES = new Map([
  ["k", 1e3],
  ["m", 1e6],
  ["b", 1e9],
  ["t", 1e12],
  ["million", 1e6],
  ["billion", 1e9],
  ["trillion", 1e12],
]);

const WORDS = /^(?:\p{L}[\p{Ll}\s]*\s)?[+~<>≈±]?/u;
const DIGITS = /([-−]?)(\d[\d,]*(?:\.\d+)?)\s?(k|K|M|B|T|million|billion|trillion)?(?!\p{L})/u;
const NUMBER = new RegExp(WORDS.source + DIGITS.source, "u");

/**
 * Returns the number with which a text begins, perhaps after words in lower case, with its scale: `about 1.2M`, `+7%`,
 * `3 billion`; null if there is none, as in `BLIP-2`.
 * @param {string} text
 * @returns {number | null}
 */
export function numberIn(text) {
  const match = NUMBER.exec(text);
  if (!match) return null;
  const [, minus, digits = "", scale = ""] = match;
  return Number(digits.replaceAll(",", "")) * (SCALES.get(scale.toLowerCase()) ?? 1) * (minus ? -1 : 1);
}
