/** The explorer: turns what a reader does into states, and the answers to them into its page. */
import { chipItems, chipsOf } from "./chips.js";
import { client } from "../search/client.js";
import { hooked } from "../ui/dom.js";
import { FacetList } from "./facets.js";
import { move } from "./keyboard.js";
import { countText, noteLines, nothingFound, spoken } from "./messages.js";
import { Rows } from "./rows.js";
import { mountSelection, sharedNote } from "../lists/selection_bar.js";
import { formatState, parseShown, parseState } from "../search/state.js";
import { ExportMenu } from "../lists/export_menu.js";
import { untouched } from "../ui/untouched.js";
import { Toolbar } from "./toolbar.js";
import { keep, keptScroll, rememberView, watchScroll, withRememberedView } from "./history.js";
import { gettext } from "../i18n/translate.js";

/** @typedef {import("../search/client.js").SearchResponse} SearchResponse */
/** @typedef {import("./results.js").Head} Head */
/** @typedef {import("../search/state.js").State} State */

/** Results shown at once, and how many come with each "Show more". */
const PAGE = 20;
/** Of these, in an early answer: they fill the screen, and of the others many are not among the first at last. */
const EARLY = 10;
/** Milliseconds without a new answer after which it is spoken. */
const SPOKEN_AFTER = 400;

/**
 * Start the explorer.
 * @param {HTMLElement} root
 */
export function mount(root) {
  new Explorer(new Hooks(root)).start();
}

/** The elements of the page that scripts reach by their `data-` attributes. */
class Hooks {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.form = hooked(root, "explorer-form", HTMLFormElement);
    this.box = hooked(root, "explorer-box", HTMLInputElement);
    this.bar = hooked(root, "explorer-bar", HTMLElement);
    this.filters = hooked(root, "explorer-filters", HTMLButtonElement);
    this.facets = hooked(root, "explorer-facets", HTMLElement);
    this.chips = hooked(root, "explorer-chips", HTMLElement);
    this.count = hooked(root, "explorer-count", HTMLElement);
    this.live = hooked(root, "explorer-live", HTMLElement);
    this.note = hooked(root, "explorer-note", HTMLElement);
    this.results = hooked(root, "explorer-results", HTMLElement);
    this.more = hooked(root, "explorer-more", HTMLButtonElement);
  }
}

class Explorer {
  /** @param {Hooks} hooks */
  constructor(hooks) {
    this.hooks = hooks;
    this.state = parseState(location.search);
    /** The address that a reader last chose, not merely passed while typing. */
    this.committed = "";
    this.shown = PAGE;
    /** Goes up with each state, so that an answer knows whether it still counts. */
    this.turn = 0;
    /** @type {Head | null} */
    this.head = null;
    /** @type {FacetList | null} */
    this.facets = null;
    this.rows = new Rows(hooks.results, client.storedFields, () => this.positions());
    this.toolbar = new Toolbar(hooks.bar, (state) => this.commit(state));
    this.exportMenu = new ExportMenu({ client, positions: () => this.positions(), file: "papers" });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.speaking = undefined;
  }

  start() {
    const { box, bar, form, filters, more, root, results } = this.hooks;
    const before = withRememberedView(this.state);
    // What was typed while the modules loaded counts.
    const now = box.value ? { ...before, q: box.value } : before;
    if (formatState(now) !== formatState(this.state)) keep(now);
    watchScroll();
    bar.append(this.exportMenu.element);
    void this.restore();
    mountSelection(root, client); // before the results are there, which decide where the page scrolls to
    box.addEventListener("input", () => this.type(box.value));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.commitTyped();
    });
    filters.addEventListener("click", () => this.showFilters(filters.getAttribute("aria-expanded") !== "true"));
    more.addEventListener("click", () => void this.showMore());
    root.addEventListener("click", (event) => this.follow(event));
    root.addEventListener("keydown", (event) => move(event, box, results));
    addEventListener("popstate", () => void this.restore());
  }

  // --- what a reader does ---

  /** Take the state from the address, as at the start and after Back; and the place on the page. */
  async restore() {
    const scroll = keptScroll();
    this.state = this.toolbar.offered(parseState(location.search));
    this.committed = formatState(this.state);
    this.hooks.box.value = this.state.q;
    await this.show(Math.max(PAGE, parseShown(location.search)));
    if (scroll) scrollTo({ top: scroll, behavior: "instant" });
  }

  /** @param {string} q */
  type(q) {
    this.state = { ...this.state, q, ids: [] };
    keep(this.state);
    void this.show();
  }

  /** Enter: what was typed becomes a step of its own, and the one before is what it was. */
  commitTyped() {
    if (formatState(this.state) === this.committed) return;
    keep(parseState(this.committed));
    this.commit(this.state);
  }

  /** @param {State} state */
  commit(state) {
    if (state.view !== this.state.view || state.columns !== this.state.columns) rememberView(state);
    this.state = state;
    this.committed = formatState(state);
    this.hooks.box.value = state.q;
    keep(state, { step: true });
    void this.show();
    const { bar } = this.hooks;
    if (bar.getBoundingClientRect().top < 0) bar.scrollIntoView();
  }

  async showMore() {
    const before = this.shown;
    await this.show(before + PAGE);
    keep(this.state, { shown: this.shown });
    this.rows.focus(before);
  }

  /** @param {boolean} open */
  showFilters(open) {
    this.hooks.filters.setAttribute("aria-expanded", String(open));
    this.hooks.facets.classList.toggle("sc-x-open", open);
    if (open) void this.show(this.shown);
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

  /** All papers of the present state, to take them away. */
  async positions() {
    const { ids } = this.state;
    return ids.length
      ? (await client.find(ids)).filter((position) => position >= 0)
      : client.list(requestOf(this.state));
  }

  // --- what a reader sees ---

  /**
   * Ask for the present state and show the answer, unless another state has come meanwhile.
   * @param {number} [shown] how many results
   */
  async show(shown = PAGE) {
    const { results, count } = this.hooks;
    const turn = (this.turn += 1);
    this.shown = shown;
    results.setAttribute("aria-busy", "true");
    try {
      this.head ??= await client.head();
      const facets = this.facetList(this.head);
      const state = this.state;
      const answer = state.ids.length
        ? await answerOf(state.ids)
        : await client.ask(
          { ...requestOf(state), from: 0, count: shown, open: facets.open(), early: shown > PAGE ? shown : EARLY },
          (last) => void this.improve(last, state, turn),
        );
      if (answer && turn === this.turn) await this.render(answer, state, this.head);
    } catch (error) {
      if (turn === this.turn) {
        count.textContent = gettext("Search does not work just now. {reason}", {
          reason: error instanceof Error ? error.message : "",
        });
        count.classList.add("sc-x-failed");
      }
      this.speak(count.textContent ?? "");
    }
    if (turn === this.turn) results.removeAttribute("aria-busy");
  }

  /**
   * Show the last order of an answer in place of an early one, once no row moves under the reader by it.
   * @param {SearchResponse | null} last null where it cannot be had
   * @param {State} state that it answers
   * @param {number} turn of the early answer
   */
  async improve(last, state, turn) {
    const { results, live } = this.hooks;
    if (turn !== this.turn || !this.head) return;
    this.rows.explain();
    if (!last) return;
    if (last.early) return this.render({ ...last, early: false }, state, this.head);
    await untouched(results);
    if (turn !== this.turn) return;
    const [found, sorted] = [spoken(last), gettext("Sorted by meaning, too")];
    const isKnown = live.textContent === found;
    await this.render(last, state, this.head);
    this.speak(isKnown ? sorted : [found, sorted].join(". "));
  }

  /**
   * @param {Head} head
   * @returns {FacetList}
   */
  facetList(head) {
    const opened = () => void this.show(this.shown);
    this.facets ??= new FacetList(this.hooks.facets, head, this.state, {
      opened,
      chosen: (state) => this.commit(state),
    });
    return this.facets;
  }

  /**
   * @param {SearchResponse} answer
   * @param {State} state that it answers
   * @param {Head} head
   */
  async render(answer, state, head) {
    const focus = document.activeElement?.getAttribute("data-focus");
    const { count, more, note, chips, filters, facets } = this.hooks;
    const { total, papers, rows, conditions } = answer;
    count.textContent = countText(total, papers);
    count.classList.remove("sc-x-failed");
    this.toolbar.render(state, head);
    this.exportMenu.setCount(total);
    const all = chipsOf(state, answer, head);
    filters.textContent = all.length ? gettext("Filters ({count})", { count: all.length }) : gettext("Filters");
    chips.hidden = !all.length;
    chips.replaceChildren(...chipItems(state, all, conditions));
    const lines = state.ids.length ? [sharedNote(state.ids, client)] : noteLines(answer, state);
    note.hidden = !lines.length;
    note.replaceChildren(...lines);
    facets.hidden = state.ids.length > 0;
    this.facets?.render(answer.groups, state);
    more.hidden = total <= rows.length || state.view === "map";
    more.textContent = gettext("Show {count} more", { count: Math.min(PAGE, total - rows.length) });
    this.speak(spoken(answer));
    const done = this.rows.render(answer, state, head, total ? null : nothingFound(answer, state));
    this.restoreFocus(focus);
    await done;
  }

  /**
   * Say something to those who hear the page, once they have stopped typing.
   * @param {string} text
   */
  speak(text) {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => (this.hooks.live.textContent = text), SPOKEN_AFTER);
  }

  /**
   * Rendering makes the links anew: give the focus to the one that stands for the old.
   * @param {string | null | undefined} focus
   */
  restoreFocus(focus) {
    if (!focus || document.activeElement !== document.body) return;
    const link = this.hooks.root.querySelector(`[data-focus="${CSS.escape(focus)}"]`);
    (link instanceof HTMLElement ? link : this.hooks.box).focus({ preventScroll: true });
  }
}

/**
 * @param {State} state
 * @returns {import("../search/client.js").SearchRequest}
 */
function requestOf({ q, choices, sort }) {
  return { q, choices: Object.fromEntries(choices), sort };
}

/**
 * Papers that an address names, in its order, as if they were an answer.
 * @param {string[]} ids
 * @returns {Promise<SearchResponse>}
 */
async function answerOf(ids) {
  const [{ papers }, positions] = await Promise.all([client.head(), client.find(ids)]);
  const rows = await client.hits(positions.filter((position) => position >= 0));
  const notes = { corrections: [], synonyms: [] };
  const nothing = { terms: [], conditions: [], groups: [], relax: [], suggest: [], early: false };
  return { total: rows.length, papers, rows, notes, ...nothing };
}
