/**
 * Live counts. A paper has one area and one year, so several chosen ones of these mean any
 * of them; it may have many values of a facet, so several of those mean all.
 *
 * A value's count is what a click on it leaves: for a facet, the papers shown
 * that have it too; for area and year, where a click replaces the choice, the papers that have it
 * under all the other choices. A value that would leave nothing is not offered.
 */
import { isWithin } from "./rank.js";

/** @typedef {import("./index.js").Index} Index */
/** @typedef {import("./index.js").Dimension} Dimension */
/** @typedef {{key: string, title: string, count: number, chosen: boolean}} Value */
/** @typedef {{key: string, title: string, several: boolean, values: Value[]}} Group */

/**
 * The papers that the choices leave, in the order given, and what can be chosen then. Choices
 * that the index does not know are passed over.
 * @param {Index} index
 * @param {number[]} papers
 * @param {Map<string, string[]>} choices dimension to chosen keys; years also as `FROM..TO`
 * @returns {{kept: number[], groups: Group[]}}
 */
export function select(index, papers, choices) {
  const sides = index.head.dimensions.map((dimension) => {
    const chosen = choices.get(dimension.key) ?? [];
    return {
      dimension,
      chosen,
      wanted: dimension.values.flatMap(([key], number) => (isChosen(key, chosen) ? [number] : [])),
      own: index.papers.values[dimension.key] ?? [],
      counts: dimension.values.map(() => 0),
    };
  });
  /** @type {number[]} */
  const kept = [];
  for (const paper of papers) {
    const failing = sides.filter(({ dimension, wanted, own }) => !passes(dimension, wanted, own[paper] ?? []));
    if (!failing.length) kept.push(paper);
    const counting = !failing.length ? sides : failing.length === 1 && !failing[0]?.dimension.several ? failing : [];
    for (const { own, counts } of counting) {
      for (const number of own[paper] ?? []) counts[number] = (counts[number] ?? 0) + 1;
    }
  }
  const groups = sides.map(({ dimension: { key, title, several, values }, chosen, counts }) => ({
    key,
    title,
    several,
    values: values
      .map(([value, name], at) => ({ key: value, title: name, count: counts[at] ?? 0, chosen: chosen.includes(value) }))
      .filter((value) => value.count || value.chosen),
  }));
  return { kept, groups };
}

/**
 * @param {string} key
 * @param {string[]} chosen
 * @returns {boolean}
 */
function isChosen(key, chosen) {
  return chosen.some((one) => one === key || (/^[0-9]*\.\.[0-9]*$/.test(one) && isWithin(Number(key), one)));
}

/**
 * @param {Dimension} dimension
 * @param {number[]} wanted
 * @param {number[]} own
 * @returns {boolean}
 */
function passes({ several }, wanted, own) {
  if (!wanted.length) return true;
  return several ? wanted.every((one) => own.includes(one)) : wanted.some((one) => own.includes(one));
}
