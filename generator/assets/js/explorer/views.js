/** The three ways to show results: a list, a table with columns of choice, and cards. */
import { element, highlighted, stateLink } from "../ui/dom.js";
import { authorLine } from "../ui/paper_text.js";
import { article, paperLink, selectBox, valuesOf } from "./results.js";
import { gettext, number } from "../i18n/translate.js";

/** @typedef {import("../search/client.js").Hit} Hit */
/** @typedef {import("./results.js").Head} Head */
/** @typedef {import("./results.js").Shown} Shown */
/** @typedef {import("../search/state.js").Sort} Sort */
/** @typedef {import("../search/state.js").State} State */
/**
 * @typedef {object} Column
 * @property {string} key
 * @property {string} title
 * @property {(card: Hit) => string} text
 * @property {boolean} [number] to be set flush right
 * @property {Sort[]} [sorts] what a click on its head does, and another click
 */

const USUAL = ["year", "venue", "area", "mentioned"];
/** Dimensions that have a column with more in it than their values. */
const OWN = new Set(["year", "venue", "author", "mentions"]);

/**
 * Returns all columns that a table can have besides the title.
 * @param {Head} head
 * @returns {Column[]}
 */
export function columnsOf(head) {
  const dimensions = head.dimensions.filter(({ key }) => !OWN.has(key));
  return [
    {
      key: "year",
      title: gettext("Year"),
      text: ({ year }) => String(year || ""),
      number: true,
      sorts: ["newest", "oldest"],
    },
    { key: "venue", title: gettext("Venue"), text: ({ venue = "" }) => venue },
    {
      key: "authors",
      title: gettext("Authors"),
      text: ({ authors = [], edited = "" }) => authorLine(authors) || edited,
    },
    ...dimensions.map((dimension) => ({
      key: dimension.key,
      title: dimension.title,
      text: (/** @type {Hit} */ card) =>
        valuesOf(card, dimension)
          .map(([, title]) => title)
          .join(", "),
    })),
    {
      key: "mentioned",
      title: gettext("Mentioned"),
      text: ({ mentioned }) => (mentioned ? number(mentioned) : ""),
      number: true,
      sorts: ["mentioned"],
    },
  ];
}

/**
 * Returns the columns that a state shows, in the order of `all`.
 * @param {State} state
 * @param {Column[]} all
 * @returns {Column[]}
 */
export function chosenColumns({ columns }, all) {
  const chosen = new Set(columns ?? USUAL);
  return all.filter(({ key }) => chosen.has(key));
}

/**
 * Returns the state with a column shown or hidden. The usual columns are not written into the address.
 * @param {State} state
 * @param {Column[]} all
 * @param {string} key
 * @param {boolean} on
 * @returns {State}
 */
export function withColumn(state, all, key, on) {
  const before = chosenColumns(state, all).map((column) => column.key);
  const now = all.map((column) => column.key).filter((known) => (known === key ? on : before.includes(known)));
  const usual = all.map((column) => column.key).filter((known) => USUAL.includes(known));
  return { ...state, columns: now.join() === usual.join() ? null : now };
}

/**
 * Returns the element of a view, and the element in it to which `row` adds papers.
 * @param {State} state
 * @param {Head} head
 * @returns {{frame: HTMLElement, body: HTMLElement}}
 */
export function frame(state, head) {
  if (state.view !== "table") {
    const list = element("div", { class: `sc-x-${state.view}` });
    return { frame: list, body: list };
  }
  const heads = [
    { key: "title", title: gettext("Paper"), sorts: /** @type {Sort[]} */ (["name"]) },
    ...chosenColumns(state, columnsOf(head)),
  ];
  const top = element("tr", {}, element("td", {}), ...heads.map((column) => headCell(column, state)));
  const body = element("tbody");
  const table = element("table", { class: "sc-rows" }, element("thead", {}, top), body);
  // It scrolls within itself, and whoever has only keys must be able to scroll it.
  return {
    frame: element(
      "div",
      { class: "sc-wide", role: "region", "aria-label": gettext("Results as a table"), tabindex: "0" },
      table,
    ),
    body,
  };
}

/**
 * @param {{key: string, title: string, sorts?: Sort[], number?: boolean}} column
 * @param {State} state
 * @returns {HTMLElement}
 */
function headCell({ key, title, sorts, number }, state) {
  const at = sorts?.indexOf(state.sort) ?? -1;
  const order = at < 0 ? undefined : ["newest", "mentioned"].includes(state.sort) ? "descending" : "ascending";
  const cell = element("th", { scope: "col", "aria-sort": order, class: number && "sc-no" });
  const next = sorts?.[(at + 1) % sorts.length];
  if (!next) cell.append(title);
  else cell.append(stateLink({ ...state, sort: next === state.sort ? "relevance" : next }, `head/${key}`, {}, title));
  return cell;
}

/**
 * Returns the element of one paper in a view.
 * @param {Hit} card
 * @param {State} state
 * @param {Shown} shown
 * @returns {HTMLElement}
 */
export function row(card, state, shown) {
  if (state.view !== "table") return article(card, shown);
  const cells = chosenColumns(state, columnsOf(shown.head)).map(({ text, number }) =>
    element("td", { class: number && "sc-no" }, ...highlighted(text(card), shown.terms)),
  );
  const title = element("th", { scope: "row" }, paperLink(card, shown.terms));
  return element("tr", { "data-paper-id": card.id }, element("td", {}, selectBox(card)), title, ...cells);
}
