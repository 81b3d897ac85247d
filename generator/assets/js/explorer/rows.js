/** The results on the page, in the view that the reader chose. */
import { frame, row } from "./views.js";
import { SnippetLines } from "./snippet_line.js";

/** @typedef {import("../search/client.js").SearchResponse} SearchResponse */
/** @typedef {import("../search/client.js").StoredFields} StoredFields */
/** @typedef {import("./results.js").Head} Head */
/** @typedef {import("../search/state.js").State} State */

/** Rows made at a stretch: more of them would keep the page from answering. */
const STRETCH = 20;
/** As many fill a screen. In a table they would say how wide its columns are, so there it is a whole stretch. */
const FIRST = 8;

/** The list, table, cards or map with the results of a search. */
export class Rows {
  /**
   * @param {HTMLElement} root
   * @param {(positions: number[]) => Promise<StoredFields[]>} details
   * @param {() => Promise<number[]>} foundPositions of all papers found, for the map
   */
  constructor(root, details, foundPositions) {
    this.root = root;
    this.foundPositions = foundPositions;
    /** @type {import("../map/view.js").MapView | null} */
    this.map = null;
    this.snippets = new SnippetLines(details);
    this.turn = 0;
  }

  /**
   * Show an answer. The first rows are there on return, all of them when the promise is kept.
   * @param {SearchResponse} answer
   * @param {State} state
   * @param {Head} head
   * @param {HTMLElement | null} instead what stands there if there are none
   */
  async render({ rows, terms, early }, state, head, instead) {
    const turn = (this.turn += 1);
    if (state.view === "map" && !instead) return this.renderMap(turn);
    const shown = { head, terms: new Set(terms) };
    const { frame: element, body } = frame(state, head);
    this.snippets.restart(early);
    const add = (/** @type {number} */ from, /** @type {number} */ to) => {
      for (const card of rows.slice(from, to)) {
        const result = row(card, state, shown);
        if (state.view === "list") this.snippets.add(result, card, shown.terms);
        body.append(result);
      }
    };
    const first = state.view === "table" ? STRETCH : FIRST;
    add(0, first);
    this.root.replaceChildren(instead ?? element);
    // Those that come later have their place, or the filters beside them would move.
    this.reserve(rows.length > first ? rows.length / first : 0);
    for (let from = first; from < rows.length; from += STRETCH) {
      await drawn();
      if (turn !== this.turn) return;
      add(from, from + STRETCH);
    }
    this.reserve(0);
  }

  /** @param {number} times as much place as there is now; 0 as much as is needed */
  reserve(times) {
    const { style } = this.root;
    style.minHeight = "";
    if (times) style.minHeight = `${this.root.offsetHeight * times}px`;
  }

  /** @param {number} turn */
  async renderMap(turn) {
    const [{ openMap }, foundPositions] = await Promise.all([import("../map/main.js"), this.foundPositions()]);
    const map = (this.map ??= await openMap());
    if (turn !== this.turn) return;
    if (!this.root.contains(map.element)) this.root.replaceChildren(map.element);
    this.reserve(0);
    map.show(new Set(foundPositions));
  }

  /** Fetch the snippets that waited for the rows to be in their last order. */
  explain() {
    this.snippets.resume();
  }

  /** @param {number} at */
  focus(at) {
    const link = this.root.querySelectorAll("[data-result]")[at];
    if (link instanceof HTMLElement) link.focus();
  }
}

/** When what was made has been drawn, or soon in a window that nobody sees. */
function drawn() {
  return new Promise((resume) => {
    const late = setTimeout(resume, 100);
    requestAnimationFrame(() => {
      clearTimeout(late);
      setTimeout(resume);
    });
  });
}
