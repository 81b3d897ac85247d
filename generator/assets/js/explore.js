/** The explorer: the only module that touches its page. */
import { element, hooked } from "./dom.js";
import { select } from "./facets.js";
import { loadIndex } from "./load.js";
import { arrange } from "./order.js";
import { search } from "./rank.js";
import { article } from "./results.js";
import { formatState, parseState, SORTS, toggled, withChoice } from "./state.js";
import { words } from "./tokens.js";

/** @typedef {import("./facets.js").Group} Group */
/** @typedef {import("./index.js").Index} Index */
/** @typedef {import("./rank.js").Answer} Answer */
/** @typedef {import("./state.js").State} State */

const PAGE = 50;

/**
 * Start the explorer. Takes away what stands between [data-explorer-static] and the root: the
 * words for a page without scripts.
 * @param {HTMLElement} root
 */
export async function mount(root) {
  const view = new View(root);
  const index = await loadIndex().catch((error) => view.fail(String(error.message ?? error)));
  if (index) new Explorer(index, view).start();
}

/** The places of the page. */
class View {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.form = hooked(root, "explorer-form", HTMLFormElement);
    this.box = hooked(root, "explorer-box", HTMLInputElement);
    this.filters = hooked(root, "explorer-filters", HTMLButtonElement);
    this.facets = hooked(root, "explorer-facets", HTMLElement);
    this.chips = hooked(root, "explorer-chips", HTMLElement);
    this.count = hooked(root, "explorer-count", HTMLElement);
    this.sort = hooked(root, "explorer-sort", HTMLSelectElement);
    this.note = hooked(root, "explorer-note", HTMLElement);
    this.results = hooked(root, "explorer-results", HTMLElement);
    this.more = hooked(root, "explorer-more", HTMLButtonElement);
    const start = document.querySelector("[data-explorer-static]");
    while (start?.nextSibling && start.nextSibling !== root) start.nextSibling.remove();
    start?.remove();
    root.hidden = false;
  }

  /**
   * @param {string} message
   * @returns {undefined}
   */
  fail(message) {
    this.count.textContent = `Search does not work just now. ${message}`;
  }

  /** @returns {HTMLElement[]} */
  links() {
    return [...this.results.querySelectorAll("[data-result]")].filter((link) => link instanceof HTMLElement);
  }
}

class Explorer {
  /**
   * @param {Index} index
   * @param {View} view
   */
  constructor(index, view) {
    this.index = index;
    this.view = view;
    this.state = parseState(location.search);
    /** The address that a reader last chose, not merely passed while typing. */
    this.committed = formatState(this.state);
    this.shown = PAGE;
  }

  start() {
    const { box, form, sort, filters, more, root } = this.view;
    // What was typed while the index loaded counts.
    const early = document.activeElement === box && box.value ? box.value : null;
    this.restore();
    if (early !== null && early !== this.state.q) this.type(early);
    box.addEventListener("input", () => this.type(box.value));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.commitTyped();
    });
    sort.addEventListener("change", () => {
      this.commit({ ...this.state, sort: SORTS.find((one) => one === sort.value) ?? "relevance" });
    });
    filters.addEventListener("click", () => this.showFilters(filters.getAttribute("aria-expanded") !== "true"));
    more.addEventListener("click", () => this.showMore());
    root.addEventListener("click", (event) => this.follow(event));
    root.addEventListener("keydown", (event) => this.move(event));
    addEventListener("popstate", () => this.restore());
  }

  // --- what a reader does ---

  /** Take state and number of results from the address, as after Back. */
  restore() {
    this.state = parseState(location.search);
    this.committed = formatState(this.state);
    this.shown = Math.max(PAGE, Number(history.state?.shown) || 0);
    this.view.box.value = this.state.q;
    this.render();
  }

  /** @param {string} q */
  type(q) {
    this.state = { ...this.state, q };
    this.shown = PAGE;
    history.replaceState(null, "", formatState(this.state) || location.pathname);
    this.render();
  }

  /** Enter: what was typed becomes a step of its own, and the one before is what it was. */
  commitTyped() {
    const now = formatState(this.state);
    if (now === this.committed) return;
    history.replaceState(null, "", this.committed || location.pathname);
    this.commit(this.state);
  }

  /** @param {State} state */
  commit(state) {
    this.state = state;
    this.shown = PAGE;
    this.committed = formatState(state);
    this.view.box.value = state.q;
    history.pushState(null, "", this.committed || location.pathname);
    this.render();
  }

  showMore() {
    const before = this.shown;
    this.shown += PAGE;
    history.replaceState({ shown: this.shown }, "");
    this.render();
    this.view.links()[before]?.focus();
  }

  /** @param {boolean} open */
  showFilters(open) {
    this.view.filters.setAttribute("aria-expanded", String(open));
    this.view.facets.classList.toggle("sc-explorer__facets--open", open);
  }

  /**
   * A click on a link that changes the state, unless it is to open elsewhere.
   * @param {MouseEvent} event
   */
  follow(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return;
    const link = event.target.closest("[data-state]");
    if (!link) return;
    event.preventDefault();
    this.commit(parseState(link.getAttribute("data-state") ?? ""));
  }

  /**
   * Arrows go from the box through the results and back, Escape returns to the box.
   * @param {KeyboardEvent} event
   */
  move(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { box, results } = this.view;
    const links = this.view.links();
    const inResults = event.target instanceof Node && results.contains(event.target);
    const at = links.findIndex((link) => link.closest("article")?.contains(document.activeElement));
    if (event.key === "ArrowDown" && (event.target === box || inResults)) (links[at + 1] ?? links[at])?.focus();
    else if (event.key === "ArrowUp" && inResults) (links[at - 1] ?? box).focus();
    else if (event.key === "Escape" && event.target !== box) box.focus();
    else return;
    event.preventDefault();
  }

  // --- what a reader sees ---

  render() {
    const focus = document.activeElement?.getAttribute("data-focus");
    const answer = search(this.index, this.state.q);
    const papers = answer.found.map(({ paper }) => paper);
    const { kept, groups } = select(this.index, papers, this.state.choices);
    const ordered = arrange(this.index, kept, this.state.sort, !answer.plan.open);
    const terms = new Set(answer.plan.clauses.flatMap((clause) => clause.terms));
    const { count, sort, results, more } = this.view;
    sort.value = this.state.sort;
    count.textContent = countText(kept.length, this.index.head.papers);
    results.replaceChildren(...ordered.slice(0, this.shown).map((paper) => article(this.index, paper, terms)));
    if (!kept.length) results.append(element("p", {}, "Nothing found. Take away a filter, or try other words."));
    more.hidden = ordered.length <= this.shown;
    more.textContent = `Show ${Math.min(PAGE, ordered.length - this.shown)} more`;
    this.renderNote(answer, ordered);
    this.renderChips(answer);
    for (const group of groups) this.renderGroup(group);
    this.keepFocus(focus);
  }

  /** @param {Group} group */
  renderGroup({ key, title, several, values }) {
    const { facets } = this.view;
    let list = facets.querySelector(`[data-group="${key}"] ul`);
    if (!list) {
      list = element("ul");
      const open = key === "area" || this.state.choices.has(key);
      facets.append(element("details", { "data-group": key, open }, element("summary", {}, title), list));
    }
    const group = list.parentElement;
    if (group) group.hidden = !values.length;
    list.replaceChildren(
      ...values.map((value) => {
        const target = formatState(toggled(this.state, { key, several }, value.key));
        const attributes = { ...this.linkTo(target, `${key}/${value.key}`), "aria-current": value.chosen && "true" };
        const amount = element("span", { class: "sc-count" }, String(value.count));
        return element("li", {}, element("a", attributes, element("span", {}, value.title), " ", amount));
      }),
    );
  }

  /** @param {Answer} answer */
  renderChips({ query }) {
    const chips = this.index.head.dimensions.flatMap(({ key, title, values }) => {
      const chosen = this.state.choices.get(key) ?? [];
      return chosen.map((value) => ({
        text: `${title}: ${titleOf(values, value)}`,
        state: withChoice(this.state, key, chosen.filter((one) => one !== value)),
      }));
    });
    for (const { field, values, excluded, start, end } of query.filters) {
      const dimension = this.index.head.dimensions.find(({ key }) => key === field);
      const names = values.map((value) => titleOf(dimension?.values ?? [], value)).join(", ");
      const q = `${this.state.q.slice(0, start)} ${this.state.q.slice(end)}`.replace(/\s+/g, " ").trim();
      chips.push({ text: `${excluded ? "Not " : ""}${dimension?.title ?? "Author"}: ${names}`, state: { ...this.state, q } });
    }
    if (chips.length > 1) chips.push({ text: "All filters", state: { ...this.state, q: wordsOnly(query, this.state.q), choices: new Map() } });
    this.view.filters.textContent = chips.length ? `Filters (${chips.length - (chips.length > 1 ? 1 : 0)})` : "Filters";
    this.view.chips.hidden = !chips.length;
    this.view.chips.replaceChildren(
      ...chips.map(({ text, state }) => {
        const attributes = { class: "sc-chip", ...this.linkTo(formatState(state), `chip/${text}`), "aria-label": `Take away ${text}` };
        return element("li", {}, element("a", attributes, `${text} `, element("span", { "aria-hidden": "true" }, "×")));
      }),
    );
  }

  /**
   * Say which words were read as others.
   * @param {Answer} answer
   * @param {number[]} ordered
   */
  renderNote({ plan: { corrections } }, ordered) {
    const { note } = this.view;
    note.hidden = !corrections.length;
    note.replaceChildren(
      ...corrections.flatMap(({ was, term }) => [
        "No paper has ", element("em", {}, was), "; showing results for ",
        element("strong", {}, this.spelling(term, ordered)), ". ",
      ]),
    );
  }

  /**
   * A term as a paper shown spells it: terms are stems, and no words.
   * @param {string} term
   * @param {number[]} papers
   * @returns {string}
   */
  spelling(term, papers) {
    const { title, summary, known } = this.index.papers;
    for (const paper of papers.slice(0, PAGE)) {
      const text = [title[paper], summary[paper], known[paper]].join("\n");
      const word = words(text).find((one) => one.joined === term || (!one.joined && one.terms.includes(term)));
      if (word) return text.slice(word.start, word.end).toLowerCase();
    }
    return term;
  }

  /**
   * @param {string} target
   * @param {string} focus
   */
  linkTo(target, focus) {
    return { href: target || location.pathname, "data-state": target, "data-focus": focus };
  }

  /**
   * Rendering makes the links anew: give the focus back to the one that stands for the old.
   * @param {string | null | undefined} focus
   */
  keepFocus(focus) {
    if (!focus || document.activeElement !== document.body) return;
    const links = [...this.view.root.querySelectorAll("[data-focus]")];
    const link = links.find((one) => one.getAttribute("data-focus") === focus);
    (link instanceof HTMLElement ? link : this.view.box).focus({ preventScroll: true });
  }
}

/**
 * @param {number} count
 * @param {number} all
 * @returns {string}
 */
function countText(count, all) {
  return count === all ? `All ${all} papers` : `${count} of ${all} papers`;
}

/**
 * @param {[string, string][]} values
 * @param {string} value
 * @returns {string}
 */
function titleOf(values, value) {
  const [from, to] = value.split("..");
  if (to !== undefined) return from === to ? `${from}` : from && to ? `${from}–${to}` : from ? `since ${from}` : `until ${to}`;
  return values.find(([key]) => key === value)?.[1] ?? value;
}

/**
 * A query without its filters.
 * @param {import("./query.js").Query} query
 * @param {string} q
 * @returns {string}
 */
function wordsOnly({ filters }, q) {
  let rest = "";
  let at = 0;
  for (const { start, end } of filters) {
    rest += q.slice(at, start);
    at = end;
  }
  return (rest + q.slice(at)).replace(/\s+/g, " ").trim();
}
