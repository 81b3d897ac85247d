/**
 * Searches for a version that no paper names by its family, or by other versions; `generator/search/engine/versions.py`
 * does the same.
 */
import { isWord, stem } from "../analysis.js";
import { RANKING } from "../parameters.js";

/** @typedef {import("../store.js").Store} Store */

const VERSION = /^([a-z]+?)v?[0-9][0-9.]*[a-z]{0,2}$/;

/**
 * What to search for in place of a folded word that names a version, such as `qwen9`: its name, and the term of the
 * family (`qwen`), or else those of other versions (`qwen2`); null if the word is no version, or all are unknown.
 * @param {string} typed
 * @param {string} language
 * @param {Store} store
 * @returns {{term: string, keys: string[]} | null}
 */
export function versionsOf(typed, language, store) {
  const name = VERSION.exec(typed)?.[1] ?? "";
  if (name.length < RANKING.shortest_family) return null;
  const family = stem(name, language);
  if (store.has(family)) return { term: name, keys: [family] };
  const keys = store.expandPrefix(name, RANKING.prefix_shards);
  const others = keys.filter((key) => isWord(key) && /^v?[0-9]/.test(key.slice(name.length)));
  const [term] = others;
  return term === undefined ? null : { term, keys: others.slice(0, RANKING.expansions) };
}
