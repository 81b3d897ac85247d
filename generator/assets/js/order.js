/** The order of results. */

/** @typedef {import("./index.js").Index} Index */
/** @typedef {import("./state.js").Sort} Sort */

/**
 * Papers in the order asked for. Those found by words come by relevance; without words that
 * means nothing, and the newest come first.
 * @param {Index} index
 * @param {number[]} papers best first
 * @param {Sort} sort
 * @param {boolean} byWords
 * @returns {number[]}
 */
export function arrange({ papers: { year, name, title } }, papers, sort, byWords) {
  if (sort === "relevance" && byWords) return papers;
  const collator = new Intl.Collator("en", { numeric: true });
  const label = (/** @type {number} */ paper) => name[paper] || (title[paper] ?? "");
  const byName = (/** @type {number} */ one, /** @type {number} */ other) =>
    collator.compare(label(one), label(other)) || one - other;
  if (sort === "name") return [...papers].sort(byName);
  return [...papers].sort((one, other) => (year[other] ?? 0) - (year[one] ?? 0) || byName(one, other));
}
