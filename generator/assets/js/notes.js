/** What the explorer says about an answer: how much was found, what was searched instead, and what else to try. */
import { element, stateLink } from "./dom.js";

/** @typedef {import("./client.js").Answer} Answer */
/** @typedef {import("./state.js").State} State */

/**
 * @param {number} total
 * @param {number} papers
 * @returns {string}
 */
export function countText(total, papers) {
  return total === papers ? `All ${papers} papers` : `${total} of ${papers} papers`;
}

/**
 * The lines between the chips and the results.
 * @param {Answer} answer
 * @param {State} state that it answers
 * @returns {HTMLElement[]}
 */
export function noteLines({ notes: { corrections, synonyms } }, state) {
  const lines = corrections.map(({ was, now, q }) => {
    const undo = stateLink({ ...state, q }, `undo/${was}`, {}, `Search for “${was}” instead`);
    return element("p", {}, "Showing results for ", element("strong", {}, now), ". ", undo);
  });
  const also = [...new Set(synonyms.flatMap((one) => one.also))];
  if (also.length) lines.push(element("p", {}, `Also searched: ${also.join(", ")}`));
  return lines;
}

/**
 * What stands in place of results where there are none.
 * @param {Answer} answer
 * @param {State} state that it answers
 * @returns {HTMLElement}
 */
export function nothingFound({ suggest, relax }, state) {
  const made = element("div", { class: "sc-explorer__nothing" }, element("p", {}, element("strong", {}, "Nothing found.")));
  const offer = (/** @type {string} */ lead, /** @type {HTMLElement[]} */ links) => {
    if (links.length) made.append(element("p", {}, lead), element("ul", {}, ...links.map((link) => element("li", {}, link))));
  };
  const count = (/** @type {number} */ total) => element("span", { class: "sc-count" }, String(total));
  offer(
    "Did you mean",
    suggest.map(({ now, q, total }) => stateLink({ ...state, q }, `suggest/${now}`, {}, now, " ", count(total))),
  );
  offer(
    "More is found without",
    relax.map(({ label, q, choices, total }) =>
      stateLink({ ...state, q, choices: new Map(Object.entries(choices)) }, `relax/${label}`, {}, label, " ", count(total)),
    ),
  );
  if (!suggest.length && !relax.length) made.append(element("p", {}, "Try other words, or fewer of them."));
  return made;
}

/**
 * The same in one breath, for those who hear the page.
 * @param {Answer} answer
 * @returns {string}
 */
export function spoken({ total, papers, notes, relax, suggest }) {
  const offers = relax.length + suggest.length;
  const count = total ? countText(total, papers) : `Nothing found${offers ? `; ${offers} ${offers === 1 ? "offer" : "offers"} below` : ""}`;
  return [count, ...notes.corrections.map(({ was, now }) => `for ${now} instead of ${was}`)].join(", ");
}
