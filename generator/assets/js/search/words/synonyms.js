/** Which groups of synonyms a query speaks of; `generator/search/engine/synonyms.py` does the same. */
import { RANKING } from "../parameters.js";

/** @typedef {import("../store.js").Store} Store */

/**
 * The numbers of the groups of which a member stands in a query's terms, those of one idea together.
 * @param {string[]} terms
 * @param {string} language
 * @param {Store} store
 * @returns {number[][]}
 */
export function ideasIn(terms, language, store) {
  /** @type {Map<string, number[]>} */
  const ideas = new Map();
  store.groups(language).forEach((group, number) => {
    const places = [...new Set(group.flatMap((member) => placesOf(member, terms)))].sort((one, other) => one - other);
    if (!places.length || !tells(number, places.map((place) => terms[place] ?? ""), store)) return;
    ideas.set(String(places), [...(ideas.get(String(places)) ?? []), number]);
  });
  return [...ideas.values()];
}

/**
 * The positions of the terms of a member in a row of terms, wherever they stand one directly after the other.
 * @param {string[]} member
 * @param {string[]} terms
 * @returns {number[]}
 */
export function placesOf(member, terms) {
  return terms.flatMap((_, at) =>
    member.every((term, step) => terms[at + step] === term) ? member.map((__, step) => at + step) : []);
}

/**
 * Whether a group of synonyms adds something to the typed terms of a member of it: some papers have it, and not nearly
 * all of those of a survey that knows the terms themselves.
 * @param {number} group
 * @param {string[]} typed
 * @param {Store} store
 * @returns {boolean}
 */
function tells(group, typed, store) {
  const found = store.postings(`~${group}`).papers.length;
  return found > 0 && (found <= RANKING.telling_share * store.head.papers || !typed.some((term) => store.has(term)));
}
