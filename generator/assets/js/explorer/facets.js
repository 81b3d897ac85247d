/**
 * The filters beside the results: a group for each dimension, with counts only where it is open.
 * A group is made once; only its values are made anew, so that whoever stands in it stays there.
 */
import { element, stateLink } from "../ui/dom.js";
import { toggled, withChoice, yearsBetween, yearSpan } from "../search/state.js";
import { gettext, number } from "../i18n/translate.js";

/** @typedef {import("../search/client.js").SearchResponse} SearchResponse */
/** @typedef {SearchResponse["groups"][number]} Group */
/** @typedef {import("../search/client.js").Facet} Facet */
/** @typedef {import("../search/state.js").State} State */
/**
 * @typedef {object} Hooks
 * @property {() => void} opened a group was opened whose counts are not known
 * @property {(state: State) => void} chosen
 */

const FEW = 12;
/** Values so few beyond those that a button would save no place. */
const REST = 3;
/** Values from which on a box to narrow them down is worth its place. */
const MANY = 20;
/** Papers above which no group is open from the start: its counts alone would be tens of kilobytes. */
const MANY_PAPERS = 20_000;
/** Dimensions of many values, of which the query language finds any. */
const TYPED = new Set(["venue", "author", "mentions"]);

/** The groups of filters beside the results, one for each dimension. */
export class FacetList {
  /**
   * @param {HTMLElement} root
   * @param {{dimensions: Facet[], papers: number}} head
   * @param {State} state
   * @param {Hooks} hooks
   */
  constructor(root, { dimensions, papers }, state, hooks) {
    this.root = root;
    const first = papers > MANY_PAPERS ? "" : "area";
    this.groups = dimensions.map(
      (dimension) => new FacetGroup(dimension, dimension.key === first || state.choices.has(dimension.key), hooks),
    );
    root.replaceChildren(...this.groups.map((group) => group.details));
  }

  /**
   * The dimensions whose counts are to be asked for: those that are open before the reader's eyes.
   * @returns {string[]}
   */
  open() {
    const visible = this.root.checkVisibility();
    for (const group of this.groups) group.asked = visible && group.details.open;
    return this.groups.filter(({ asked }) => asked).map(({ dimension }) => dimension.key);
  }

  /**
   * @param {Group[]} groups
   * @param {State} state
   */
  render(groups, state) {
    for (const group of this.groups) group.render(groups.find(({ key }) => key === group.dimension.key) ?? null, state);
  }
}

/** One group. */
class FacetGroup {
  /**
   * @param {Facet} dimension
   * @param {boolean} open
   * @param {Hooks} hooks
   */
  constructor(dimension, open, hooks) {
    this.dimension = dimension;
    this.hooks = hooks;
    this.all = false;
    /** Whether the question on its way, or answered last, asks for its counts. */
    this.asked = false;
    /** @type {Group | null} */
    this.group = null;
    /** @type {State | null} */
    this.state = null;
    const { key, title } = dimension;
    this.filter = element("input", {
      type: "search",
      class: "sc-x-narrow",
      placeholder: gettext("Filter these"),
      "aria-label": gettext("Filter the values of {title}", { title }),
      autocomplete: "off",
      hidden: true,
    });
    this.years = key === "year" ? this.yearSelects() : null;
    this.list = element("ul");
    this.more = element("button", { type: "button", class: "sc-x-all sc-button", hidden: true });
    this.details = element(
      "details",
      { "data-group": key, open },
      element("summary", {}, title),
      this.filter,
      ...(this.years ? [this.years] : []),
      this.list,
      this.more,
    );
    this.filter.addEventListener("input", () => this.fill());
    this.more.addEventListener("click", () => {
      this.all = !this.all;
      this.fill();
    });
    this.details.addEventListener("toggle", () => {
      if (this.details.open && !this.asked) hooks.opened();
    });
  }

  /**
   * @param {Group | null} group null where its counts were not asked for
   * @param {State} state
   */
  render(group, state) {
    this.group = group;
    this.state = state;
    this.details.hidden = group !== null && !group.values.length;
    if (group) this.fill();
  }

  /** The values that are to be seen: the first ones and those chosen, or all, or those that hold what was typed. */
  fill() {
    const { group, state } = this;
    if (!group || !state) return;
    const { values } = group;
    const typed = this.filter.value.trim().toLowerCase();
    const fitting = typed ? values.filter(({ title }) => title.toLowerCase().includes(typed)) : values;
    const all = this.all || values.length <= FEW + REST;
    const shown = all || typed ? fitting : fitting.filter((value, at) => at < FEW || value.chosen);
    this.filter.hidden = values.length <= MANY && !typed;
    this.more.hidden = Boolean(typed) || values.length <= FEW + REST;
    this.more.textContent = this.all ? gettext("Show fewer") : gettext("Show all {count}", { count: values.length });
    const items = shown.map((value) => element("li", {}, this.link(value, state)));
    if (typed && !items.length) items.push(element("li", {}, ...this.beyond(typed, state)));
    this.list.replaceChildren(...items);
    if (this.years) this.setYears(state);
  }

  /**
   * @param {Group["values"][number]} value
   * @param {State} state
   * @returns {HTMLElement}
   */
  link({ key, title, count, chosen }, state) {
    const amount = element("span", { class: "sc-count" }, number(count));
    const target = toggled(state, this.dimension, key);
    return stateLink(
      target,
      `${this.dimension.key}/${key}`,
      { "aria-current": chosen && "true" },
      element("span", {}, title),
      " ",
      amount,
    );
  }

  /**
   * Offer what was typed as a condition, where only the commonest values are listed.
   * @param {string} typed
   * @param {State} state
   * @returns {(Node | string)[]}
   */
  beyond(typed, state) {
    const { key } = this.dimension;
    if (!TYPED.has(key)) return [gettext("No such value")];
    const condition = `${key}:"${typed.replace(/["“”]/g, "")}"`;
    return [
      stateLink(
        { ...state, q: `${state.q} ${condition}`.trim() },
        `${key}/typed`,
        {},
        gettext("Search for {condition}", { condition }),
      ),
    ];
  }

  /** @returns {HTMLElement} */
  yearSelects() {
    const years = this.dimension.values.map(([key]) => key).sort();
    const selectOf = (/** @type {string} */ name, /** @type {string} */ label) => {
      const select = element(
        "select",
        { class: "sc-button", "aria-label": label },
        element("option", { value: "" }, name),
        ...years.map((year) => element("option", {}, year)),
      );
      select.addEventListener("change", () => this.chooseYears());
      return select;
    };
    return element(
      "div",
      { class: "sc-x-years sc-row" },
      selectOf(gettext("From"), gettext("From year")),
      "–",
      selectOf(gettext("To"), gettext("To year")),
    );
  }

  /** @returns {HTMLSelectElement[]} */
  ends() {
    return [...(this.years?.querySelectorAll("select") ?? [])];
  }

  chooseYears() {
    const [from = "", to = ""] = this.ends().map((select) => select.value);
    if (this.state) this.hooks.chosen(withChoice(this.state, "year", yearsBetween(from, to)));
  }

  /** @param {State} state */
  setYears(state) {
    const span = yearSpan(state.choices.get("year") ?? []);
    this.ends().forEach((select, at) => (select.value = span[at] ?? ""));
  }
}
