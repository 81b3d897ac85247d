/** The reader's way through states of the explorer: addresses, Back and Forward, and where the page was scrolled to. */
import { SITE } from "./site.js";
import { formatState, VIEWS } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** What an entry of the history keeps besides its address. @typedef {{shown: number, scroll: number}} Kept */

/** Milliseconds without scrolling after which the place is noted. */
const PAUSE = 150;
const KEY = `survey-catalogue:${SITE.pathname}:view`;

/** Note in the history where the page is scrolled to. Results come after the page, so the browser cannot. */
export function watchScroll() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  history.scrollRestoration = "manual";
  const note = () => {
    clearTimeout(timer);
    change(location.href, { ...kept(), scroll: scrollY });
  };
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(note, PAUSE);
  }, { passive: true });
  addEventListener("pagehide", note);
}

/** @returns {Kept} */
export function kept() {
  return { shown: Number(history.state?.shown) || 0, scroll: Number(history.state?.scroll) || 0 };
}

/**
 * @param {string} address
 * @param {Kept} more
 * @param {"replaceState" | "pushState"} [how]
 */
function change(address, more, how = "replaceState") {
  try {
    history[how](more, "", address || location.pathname);
  } catch {
    // Some browsers refuse when there are too many in a short time: then the address lags behind.
  }
}

/**
 * The address becomes that of the state, as a step of its own or in place of the present one.
 * @param {State} state
 * @param {{step?: boolean, shown?: number}} [options]
 */
export function keep(state, { step = false, shown = 0 } = {}) {
  if (step) change(location.href, { ...kept(), scroll: scrollY });
  change(formatState(state), { shown, scroll: step ? 0 : scrollY }, step ? "pushState" : "replaceState");
}

/** @param {State} state whose view is to be the one of the next visit */
export function rememberView({ view, columns }) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ view, columns }));
  } catch {
    // Where nothing is kept, the list comes first again.
  }
}

/**
 * The state of a first visit, with the view of the visit before where the address names none.
 * @param {State} state
 * @returns {State}
 */
export function withRememberedView(state) {
  if (history.state || state.view !== "list") return state;
  try {
    const { view, columns } = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const own = Array.isArray(columns) ? columns.filter((one) => typeof one === "string") : null;
    return { ...state, view: VIEWS.find((one) => one === view) ?? "list", columns: state.columns ?? own };
  } catch {
    return state;
  }
}
