/**
 * The papers that a reader has selected, stored in the browser under the site's path, so that two surveys on one host
 * do not mix.
 *
 * Other tabs follow. If the browser stores nothing (a private window, a full storage), the selection lasts as long as
 * the page.
 */
import { SITE } from "../ui/site.js";

/** The most papers that a selection holds. */
export const MOST = 500;

const KEY = `survey-catalogue:${SITE.pathname}:selection`;
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const LONGEST = 80;

/** @type {string[] | null} null until it is read */
let ids = null;
/** @type {Set<() => void>} */
const listeners = new Set();

/**
 * Returns the valid ids among some values of any type, each once, in their order.
 * @param {unknown} values
 * @returns {string[]}
 */
export function onlyIds(values) {
  if (!Array.isArray(values)) return [];
  return [...new Set(values.filter((id) => typeof id === "string" && id.length <= LONGEST && ID.test(id)))];
}

/**
 * Returns the ids of the selected papers, in the order in which they were selected.
 * @returns {string[]}
 */
export function selected() {
  ids ??= stored();
  return [...ids];
}

/**
 * Returns whether a paper is selected.
 * @param {string} id
 * @returns {boolean}
 */
export function isSelected(id) {
  ids ??= stored();
  return ids.includes(id);
}

/**
 * Selects a paper or removes it from the selection.
 * @param {string} id
 * @param {boolean} [on] absent: the other way round than now
 * @returns {boolean} whether it is picked now; it is not where the selection is full
 */
export function toggle(id, on = !isSelected(id)) {
  if (on) add([id]);
  else keep(selected().filter((other) => other !== id));
  return isSelected(id);
}

/**
 * Adds papers to the selection, as many as fit.
 * @param {string[]} more
 * @returns {number} how many of them were not picked before and are now
 */
export function add(more) {
  const before = selected();
  keep([...before, ...more]);
  return selected().length - before.length;
}

/**
 * Replaces the selection by these papers.
 * @param {string[]} next
 */
export function replace(next) {
  keep(next);
}

/** Empties the selection. */
export function clear() {
  keep([]);
}

/**
 * Calls a function whenever the selection changes, in this tab or another.
 * @param {() => void} listener
 * @returns {() => void} ends that
 */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @param {string[]} next */
function keep(next) {
  const now = onlyIds(next).slice(0, MOST);
  if (now.join() === selected().join()) return;
  ids = now;
  try {
    if (now.length) localStorage.setItem(KEY, JSON.stringify(now));
    else localStorage.removeItem(KEY);
  } catch {
    // It lasts as long as the page, then.
  }
  tell();
}

/** @returns {string[]} */
function stored() {
  try {
    return onlyIds(JSON.parse(localStorage.getItem(KEY) ?? "[]")).slice(0, MOST);
  } catch {
    return []; // no store, or something in it that is no list
  }
}

function tell() {
  for (const listener of [...listeners]) listener();
}

/** Take the selection from the store anew, as another tab or an earlier visit left it. */
function follow() {
  const before = (ids ?? []).join();
  ids = stored();
  if (ids.join() !== before) tell();
}

if (typeof addEventListener === "function") {
  addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) follow();
  });
  // A page that Back brings up again heard of nothing meanwhile.
  addEventListener("pageshow", (event) => {
    if (event.persisted) follow();
  });
}
