/** The page that puts two to six papers side by side: `explore/compare/?ids=ID,ID`. */
import { addButton } from "./add_button.js";
import { client } from "../search/client.js";
import { compareRows, comparedIds } from "./comparison.js";
import { element, hooked } from "../ui/dom.js";
import { isSelected, selected } from "./selection.js";
import { COMPARED } from "./selection_bar.js";
import { paperAddress } from "../ui/paper_text.js";
import { address } from "../ui/site.js";
import { ExportMenu } from "./export_menu.js";
import { gettext, ngettext } from "../i18n/translate.js";

/** @typedef {import("../search/client.js").Hit} Hit */
/** @typedef {import("./comparison.js").CellValue} CellValue */
/** @typedef {import("./comparison.js").Row} Row */


/**
 * Start the comparison. Takes away the words for a page without scripts.
 * @param {HTMLElement} root
 */
export async function mount(root) {
  const start = document.querySelector("[data-compare-static]");
  while (start?.nextSibling && start.nextSibling !== root) start.nextSibling.remove();
  start?.remove();
  root.hidden = false;
  const page = new Comparison(root);
  addEventListener("popstate", () => void page.render());
  await page.render();
}

class Comparison {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.status = hooked(root, "compare-status", HTMLElement);
    this.tools = hooked(root, "compare-tools", HTMLElement);
    this.container = hooked(root, "compare-table", HTMLElement);
    /** Positions of the papers shown. @type {number[]} */
    this.positions = [];
    this.menu = new ExportMenu({
      client, file: "compared", label: () => gettext("Take away"), positions: () => Promise.resolve(this.positions),
    });
    this.back = element("a", { class: "sc-button", href: address("explore/") }, gettext("Back to the explorer"));
    this.container.addEventListener("click", ({ target }) => {
      const id = target instanceof Element && target.closest("[data-remove]")?.getAttribute("data-remove");
      if (id) void this.remove(id);
    });
  }

  async render() {
    try {
      await this.show();
    } catch (error) {
      this.status.textContent = gettext("The papers could not be read. {reason}", {
        reason: error instanceof Error ? error.message : "",
      });
    }
  }

  async show() {
    // A bare address compares what is picked.
    const requested = new URLSearchParams(location.search).has("ids") ? comparedIds(location.search) : selected();
    const positions = requested.length ? await client.find(requested) : [];
    const known = [...new Set(positions.filter((position) => position >= 0))];
    this.positions = known.slice(0, COMPARED.most);
    const [cards, details, { dimensions }] = await Promise.all([
      client.hits(this.positions), client.storedFields(this.positions), client.head(),
    ]);
    this.status.textContent = statusText(
      cards.length,
      known.length,
      positions.filter((position) => position < 0).length,
    );
    this.menu.setCount(cards.length);
    const ids = cards.map(({ id }) => id);
    this.back.href = address(`explore/${ids.length ? `?ids=${ids.join(",")}` : ""}`);
    this.back.textContent = ids.length ? gettext("Show in the explorer") : gettext("To the explorer");
    this.tools.replaceChildren(
      ...(ids.length ? [this.menu.element] : []),
      ...(ids.some((id) => !isSelected(id)) ? [addButton(ids)] : []),
      this.back,
    );
    this.container.hidden = !cards.length;
    this.container.replaceChildren(...(cards.length ? [table(cards, compareRows(cards, details, dimensions))] : []));
  }

  /**
   * Take a paper out of the comparison; Back brings it back.
   * @param {string} id
   */
  async remove(id) {
    const buttons = [...this.container.querySelectorAll("[data-remove]")];
    const at = buttons.findIndex((button) => button.getAttribute("data-remove") === id);
    const rest = buttons.flatMap((button) => button.getAttribute("data-remove") ?? []).filter((other) => other !== id);
    history.pushState(null, "", `?ids=${rest.join(",")}`);
    await this.render();
    const left = [...this.container.querySelectorAll("[data-remove]")];
    const next = left[Math.min(at, left.length - 1)];
    (next instanceof HTMLElement ? next : this.back).focus();
  }
}

/**
 * @param {number} shown
 * @param {number} known
 * @param {number} unknown
 * @returns {string}
 */
function statusText(shown, known, unknown) {
  const { least, most } = COMPARED;
  const sentences = [];
  if (shown >= least)
    sentences.push(gettext("{count} papers. Marked is what at least two of them have in common.", { count: shown }));
  else if (shown) sentences.push(gettext("One paper is nothing to compare: pick another in the explorer."));
  else sentences.push(gettext("Nothing to compare yet: tick two to six papers in the explorer."));
  if (known > most)
    sentences.push(gettext("These are the first {most} of {all}; more do not fit side by side.", { most, all: known }));
  if (unknown)
    sentences.push(
      ngettext(
        "{count} paper of the address is not in this survey.",
        "{count} papers of the address are not in this survey.",
        unknown,
      ),
    );
  return sentences.join(" ");
}

/**
 * @param {Hit[]} cards
 * @param {Row[]} rows
 * @returns {HTMLTableElement}
 */
function table(cards, rows) {
  const heads = cards.map((card) => {
    const name = card.name || card.title;
    const remove = element(
      "button",
      {
        type: "button",
        class: "sc-close sc-button",
        "data-remove": card.id,
        "aria-label": gettext("Take out {paper}", { paper: name }),
      },
      "×",
    );
    const link = element("a", { href: paperAddress(card) }, name);
    const title = card.name && card.name !== card.title ? [element("span", { class: "sc-vs-title" }, card.title)] : [];
    return element("th", { scope: "col", "data-paper-id": card.id }, remove, link, ...title);
  });
  const body = rows.map(({ title, listed, cells }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, title),
      ...cells.map((values) => cell(values, listed, cards.length)),
    ),
  );
  const corner = element("td", {}, element("span", { class: "sc-unseen" }, gettext("Of each paper")));
  return element("table", { class: "sc-vs" },
    element("caption", { class: "sc-unseen" }, gettext("Papers side by side")),
    element("thead", {}, element("tr", {}, corner, ...heads)), element("tbody", {}, ...body));
}

/**
 * @param {CellValue[]} values
 * @param {boolean} listed
 * @param {number} papers
 * @returns {HTMLElement}
 */
function cell(values, listed, papers) {
  if (!values.length)
    return element("td", { class: "sc-vs-none" }, element("span", { class: "sc-unseen" }, gettext("not stated")));
  if (!listed) return element("td", {}, ...values.map(({ text }) => text));
  const items = values.map(({ text, shared }) => {
    const holders =
      shared === papers ? gettext("(in all)") : gettext("(in {count} of {all})", { count: shared, all: papers });
    const by = element("span", { class: "sc-unseen" }, ` ${holders}`);
    return element("li", {}, ...(shared ? [element("mark", {}, text, by)] : [text]));
  });
  return element("td", {}, element("ul", {}, ...items));
}
