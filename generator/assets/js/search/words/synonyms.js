/**
 * Which groups of synonyms a query speaks of; `generator/search/engine/synonyms.py` does the same. By what forms
 * members are compared is described in `generator/search/groups.py`.
 */
import { LONGEST, isPaired, isStopWord, plain, stem, words } from "../analysis.js";
import { RANKING } from "../parameters.js";

/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("./readings.js").QueryWord} QueryWord */

/**
 * The numbers of the groups of which a member stands in a query's words, those of one idea together. A word of another
 * language is none.
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
 * The positions of the forms of a member in a row of forms, wherever they stand one directly after the other.
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
 * The forms of a word or phrase of a group of synonyms; none where it is mostly stop words ("where is").
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
 * The forms of folded words in a language, in order, without those of stop words.
 * @param {string[]} surfaces
 * @param {string} language
 * @returns {string[]}
 */
export function formsOf(surfaces, language) {
  return surfaces.flatMap((surface) => wordForms(surface, language));
}

/**
 * The form of a folded word, none for a stop word; of a script without spaces each pair of characters.
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
