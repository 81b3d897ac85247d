/** The contents of a table that compares papers: rows of cells, in which values that papers share are marked. */
import { plainText, valuesOf } from "./publication.js";
import { gettext, ngettext } from "../i18n/translate.js";

/** @typedef {import("./publication.js").Hit} Hit */
/** @typedef {import("./publication.js").StoredFields} StoredFields */
/** @typedef {import("./publication.js").Facet} Facet */
/** @typedef {{text: string, shared: number}} CellValue `shared`: of how many papers; 0 where only this one has it */
/** @typedef {{title: string, listed: boolean, cells: CellValue[][]}} Row `listed`: short values, not sentences */

/**
 * The rows, in the order of the table, each with one cell a paper. A row in which no paper has
 * anything is left out.
 * @param {Hit[]} cards
 * @param {StoredFields[]} details of the same papers, in the same order
 * @param {Facet[]} dimensions
 * @returns {Row[]}
 */
export function compareRows(cards, details, dimensions) {
  const listed = (
    /** @type {string} */ title,
    /** @type {(card: Hit, detail: StoredFields) => (string | undefined)[]} */ of,
  ) =>
    row(
      title,
      true,
      cards.map((card, at) => of(card, details[at] ?? { position: card.position, id: card.id })),
    );
  const text = (
    /** @type {string} */ title,
    /** @type {(card: Hit, detail: StoredFields) => string | undefined} */ of,
  ) =>
    row(title, false, cards.map((card, at) => [of(card, details[at] ?? { position: card.position, id: card.id })]));
  const closed = dimensions.filter(({ key, open }) => !open && key !== "year" && key !== "has");
  const has = dimensions.filter(({ key }) => key === "has");
  const rows = [
    text(gettext("In one sentence"), ({ summary }) => summary),
    ...closed.map((dimension) => listed(dimension.title, (card) => valuesOf(card, dimension))),
    listed(gettext("Year"), ({ year }) => [String(year || "")]),
    listed(gettext("Venue"), ({ venue }) => [venue]),
    listed(gettext("Figures"), (_, { figures }) => figures ?? []),
    listed(gettext("Introduces"), (_, { introduces }) =>
      (introduces ?? []).map(({ name, kind }) => gettext("{name} ({kind})", { name, kind })),
    ),
    listed(gettext("Builds on"), (_, { builds_on: names }) => names ?? []),
    listed(gettext("Compared with"), (_, { compares_with: names }) => names ?? []),
    listed(gettext("Evaluated on"), (_, { evaluated_on: names }) => names ?? []),
    text(gettext("Problem"), (_, { problem }) => problem),
    text(gettext("Idea"), (_, { idea }) => idea),
    text(gettext("Results"), (_, { results }) => results),
    ...has.map((dimension) => listed(dimension.title, (card) => valuesOf(card, dimension))),
    listed(gettext("Authors"), ({ authors }) => authors ?? []),
    listed(gettext("Mentioned by"), ({ mentioned }) => [
      mentioned ? ngettext("{count} other paper", "{count} other papers", mentioned) : "",
    ]),
  ];
  return rows.filter(({ cells }) => cells.some((cell) => cell.length));
}

/**
 * @param {string} title
 * @param {boolean} listed
 * @param {(string | undefined)[][]} texts
 * @returns {Row}
 */
function row(title, listed, texts) {
  const plain = texts.map((cell) => [...new Set(cell.map((text) => plainText(text ?? "")).filter(Boolean))]);
  /** @type {Map<string, number>} */
  const papersWith = new Map();
  for (const cell of plain) {
    for (const key of new Set(cell.map((text) => text.toLowerCase())))
      papersWith.set(key, (papersWith.get(key) ?? 0) + 1);
  }
  const shared = (/** @type {string} */ text) => {
    const count = listed ? papersWith.get(text.toLowerCase()) ?? 0 : 0;
    return count > 1 ? count : 0;
  };
  return { title, listed, cells: plain.map((cell) => cell.map((text) => ({ text, shared: shared(text) }))) };
}

/**
 * Returns the ids of the papers that an address asks to compare, each once.
 * @param {string} search from the question mark on
 * @returns {string[]}
 */
export function comparedIds(search) {
  const given = new URLSearchParams(search).getAll("ids").join(",");
  return [...new Set(given.split(",").map((id) => id.trim()).filter((id) => /^[a-z0-9-]{1,80}$/.test(id)))];
}
