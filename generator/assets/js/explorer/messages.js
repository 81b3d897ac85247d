/** The messages of the explorer: how much was found, what was searched for instead, and what else to try. */
import { element, sentence, stateLink } from "../ui/dom.js";
import { missingText } from "../ui/paper_text.js";
import { gettext, ngettext, number } from "../i18n/translate.js";

/** @typedef {import("../search/client.js").SearchResponse} SearchResponse */
/** @typedef {import("../search/state.js").State} State */

/**
 * How many papers were found, of how many: `12 of 203 papers`, or `All 203 papers`.
 * @param {number} total
 * @param {number} papers
 * @returns {string}
 */
export function countText(total, papers) {
  return total === papers
    ? ngettext("All {count} papers", "All {count} papers", papers)
    : gettext("{count} of {all} papers", { count: total, all: papers });
}

/**
 * Returns the lines between the chips and the results, such as the corrections that were made.
 * @param {SearchResponse} answer
 * @param {State} state that it answers
 * @returns {HTMLElement[]}
 */
export function noteLines({ notes, missing = [] }, state) {
  const { corrections, synonyms, unread = [], sentence: isSentence = false } = notes;
  /** @type {HTMLElement[]} */
  const lines = corrections.map(({ was, now, q }) => {
    const undo = stateLink({ ...state, q }, `undo/${was}`, {}, gettext("Search for “{word}” instead", { word: was }));
    return element(
      "p",
      {},
      ...sentence("Showing results for {word}.", { word: element("strong", {}, now) }),
      " ",
      undo,
    );
  });
  lines.push(...unread.map((condition) => unreadLine(condition, state)));
  if (isSentence) {
    const read = gettext("Read as a sentence: its quotes, dashes, parentheses, AND, OR and NOT are words.");
    lines.push(element("p", {}, read));
  }
  const also = [...new Set(synonyms.flatMap((synonym) => synonym.also))];
  if (also.length) lines.push(element("p", {}, gettext("Also searched: {words}", { words: also.join(", ") })));
  if (missing.length) lines.push(element("p", {}, missingText(missing)));
  return lines;
}

/**
 * @param {import("../search/feedback.js").Unread} unread
 * @param {State} state
 * @returns {HTMLElement}
 */
function unreadLine({ field, value, known, near, q, fields }, state) {
  const nodes = { field: element("code", {}, `${field}:`), value: document.createTextNode(value) };
  const message = known
    ? gettext("{field} has no value “{value}”, so this was read as words.")
    : gettext("There is no field {field}, so this was read as words.");
  const hint = near
    ? stateLink({ ...state, q }, `meant/${near}`, {}, gettext("Search for {condition}", { condition: near }))
    : fields.length ? gettext("Fields: {fields}", { fields: fields.join(", ") }) : "";
  return element("p", {}, ...sentence(message, nodes), " ", hint);
}

/**
 * Returns what is shown in place of results if there are none: suggestions, and conditions to drop.
 * @param {SearchResponse} answer
 * @param {State} state that it answers
 * @returns {HTMLElement}
 */
export function nothingFound({ suggest, relax }, state) {
  const block = element(
    "div",
    { class: "sc-x-nothing" },
    element("p", {}, element("strong", {}, gettext("Nothing found."))),
  );
  const offer = (/** @type {string} */ lead, /** @type {HTMLElement[]} */ links) => {
    if (links.length)
      block.append(element("p", {}, lead), element("ul", {}, ...links.map((link) => element("li", {}, link))));
  };
  const count = (/** @type {number} */ total) => element("span", { class: "sc-count" }, number(total));
  offer(
    gettext("Did you mean"),
    suggest.map(({ now, q, total }) => stateLink({ ...state, q }, `suggest/${now}`, {}, now, " ", count(total))),
  );
  offer(
    gettext("More is found without"),
    relax.map(({ label, q, choices, total }) =>
      stateLink(
        { ...state, q, choices: new Map(Object.entries(choices)) },
        `relax/${label}`,
        {},
        label,
        " ",
        count(total),
      ),
    ),
  );
  if (!suggest.length && !relax.length) block.append(element("p", {}, gettext("Try other words, or fewer of them.")));
  return block;
}

/**
 * Returns the same as one text for screen readers.
 * @param {SearchResponse} answer
 * @returns {string}
 */
export function spoken({ total, papers, notes, relax, suggest }) {
  const offers = relax.length + suggest.length;
  const none = offers
    ? ngettext("Nothing found; {count} offer below", "Nothing found; {count} offers below", offers)
    : gettext("Nothing found");
  const read = notes.corrections.map(({ was, now }) => gettext("for {now} instead of {was}", { now, was }));
  return [total ? countText(total, papers) : none, ...read].join(", ");
}
