/**
 * The contents of that table: counts, expected numbers, and empty cells. It touches neither the page nor the network.
 */
import { formatState } from "../search/state.js";

/** @typedef {"count" | "share" | "difference" | "gaps"} Show */
/** @typedef {[key: string, title: string, papers: number]} Value */
/**
 * One side of a table, as gaps.json has it.
 * @typedef {object} Facet
 * @property {string} key
 * @property {string} title
 * @property {boolean} several whether a paper may have more than one of the values
 * @property {number} without papers that have none of them
 * @property {number} cut rarer values that are left out
 * @property {Value[]} values
 */
/** @typedef {{papers: number, dimensions: Facet[], tables: Record<string, number[][]>}} Data of gaps.json */
/** @typedef {{rows: string, columns: string, show: Show}} Choice */
/**
 * @typedef {object} Cell
 * @property {number} count
 * @property {number} tenths ten times the papers to be expected
 * @property {string} address of the list of its papers; empty where there are none
 */
/** @typedef {{rows: Facet, columns: Facet, papers: number, cells: Cell[][]}} Table */
/** @typedef {{row: string, column: string, tenths: number}} Gap by titles */

const UNPLACED = "unplaced";
/**
 * From this many columns on, titles are set vertically if one is longer than SHORT. As
 * `generator/site/components/crosstab.py`.
 */
export const MANY = 8;
/** The most characters of a title that counts as short. */
export const SHORT = 5;
/** Tenths of a paper from which on an empty cell is surprising. As `generator/site/pages/gaps.py`. */
export const SURPRISING = 10;
/** @type {readonly Show[]} the first is the one that an address leaves out */
export const SHOWS = ["count", "share", "difference", "gaps"];

/**
 * Returns the rows, columns and display that an address chooses; what it leaves out, or what names no dimension, is as
 * in `usual`.
 * @param {string} search
 * @param {Data} data
 * @param {Choice} usual
 * @returns {Choice}
 */
export function parseChoice(search, data, usual) {
  const parameters = new URLSearchParams(search);
  const known = (/** @type {string | null} */ key) => data.dimensions.find((dimension) => dimension.key === key)?.key;
  const rows = known(parameters.get("rows")) ?? usual.rows;
  let columns = known(parameters.get("columns")) ?? usual.columns;
  // A dimension is not crossed with itself.
  if (columns === rows) columns = [usual.rows, usual.columns].find((key) => key !== rows) ?? columns;
  return { rows, columns, show: SHOWS.find((show) => show === parameters.get("show")) ?? "count" };
}

/**
 * Returns a choice as the query of an address.
 * @param {Choice} choice
 * @returns {string} with its question mark
 */
export function formatChoice({ rows, columns, show }) {
  return `?${new URLSearchParams({ rows, columns, ...(show === SHOWS[0] ? {} : { show }) })}`;
}

/**
 * Returns the table for two dimensions. Throws an Error if the data has no such dimension.
 * @param {Data} data
 * @param {Choice} choice of two dimensions
 * @returns {Table}
 */
export function tableOf({ papers, dimensions, tables }, choice) {
  const [rows, columns] = [choice.rows, choice.columns].map((key) =>
    dimensions.find((dimension) => dimension.key === key),
  );
  if (!rows || !columns) throw new Error(`The gap map has no ${choice.rows} by ${choice.columns}.`);
  const straight = tables[`${rows.key},${columns.key}`];
  const turned = tables[`${columns.key},${rows.key}`];
  const cells = rows.values.map(([row, , across], down) =>
    columns.values.map(([column, , along], right) => {
      const count = (straight ? straight[down]?.[right] : turned?.[right]?.[down]) ?? 0;
      return {
        count,
        tenths: expectedTenths(across, along, papers),
        address: count ? addressOf(rows.key, row, columns.key, column) : "",
      };
    }),
  );
  return { rows, columns, papers, cells };
}

/**
 * Returns ten times the number of papers expected in a cell by chance, rounded half up; as
 * `generator/catalogue/crosstabs.py`.
 * @param {number} row papers
 * @param {number} column papers
 * @param {number} papers
 * @returns {number}
 */
export function expectedTenths(row, column, papers) {
  return papers ? Math.floor((20 * row * column + papers) / (2 * papers)) : 0;
}

/**
 * Returns the empty cells, those with the highest expected number first; as `generator/catalogue/crosstabs.py`.
 * @param {Table} table
 * @returns {Gap[]}
 */
export function gapsOf({ rows, columns, cells }) {
  const gaps = rows.values.flatMap(([key, row, across], down) =>
    columns.values.flatMap(([other, column, along], right) => {
      const cell = cells[down]?.[right];
      const tells = across && along && key !== UNPLACED && other !== UNPLACED;
      return cell && !cell.count && tells ? [{ row, column, tenths: cell.tenths, product: across * along }] : [];
    }),
  );
  return gaps
    .sort((one, other) => other.product - one.product)
    .map(({ row, column, tenths }) => ({ row, column, tenths }));
}

/**
 * Returns rows with their empty cells, in the order of the gaps.
 * @param {Gap[]} gaps
 * @returns {[string, Gap[]][]}
 */
export function byRow(gaps) {
  /** @type {Map<string, Gap[]>} */
  const rows = new Map();
  for (const gap of gaps) rows.set(gap.row, [...(rows.get(gap.row) ?? []), gap]);
  return [...rows];
}

/**
 * Returns the number that a cell shows; null for a cell that shows nothing.
 * @param {Cell} cell
 * @param {number} total of its row
 * @param {Show} show
 * @returns {number | null}
 */
export function shown({ count, tenths }, total, show) {
  if (show === "gaps") return count ? null : tenths / 10;
  if (show === "difference") return (10 * count - tenths) / 10;
  if (show === "share") return total ? Math.round((100 * count) / total) : 0;
  return count;
}

/**
 * Returns how dark the cell of a number is, 0 to 100; as `generator/site/components/crosstab.py`.
 * @param {number} number
 * @param {number} peak
 * @returns {number} 0 to 100
 */
export function shade(number, peak) {
  return peak ? Math.floor(100 * Math.sqrt(Math.abs(number) / peak) + 0.5) : 0;
}

/**
 * The explorer with both filters, seen from the gap map.
 * @param {string} rows
 * @param {string} row
 * @param {string} columns
 * @param {string} column
 */
function addressOf(rows, row, columns, column) {
  const choices = new Map([[rows, [row]], [columns, [column]]]);
  return `../explore/${formatState({ q: "", choices, sort: "relevance", view: "list", columns: null, ids: [] })}`;
}
