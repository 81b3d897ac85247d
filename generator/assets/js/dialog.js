/** The search dialog of every page. Fetched, like the index, when it is first opened. */
import { element } from "./dom.js";
import { loadIndex } from "./load.js";
import { pieces } from "./marks.js";
import { marked } from "./dom.js";
import { search } from "./rank.js";
import { address, heading, metaLine } from "./results.js";
import { formatState } from "./state.js";

/** @typedef {import("./index.js").Index} Index */

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
      type: "search", class: "sc-search__box", "aria-label": "Search the papers", placeholder: "Search the papers",
      autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    });
    this.status = element("p", { class: "sc-search__status", role: "status" });
    this.list = element("ul", { class: "sc-search__list" });
    this.all = element("a", { class: "sc-search__all", href: address("explore/") }, "Open the explorer");
    const close = element("button", { type: "button", class: "sc-search__close", "aria-label": "Close" }, "×");
    const hint = element("p", { class: "sc-search__hint" }, "↓ to choose, Enter for all results, Esc to close");
    this.element = element(
      "dialog", { class: "sc-search", "aria-label": "Search" },
      element("div", { class: "sc-search__head" }, this.box, close), this.status, this.list, this.all, hint,
    );
    document.body.append(this.element);
    this.box.addEventListener("input", () => void this.render());
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
    void this.render();
  }

  async render() {
    /** @type {Index} */
    let index;
    try {
      index = await loadIndex();
    } catch (error) {
      this.status.textContent = `Search does not work just now. ${error instanceof Error ? error.message : ""}`;
      return;
    }
    const q = this.box.value;
    const asked = q.trim() !== "";
    const { found, plan } = search(index, q);
    const terms = new Set(plan.clauses.flatMap((clause) => clause.terms));
    this.list.replaceChildren(...(asked ? found.slice(0, SHOWN).map(({ paper }) => result(index, paper, terms)) : []));
    this.all.href = address(`explore/${formatState({ q: q.trim(), choices: new Map(), sort: "relevance" })}`);
    this.all.textContent = asked && found.length ? `All ${found.length} results` : "Open the explorer";
    this.status.textContent = !asked ? "" : found.length ? `${found.length} papers` : "Nothing found";
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
 * @param {Index} index
 * @param {number} paper
 * @param {Set<string>} terms
 * @returns {HTMLElement}
 */
function result(index, paper, terms) {
  const id = index.papers.id[paper] ?? "";
  const title = element("span", { class: "sc-search__title" }, ...marked(pieces(heading(index, paper), terms)));
  const meta = element("span", { class: "sc-meta" }, metaLine(index, paper));
  return element("li", { "data-paper-id": id }, element("a", { href: address(`papers/${id}/`) }, title, meta));
}
