/**
 * Chooses the sentence of a record that shows best why the paper was found, if title and summary do not.
 *
 * Each sentence of the record counts each matching term once; terms that the result already shows count a tenth. The
 * page does not know how rare a term is; a longer one weighs more.
 */
import { heldTerms, pieces } from "../ui/highlight.js";
import { gettext } from "../i18n/translate.js";

/** @typedef {import("../search/client.js").StoredFields} StoredFields */
/** @typedef {{label: string, text: string}} Snippet */

const END = /[.!?]["”)]?\s+(?=[\p{Lu}\p{Lo}\p{N}"“(])|[。！？]|\n+/gu;
/** Characters before the first match after which the beginning is left out, and those of it that stay. */
const LEAD = 60;
const KEPT = 30;

/**
 * Returns the sentence that shows best why a paper was found; null if none has a term that is not shown yet.
 * @param {StoredFields} detail
 * @param {Set<string>} terms that matched
 * @param {string} shown what the result shows of the paper anyway
 * @returns {Snippet | null}
 */
export function bestSnippet(detail, terms, shown) {
  const seen = new Set(heldTerms(shown, terms));
  /** @type {Snippet | null} */
  let best = null;
  let most = 0;
  for (const snippet of candidates(detail)) {
    const held = heldTerms(snippet.text, terms);
    const fresh = held.filter((term) => !seen.has(term));
    const score = fresh.length ? weight(fresh) + weight(held) / 10 : 0;
    if (score > most) [best, most] = [snippet, score];
  }
  return best && { label: best.label, text: fromMatch(best.text, terms) };
}

/**
 * @param {string[]} terms
 * @returns {number}
 */
function weight(terms) {
  return terms.reduce((sum, term) => sum + 1 + Math.min(term.length, 12) / 6, 0);
}

/**
 * @param {StoredFields} detail
 * @returns {Snippet[]}
 */
function candidates(detail) {
  const texts = /** @type {[string, string][]} */ ([
    [gettext("Results"), detail.results ?? ""],
    [gettext("Idea"), detail.idea ?? ""],
    [gettext("Problem"), detail.problem ?? ""],
    [gettext("Abstract"), detail.abstract ?? ""],
  ]);
  const lists = /** @type {[string, string[]][]} */ ([
    [gettext("Introduces"), (detail.introduces ?? []).map(({ name }) => name)],
    [gettext("Builds on"), detail.builds_on ?? []],
    [gettext("Compares with"), detail.compares_with ?? []],
    [gettext("Evaluated on"), detail.evaluated_on ?? []],
  ]);
  return [
    ...texts.flatMap(([label, text]) => sentences(text).map((sentence) => ({ label, text: sentence }))),
    ...(detail.figures ?? []).map((text) => ({ label: gettext("Figure"), text })),
    ...lists.map(([label, names]) => ({ label, text: names.join(", ") })),
  ];
}

/**
 * Returns the sentences of a text.
 * @param {string} text
 * @returns {string[]}
 */
export function sentences(text) {
  const parts = [];
  let from = 0;
  for (const end of text.matchAll(END)) {
    parts.push(text.slice(from, end.index + end[0].length).trim());
    from = end.index + end[0].length;
  }
  return [...parts, text.slice(from).trim()].filter(Boolean);
}

/**
 * The snippet from shortly before its first match on, so that a line of it shows why it is there.
 * @param {string} text
 * @param {Set<string>} terms
 * @returns {string}
 */
function fromMatch(text, terms) {
  const [first] = pieces(text, terms);
  if (!first || first.highlighted || first.text.length <= LEAD) return text;
  const cut = text.lastIndexOf(" ", first.text.length - KEPT);
  return cut > 0 ? `… ${text.slice(cut + 1)}` : text;
}
