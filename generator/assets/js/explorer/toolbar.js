/** Order, view and columns. */
import { element, hooked } from "../ui/dom.js";
import { SORTS, VIEWS } from "../search/state.js";
import { chosenColumns, columnsOf, withColumn } from "./views.js";

/** @typedef {import("./results.js").Head} Head */
/** @typedef {import("../search/state.js").State} State */

export class Toolbar {
  /**
   * @param {HTMLElement} root
   * @param {(state: State) => void} choose
   */
  constructor(root, choose) {
    this.choose = choose;
    this.sort = hooked(root, "explorer-sort", HTMLSelectElement);
    this.columns = hooked(root, "explorer-columns", HTMLDetailsElement);
    this.boxes = hooked(root, "explorer-boxes", HTMLElement);
    this.views = [...root.querySelectorAll("[data-explorer-view]")];
    /** @type {State | null} */
    this.state = null;
    this.sort.addEventListener("change", () =>
      this.turn({ sort: SORTS.find((sort) => sort === this.sort.value) ?? "relevance" }),
    );
    for (const button of this.views) {
      const view = VIEWS.find((known) => known === button.getAttribute("data-explorer-view")) ?? "list";
      button.addEventListener("click", () => this.turn({ view }));
    }
    this.columns.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.columns.open) return;
      this.columns.open = false;
      this.columns.querySelector("summary")?.focus();
    });
    document.addEventListener("click", ({ target }) => {
      if (target instanceof Node && !this.columns.contains(target)) this.columns.open = false;
    });
  }

  /**
   * The state in a view that the page has: that of a survey without a map offers none.
   * @param {State} state
   * @returns {State}
   */
  offered(state) {
    return this.views.some((button) => button.getAttribute("data-explorer-view") === state.view)
      ? state
      : { ...state, view: "list" };
  }

  /** @param {Partial<State>} change */
  turn(change) {
    if (this.state) this.choose({ ...this.state, ...change });
  }

  /**
   * @param {State} state
   * @param {Head} head
   */
  render(state, head) {
    this.state = state;
    this.sort.value = state.sort;
    this.sort.disabled = state.ids.length > 0;
    for (const button of this.views)
      button.setAttribute("aria-pressed", String(button.getAttribute("data-explorer-view") === state.view));
    this.columns.hidden = state.view !== "table";
    const all = columnsOf(head);
    if (!this.boxes.childElementCount) this.boxes.append(...all.map((column) => this.columnBox(column, head)));
    const chosen = new Set(chosenColumns(state, all).map(({ key }) => key));
    for (const box of this.boxes.querySelectorAll("input")) box.checked = chosen.has(box.value);
  }

  /**
   * @param {import("./views.js").Column} column
   * @param {Head} head
   * @returns {HTMLElement}
   */
  columnBox({ key, title }, head) {
    const box = element("input", { type: "checkbox", value: key });
    box.addEventListener("change", () => {
      if (this.state) this.choose(withColumn(this.state, columnsOf(head), key, box.checked));
    });
    return element("label", {}, box, ` ${title}`);
  }
}
