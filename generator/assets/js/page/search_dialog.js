/** The search dialog of every page. Fetched, like the index, when it is first opened. */
import { client } from "../search/client.js";
import { element, highlighted } from "../ui/dom.js";
import { heading, metaLine, missingText, paperAddress } from "../ui/paper_text.js";
import { address } from "../ui/site.js";
import { untouched } from "../ui/untouched.js";
import { formatState, parseState } from "../search/state.js";
import { gettext, ngettext } from "../i18n/translate.js";

/** @typedef {import("../search/client.js").SearchResponse} SearchResponse */

const SHOWN = 8;
/** @type {Dialog | undefined} */
let dialog;

/**
 * Open the dialog, with what was typed last, or with what was typed while it was on its way.
 * @param {string} early
 */
export function openDialog(early) {
  dialog ??= new Dialog();
  dialog.open(early);
}

class Dialog {
  constructor() {
    this.box = element("input", {
      type: "search",
      class: "sc-field",
      "aria-label": gettext("Search the papers"),
      placeholder: gettext("Search the papers"),
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
    });
    this.status = element("p", { class: "sc-s-status", role: "status" }, gettext("Loading the search …"));
    this.list = element("ul", { class: "sc-s-list" });
    this.all = element("a", { class: "sc-s-all", href: address("explore/") }, gettext("Open the explorer"));
    const close = element(
      "button",
      { type: "button", class: "sc-close sc-button", "aria-label": gettext("Close") },
      "×",
    );
    const hint = element("p", { class: "sc-s-hint" }, gettext("↓ to choose, Enter for all results, Esc to close"));
    this.element = element(
      "dialog", { class: "sc-search md-typeset", "aria-label": gettext("Search") },
      element("div", { class: "sc-s-head sc-row" }, this.box, close), this.status, this.list, this.all, hint,
    );
    document.body.append(this.element);
    this.box.addEventListener("input", () => void this.show());
    close.addEventListener("click", () => this.element.close());
    this.element.addEventListener("click", (event) => {
      if (event.target === this.element) this.element.close(); // the backdrop belongs to the dialog
    });
    this.element.addEventListener("keydown", (event) => this.move(event));
  }

  /** @param {string} early */
  open(early) {
    if (!this.element.open) this.element.showModal();
    this.box.focus();
    if (early) this.box.value = early;
    else this.box.select();
    void this.show();
  }

  /** Ask what is typed. Until the answer is there, the list is that of an earlier question and marked as busy. */
  async show() {
    const q = this.box.value.trim();
    this.all.href = address(`explore/${formatState({ ...parseState(""), q })}`);
    this.list.setAttribute("aria-busy", "true");
    try {
      // An empty question is asked as well, so that the search is there when the first letter comes.
      const question = this.box.value;
      const answer = await client.ask(
        { q: question, choices: {}, sort: "relevance", from: 0, count: q ? SHOWN : 0, open: [] },
        (last) => void this.improve(last, question),
      );
      if (!answer) return;
      this.render(answer, q !== "");
    } catch (error) {
      if (q !== this.box.value.trim()) return;
      this.list.replaceChildren();
      this.all.textContent = gettext("Open the explorer");
      this.status.textContent = gettext("Search does not work just now. {reason}", {
        reason: error instanceof Error ? error.message : "",
      });
    }
    this.list.removeAttribute("aria-busy");
  }

  /**
   * Show the last order of an answer in place of an early one, once no row moves under the reader by it.
   * @param {SearchResponse | null} last null where it cannot be had
   * @param {string} question that it answers
   */
  async improve(last, question) {
    if (!last) return;
    await untouched(this.list);
    if (question === this.box.value) this.render(last, true);
  }

  /**
   * @param {SearchResponse} answer
   * @param {boolean} asked whether there is a question to answer
   */
  render({ rows, terms, total, notes, missing = [] }, asked) {
    const wanted = new Set(terms);
    const before = [...this.list.children].findIndex((item) => item.contains(document.activeElement));
    const chosen = this.list.children[before]?.getAttribute("data-paper-id");
    this.list.replaceChildren(...rows.map((card) => result(card, wanted)));
    // Whoever was already in the list stays on the paper, so that Enter opens the one that was chosen; or at its place.
    const at = rows.findIndex(({ id }) => id === chosen);
    if (before >= 0) (this.list.querySelectorAll("a")[at >= 0 ? at : before] ?? this.box).focus();
    this.all.textContent =
      asked && total > 1 ? gettext("All {count} results", { count: total }) : gettext("Open the explorer");
    const read = notes.corrections
      .map(({ was, now }) => gettext("“{now}” instead of “{was}”", { now, was }))
      .join(", ");
    const many = read
      ? ngettext("{count} paper for {words}", "{count} papers for {words}", total, { words: read })
      : ngettext("{count} paper", "{count} papers", total);
    const found = !asked ? "" : total ? many : gettext("Nothing found");
    this.status.textContent = [found, missingText(missing)].filter(Boolean).join(". ");
  }

  /** @param {KeyboardEvent} event */
  move(event) {
    const links = [...this.list.querySelectorAll("a"), this.all];
    const at = links.findIndex((link) => link === document.activeElement);
    if (event.key === "ArrowDown") (links[at + 1] ?? links[at])?.focus();
    else if (event.key === "ArrowUp") (links[at - 1] ?? this.box).focus();
    else if (event.key === "Enter" && event.target === this.box) this.all.click();
    else return;
    event.preventDefault();
  }
}

/**
 * @param {import("../search/client.js").Hit} card
 * @param {Set<string>} terms
 * @returns {HTMLElement}
 */
function result(card, terms) {
  // Within: as a line of its own, a title from right to left would stand on the other side than what is below it.
  const title = element("span", { class: "sc-s-title" }, element("span", {}, ...highlighted(heading(card), terms)));
  const meta = element("span", { class: "sc-meta" }, metaLine(card));
  return element(
    "li",
    { "data-paper-id": card.id },
    element("a", { href: paperAddress(card) }, title, meta),
  );
}
