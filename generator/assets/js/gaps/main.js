/**
 * The table of gaps whose rows and columns the reader chooses: reads its form and the address, and renders table and
 * lists.
 */
import { element, hooked } from "../ui/dom.js";
import {
  byRow, formatChoice, gapsOf, MANY, parseChoice, shade, SHORT, shown, SHOWS, SURPRISING, tableOf,
} from "./table.js";
import { address } from "../ui/site.js";
import { gettext, ngettext, number } from "../i18n/translate.js";

/** @typedef {import("./table.js").Choice} Choice */
/** @typedef {import("./table.js").Data} Data */
/** @typedef {import("./table.js").Facet} Facet */
/** @typedef {import("./table.js").Gap} Gap */
/** @typedef {import("./table.js").Show} Show */
/** @typedef {import("./table.js").Table} Table */

const FILE = address("assets/data/gaps.json");

/**
 * Starts the table in an element of the page, with the data that it loads.
 * @param {HTMLElement} root
 */
export async function mount(root) {
  await new GapPage(root).start();
}

class GapPage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.form = hooked(root, "gaps-form", HTMLFormElement);
    this.container = hooked(root, "gaps-place", HTMLElement);
    this.status = hooked(root, "gaps-status", HTMLElement);
    // What the page came with, and the choice that it shows.
    this.initialNodes = [...this.container.childNodes];
    this.initialChoice = choiceInPage(this.form);
    /** @type {Data | null} */
    this.data = null;
  }

  async start() {
    const { form } = this;
    form.addEventListener("change", ({ target }) => this.change(target));
    form.addEventListener("submit", (event) => event.preventDefault());
    hooked(form, "gaps-swap", HTMLButtonElement).addEventListener("click", () => {
      const { rows, columns, show } = choiceOf(form);
      this.go({ rows: columns, columns: rows, show });
    });
    addEventListener("popstate", () => void this.render(true));
    // What was chosen before this script was there counts.
    const early = formatChoice(choiceOf(form));
    if (!location.search && early !== formatChoice(this.initialChoice)) history.replaceState(null, "", early);
    if (location.search) await this.render(false);
  }

  /**
   * Show what the form says. To choose what the other side has is to swap the two.
   * @param {EventTarget | null} target the select that was changed
   */
  change(target) {
    const { rows, columns, show } = choiceOf(this.form);
    const before = this.data ? parseChoice(location.search, this.data, this.initialChoice) : this.initialChoice;
    if (rows !== columns) this.go({ rows, columns, show });
    else if (target === this.form.elements.namedItem("rows")) this.go({ rows, columns: before.rows, show });
    else this.go({ rows: before.columns, columns, show });
  }

  /** @param {Choice} choice becomes a step of the history */
  go(choice) {
    history.pushState(null, "", formatChoice(choice));
    void this.render(true);
  }

  /**
   * Show what the address chooses.
   * @param {boolean} announced whether those who hear the page are told
   */
  async render(announced) {
    try {
      this.data ??= await read();
    } catch {
      this.status.textContent = gettext("The table could not be read.");
      this.status.classList.remove("sc-unseen");
      return;
    }
    const choice = parseChoice(location.search, this.data, this.initialChoice);
    fill(this.form, choice);
    const table = tableOf(this.data, choice);
    const isInitial = formatChoice(choice) === formatChoice(this.initialChoice);
    const nodes = () => [tableElement(table, choice.show), ...notesOf(table), ...gapList(table)];
    this.container.replaceChildren(...(isInitial ? this.initialNodes : nodes()));
    if (announced) this.status.textContent = summary(table);
  }
}

/** @returns {Promise<Data>} */
async function read() {
  const answer = await fetch(FILE);
  if (!answer.ok) throw new Error(`gaps.json gave ${answer.status}`);
  return answer.json();
}

/**
 * @param {HTMLFormElement} form
 * @returns {Choice}
 */
function choiceOf(form) {
  const chosen = new FormData(form);
  const show = SHOWS.find((choice) => choice === chosen.get("show")) ?? "count";
  return { rows: String(chosen.get("rows")), columns: String(chosen.get("columns")), show };
}

/**
 * The choice that the page came with.
 * @param {HTMLFormElement} form
 * @returns {Choice}
 */
function choiceInPage(form) {
  const [rows = "", columns = ""] = [...form.querySelectorAll("option")].flatMap((option) =>
    option.defaultSelected ? [option.value] : [],
  );
  return { rows, columns, show: "count" };
}

/**
 * @param {HTMLFormElement} form
 * @param {Choice} choice
 */
function fill(form, choice) {
  for (const [name, value] of Object.entries(choice)) {
    const select = form.elements.namedItem(name);
    if (select instanceof HTMLSelectElement) select.value = value;
  }
}

/** @param {Table} table */
function summary({ rows, columns, cells }) {
  const all = cells.flat();
  const what = gettext("Papers by {rows} and {columns}", { rows: rows.title, columns: columns.title });
  const empty = all.filter(({ count }) => !count).length;
  const sentence = ngettext(
    "{count} of {cells} cells has no paper.",
    "{count} of {cells} cells have no paper.",
    empty,
    {
      cells: all.length,
    },
  );
  return `${what}: ${sentence}`;
}

/**
 * The table, as `templates/_crosstab.md.j2` makes it.
 * @param {Table} table
 * @param {Show} show
 */
function tableElement({ rows, columns, papers, cells }, show) {
  const caption = gettext("Papers by {rows} and {columns}", { rows: rows.title, columns: columns.title });
  const numbers = cells.map((line, down) => line.map((cell) => shown(cell, rows.values[down]?.[2] ?? 0, show)));
  const peak = Math.max(0, ...numbers.flat().map((amount) => Math.abs(amount ?? 0)));
  const upright = columns.values.length >= MANY && columns.values.some(([, title]) => title.length > SHORT);
  const names = ["sc-cross", ...(upright ? ["sc-upright"] : [])];
  const corner = element("th", { scope: "col" }, rows.title);
  const heads = columns.values.map((value) =>
    element("th", { scope: "col" }, element("span", {}, valueLink(columns, value))),
  );
  const total = element("th", { scope: "col" }, element("span", {}, gettext("Total")));
  const body = rows.values.map((value, down) => {
    const across = (cells[down] ?? []).map((cell, right) =>
      cellElement(cell, numbers[down]?.[right] ?? null, peak, show),
    );
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, valueLink(rows, value)),
      ...across,
      element("td", {}, number(value[2])),
    );
  });
  const sums = columns.values.map(([, , sum]) => element("td", {}, number(sum)));
  const foot = element(
    "tr",
    {},
    element("th", { scope: "row" }, gettext("Total")),
    ...sums,
    element("td", {}, number(papers)),
  );
  return element("div", { class: "sc-scroll", role: "region", "aria-label": caption, tabindex: "0" },
    element("table", { class: names.join(" ") },
      element("caption", { class: "sc-unseen" }, caption),
      element("thead", {}, element("tr", {}, corner, ...heads, total)),
      element("tbody", {}, ...body),
      element("tfoot", {}, foot)));
}

/**
 * @param {import("./table.js").Cell} cell
 * @param {number | null} amount null for a cell that this view leaves out
 * @param {number} peak
 * @param {Show} show
 */
function cellElement({ count, address }, amount, peak, show) {
  if (amount === null) return element("td");
  if (!count && (show === "count" || show === "share")) return element("td", { class: "sc-none" }, "0");
  const sign = show === "difference" && amount ? (amount > 0 ? "+" : "−") : "";
  const text = sign + number(Math.abs(amount));
  const style = `--n:${shade(amount, peak)}`;
  const name = !count || amount < 0 ? "sc-less" : undefined;
  return element("td", { style, class: name }, address ? element("a", { href: address }, text) : text);
}

/**
 * @param {Facet} dimension
 * @param {import("./table.js").Value} value
 * @returns {Node | string} linked to its page, which years that are counted together lack
 */
function valueLink({ key }, [value, title]) {
  if (key === "year" && !/^\d+$/.test(value)) return title;
  const folder = key === "area" ? "areas" : key === "year" ? "years" : `tags/${key}`;
  return element("a", { href: `../${folder}/${value}/` }, title);
}

/** @param {Table} table */
function notesOf({ rows, columns }) {
  const notes =
    rows.several || columns.several ? [gettext("A paper may stand in several cells; the totals count it once.")] : [];
  for (const { title, without, cut } of [rows, columns]) {
    if (without)
      notes.push(
        ngettext("{axis}: {count} paper has none.", "{axis}: {count} papers have none.", without, { axis: title }),
      );
    if (cut)
      notes.push(
        ngettext("{axis}: {count} rarer value is left out.", "{axis}: {count} rarer values are left out.", cut, {
          axis: title,
        }),
      );
  }
  return notes.length ? [element("p", { class: "sc-notes" }, notes.join(" "))] : [];
}

/**
 * The empty cells in words, as `templates/_gaps.md.j2` makes them.
 * @param {Table} table
 * @returns {Node[]}
 */
function gapList(table) {
  const gaps = gapsOf(table);
  const surprising = gaps.filter(({ tenths }) => tenths >= SURPRISING);
  const others = gaps.filter(({ tenths }) => tenths < SURPRISING);
  /** @type {HTMLElement[]} */
  const nodes = [element("h2", {}, gettext("Nothing yet"))];
  if (surprising.length) {
    nodes.push(element("p", {}, surprisingText()));
    nodes.push(element("ul", { class: "sc-missing" }, ...gapItems(surprising)));
  } else {
    nodes.push(element("p", {}, gettext("No cell is empty where at least one paper would be expected.")));
  }
  if (others.length) {
    const sentence = ngettext(
      "{count} more empty cell, where less than one paper would be expected",
      "{count} more empty cells, where less than one paper would be expected",
      others.length,
    );
    nodes.push(
      element("details", { class: "sc-why" }, element("summary", {}, sentence), element("ul", {}, ...gapItems(others))),
    );
  }
  return nodes;
}

/** @returns {string} what the first list is, in one literal, as a text must stand to be translated */
function surprisingText() {
  // eslint-disable-next-line max-len
  return gettext("No paper is both, though there would be at least one if rows and columns had nothing to do with each other. The number is how many: the papers of the row times those of the column, divided by all papers. The most surprising come first.");
}

/**
 * @param {Gap[]} gaps
 * @returns {HTMLLIElement[]}
 */
function gapItems(gaps) {
  return byRow(gaps).map(([title, cells]) => {
    const nodes = cells.flatMap(({ column, tenths }, at) => [
      `${at ? ", " : ""}${column}\u00a0`,
      element("span", { class: "sc-count" }, number(tenths / 10)),
    ]);
    return element("li", {}, element("strong", {}, title), ": ", ...nodes);
  });
}
