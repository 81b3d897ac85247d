/** The results on the page, in whichever view. */
import { frame, row } from "./views.js";
import { Whys } from "./why.js";

/** @typedef {import("./client.js").Answer} Answer */
/** @typedef {import("./client.js").Detail} Detail */
/** @typedef {import("./results.js").Head} Head */
/** @typedef {import("./state.js").State} State */

/** Rows made at a stretch: more of them would keep the page from answering. */
const STRETCH = 20;

export class Rows {
  /**
   * @param {HTMLElement} root
   * @param {(positions: number[]) => Promise<Detail[]>} details
   * @param {() => Promise<number[]>} found all papers found, for the map
   */
  constructor(root, details, found) {
    this.root = root;
    this.found = found;
    /** @type {import("./map_view.js").MapView | null} */
    this.map = null;
    this.whys = new Whys(details);
    this.turn = 0;
  }

  /**
   * Show an answer. The first rows are there on return, all of them when the promise is kept.
   * @param {Answer} answer
   * @param {State} state
   * @param {Head} head
   * @param {HTMLElement | null} instead what stands there if there are none
   */
  async render({ rows, terms }, state, head, instead) {
    const turn = (this.turn += 1);
    if (state.view === "map" && !instead) return this.renderMap(turn);
    const shown = { head, terms: new Set(terms) };
    const { frame: made, body } = frame(state, head);
    this.whys.restart();
    const add = (/** @type {number} */ from) => {
      for (const card of rows.slice(from, from + STRETCH)) {
        const one = row(card, state, shown);
        if (state.view === "list") this.whys.add(one, card, shown.terms);
        body.append(one);
      }
    };
    add(0);
    this.root.replaceChildren(instead ?? made);
    for (let from = STRETCH; from < rows.length; from += STRETCH) {
      await new Promise((resume) => setTimeout(resume));
      if (turn !== this.turn) return;
      add(from);
    }
  }

  /** @param {number} turn */
  async renderMap(turn) {
    const [{ openMap }, found] = await Promise.all([import("./map.js"), this.found()]);
    const map = (this.map ??= await openMap());
    if (turn !== this.turn) return;
    if (!this.root.contains(map.element)) this.root.replaceChildren(map.element);
    map.show(new Set(found));
  }

  /** @param {number} at */
  focus(at) {
    const link = this.root.querySelectorAll("[data-result]")[at];
    if (link instanceof HTMLElement) link.focus();
  }
}
