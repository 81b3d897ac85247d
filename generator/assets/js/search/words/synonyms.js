/**
 * Which groups of synonyms a query speaks of; `generator/search/engine/synonyms.py` does the same. By what forms
 * members are compared is described in `generator/search/groups.py`.
 */
import { LONGEST, isPaired, isStopWord, plain, stem, words } from "../analysis.js";
import { RANKING } from "../parameters.js";

/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("./readings.js").QueryWord} QueryWord */

/**
 * Returns the numbers of the synonym groups of which the query has a word or phrase, as one list for each meaning.
 * Words of another language do not count.
 * @param {QueryWord[]} run
 * @param {string} language
 * @param {Store} store
 * @returns {number[][]}
 */
export function ideasIn(run, language, store) {
  const placed = run
    .filter(({ kept, share }) => kept && share === 1)
    .flatMap((word) => formsOf(word.parts, language).map((form) => ({ form, word })));
  const forms = placed.map(({ form }) => form);
  /** @type {Map<string, number[]>} */
  const ideas = new Map();
  store.groups(language).forEach((group, number) => {
    const places = [...new Set(group.flatMap((member) => placesOf(member, forms)))].sort((one, other) => one - other);
    if (!places.length || !tells(number, placed.filter((_, at) => places.includes(at)), store)) return;
    ideas.set(String(places), [...(ideas.get(String(places)) ?? []), number]);
  });
  return [...ideas.values()];
}

/**
 * Returns the positions of the forms of a member in a list of forms, wherever they follow one another directly.
 * @param {string[]} member
 * @param {string[]} forms
 * @returns {number[]}
 */
export function placesOf(member, forms) {
  return forms.flatMap((_, at) =>
    member.every((form, step) => forms[at + step] === form) ? member.map((__, step) => at + step) : []);
}

/**
 * Whether a group of synonyms adds something to the typed words of a member of it: some papers have it, and not nearly
 * all of those of a survey that knows the words themselves.
 * @param {number} group
 * @param {{word: QueryWord}[]} typed
 * @param {Store} store
 * @returns {boolean}
 */
function tells(group, typed, store) {
  const found = store.postings(`~${group}`).papers.length;
  const most = RANKING.telling_share * store.head.papers;
  return found > 0 && (found <= most || !typed.some(({ word }) => word.known.length));
}

/**
 * Returns the forms of a word or phrase of a synonym group; none if it consists mostly of stop words ("where is").
 * @param {string} member
 * @param {string} language
 * @returns {string[]}
 */
export function memberForms(member, language) {
  const surfaces = plain(member);
  const forms = formsOf(surfaces, language);
  return 2 * forms.length >= surfaces.length ? forms : [];
}

/**
 * Returns the forms of folded words in a language, in order, without those of stop words.
 * @param {string[]} surfaces
 * @param {string} language
 * @returns {string[]}
 */
export function formsOf(surfaces, language) {
  return surfaces.flatMap((surface) => wordForms(surface, language));
}

/**
 * Returns the form of a folded word; none for a stop word, and for a script without spaces each pair of characters.
 * @param {string} surface
 * @param {string} language
 * @returns {string[]}
 */
export function wordForms(surface, language) {
  if (isPaired(surface)) return words(surface, { query: true, language }).flatMap(({ terms }) => terms);
  if (isStopWord(surface, language)) return [];
  const letters = [...surface];
  const own = stem(letters.slice(0, LONGEST).join(""), language);
  return [letters.length - [...own].length <= RANKING.longest_inflection ? own : `${own}${RANKING.derived_mark}`];
}
