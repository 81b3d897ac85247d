/** How one paper is shown among the results: in the list, on a card, in the dialog. */
import { element, highlighted, sentence } from "../ui/dom.js";
import { isSelected } from "../lists/selection.js";
import { addressOn, heading, metaLine, paperAddress } from "../ui/paper_text.js";
import { gettext } from "../i18n/translate.js";

/** @typedef {import("../search/client.js").Hit} Hit */
/** @typedef {import("../search/client.js").Facet} Facet */
/** @typedef {{papers: number, dimensions: Facet[]}} Head */
/** What the rows of one answer share. @typedef {{head: Head, terms: Set<string>}} Shown */

/** Dimensions whose values are no tags: the line below the title has them, or the paper's page. */
const UNTAGGED = new Set(["year", "has", "venue", "author", "mentions", "site"]);

/**
 * @param {Hit} card
 * @returns {string}
 */
function textOf({ summary, known }) {
  return summary || known || "";
}

/**
 * Returns all text that a result shows of the paper, without its tags.
 * @param {Hit} card
 * @returns {string}
 */
export function shownText(card) {
  return [heading(card), ...(card.also ?? []), metaLine(card), textOf(card)].join("\n");
}

/**
 * Returns the values of a dimension that a paper has; none if it has none.
 * @param {Hit} card
 * @param {Facet} dimension
 * @returns {[string, string][]} keys and titles
 */
export function valuesOf(card, { key, values }) {
  return (card.values?.[key] ?? []).flatMap((number) => values.slice(number, number + 1));
}

/**
 * Returns the link to the paper's page; it has the result's focus and receives its keys.
 * @param {Hit} card
 * @param {Set<string>} terms
 * @returns {HTMLElement}
 */
export function paperLink(card, terms) {
  return element(
    "a",
    { href: paperAddress(card), "data-result": "", "data-focus": `paper/${card.id}` },
    ...highlighted(heading(card), terms),
  );
}

/**
 * Returns a checkbox to select the paper. What it does is up to `lists/selection_bar.js`.
 * @param {Hit} card
 * @returns {HTMLElement}
 */
export function selectBox({ id, name, title }) {
  const box = element("input", {
    type: "checkbox",
    "data-select": id,
    "data-focus": `select/${id}`,
    "aria-label": gettext("Select {paper}", { paper: name || title }),
  });
  box.checked = isSelected(id);
  return element("label", { class: "sc-select" }, box);
}

/**
 * Returns a result of the list, or a card, which is the same without the line for a snippet.
 * @param {Hit} card
 * @param {Shown} shown
 * @returns {HTMLElement}
 */
export function article(card, { head, terms }) {
  const title = element("h2", { class: "sc-r-title" }, paperLink(card, terms));
  const result = element("article", { class: "sc-result", "data-paper-id": card.id }, selectBox(card), title);
  const add = (/** @type {string} */ name, /** @type {(Node | string)[]} */ ...children) =>
    result.append(element("p", { class: name }, ...children));
  const meta = metaLine(card);
  if (meta) add("sc-meta", ...highlighted(meta, terms));
  const also = highlighted((card.also ?? []).join(", "), terms);
  if (also.length > 1 || typeof also[0] === "object")
    add("sc-r-text", ...sentence("Also called {names}", { names: element("span", {}, ...also) }));
  const text = textOf(card);
  if (text) add("sc-r-text", ...highlighted(text, terms));
  const tags = head.dimensions
    .filter(({ key }) => !UNTAGGED.has(key))
    .flatMap((dimension) => tagLinks(card, dimension, terms));
  if (tags.length) add("sc-r-chips", ...tags.flatMap((tag) => [tag, " "]));
  return result;
}

/**
 * @param {Hit} card
 * @param {Facet} dimension
 * @param {Set<string>} terms
 * @returns {HTMLElement[]}
 */
function tagLinks(card, dimension, terms) {
  const folder = dimension.key === "area" ? "areas" : `tags/${dimension.key}`;
  return valuesOf(card, dimension).map(([value, title]) =>
    element(
      "a",
      { class: "sc-chip", href: addressOn(card, `${folder}/${encodeURIComponent(value)}/`) },
      ...highlighted(title, terms),
    ),
  );
}
