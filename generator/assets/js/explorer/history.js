/**
 * The browser's history of the explorer: addresses, Back and Forward, and the scroll position.
 *
 * The view chosen last is stored for the next visit of the address without a query; any other address says itself what
 * it shows.
 */
import { SITE } from "../ui/site.js";
import { formatLink, formatState, VIEWS, withShown } from "../search/state.js";

/** @typedef {import("../search/state.js").State} State */
/** @typedef {import("../search/state.js").View} View */
/** What is kept for the next visit. @typedef {{view: View, columns: string[] | null}} RememberedView */

/** Milliseconds without scrolling after which the place is noted. */
const PAUSE = 150;
const KEY = `survey-catalogue:${SITE.pathname}:view`;

/**
 * Stores the scroll position in the history entry whenever the reader scrolls. Results come after the page, so the
 * browser cannot restore it.
 */
export function watchScroll() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  history.scrollRestoration = "manual";
  const note = () => {
    clearTimeout(timer);
    change(location.href, scrollY);
  };
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(note, PAUSE);
  }, { passive: true });
  addEventListener("pagehide", note);
}

/**
 * Returns the scroll position at which this entry of the history was left.
 * @returns {number} pixels from the top
 */
export function keptScroll() {
  return Number(history.state?.scroll) || 0;
}

/**
 * @param {string} address
 * @param {number} scroll
 * @param {"replaceState" | "pushState"} [how]
 */
function change(address, scroll, how = "replaceState") {
  try {
    history[how]({ scroll }, "", address || location.pathname);
  } catch {
    // Some browsers refuse when there are too many in a short time: then the address lags behind.
  }
}

/**
 * Writes a state into the page's address, as a new entry of the history (`step`) or in place of the present one.
 * @param {State} state
 * @param {{step?: boolean, shown?: number}} [options] `shown`: how many results, if more than come at first
 */
export function keep(state, { step = false, shown = 0 } = {}) {
  if (step) change(location.href, scrollY);
  // The bare address will do for the bare list, unless it opens another view here.
  const address = rememberedView().view === VIEWS[0] ? formatState(state) : formatLink(state);
  change(withShown(address, shown), step ? 0 : scrollY, step ? "pushState" : "replaceState");
}

/**
 * Stores a view and its columns for the next visit.
 * @param {State} state whose view is to be the one of the next visit
 */
export function rememberView({ view, columns }) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ view, columns }));
  } catch {
    // Where nothing is kept, the list comes first again.
  }
}

/** @returns {RememberedView} */
function rememberedView() {
  try {
    const { view, columns } = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const keys = Array.isArray(columns) ? columns.filter((key) => typeof key === "string") : null;
    return { view: VIEWS.find((known) => known === view) ?? "list", columns: keys };
  } catch {
    return { view: "list", columns: null };
  }
}

/**
 * Returns the state for a visit: with the view of the visit before, if the address has no query and the history no
 * entry to come back to.
 * @param {State} state that the address holds
 * @returns {State}
 */
export function withRememberedView(state) {
  return location.search || history.state ? state : { ...state, ...rememberedView() };
}
