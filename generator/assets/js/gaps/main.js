/** The free choice of the gap map: answers to its form and to the address, and makes the table and the lists anew. */
import { element, hooked } from "../ui/dom.js";
import { byRow, formatChoice, gapsOf, parseChoice, shade, shown, SHOWS, tableOf } from "./table.js";
import { address } from "../ui/site.js";
import { gettext, ngettext, number } from "../i18n/translate.js";

/** @typedef {import("./table.js").Choice} Choice */
/** @typedef {import("./table.js").Data} Data */
/** @typedef {import("./table.js").Facet} Facet */
/** @typedef {import("./table.js").Gap} Gap */
/** @typedef {import("./table.js").Show} Show */
/** @typedef {import("./table.js").Table} Table */

const FILE = address("assets/data/gaps.json");
/** As `generator/site/components/crosstab.py`. */
const SHORT = 5;
const MANY = 8;
/** As `generator/site/pages/gaps.py`. */
const SURPRISING = 10;

/** @param {HTMLElement} root */
export async function mount(root) {
  const form = hooked(root, "gaps-form", HTMLFormElement);
  const place = hooked(root, "gaps-place", HTMLElement);
  const status = hooked(root, "gaps-status", HTMLElement);
  const ready = [...place.childNodes];
  const usual = readyChoice(form);
  /** @type {Data | null} */
  let data = null;

  /** @param {boolean} announced */
  async function render(announced) {
    try {
      data ??= await read();
    } catch {
      status.textContent = gettext("The table could not be read.");
      status.classList.remove("sc-unseen");
      return;
    }
    const choice = parseChoice(location.search, data, usual);
    fill(form, choice);
    const table = tableOf(data, choice);
    const isUsual = formatChoice(choice) === formatChoice(usual);
    place.replaceChildren(...(isUsual ? ready : [drawn(table, choice.show), ...notesOf(table), ...listed(table)]));
    if (announced) status.textContent = summary(table);
  }

  /** @param {Choice} choice */
  function go(choice) {
    history.pushState(null, "", formatChoice(choice));
    void render(true);
  }

  form.addEventListener("change", (event) => {
    const { rows, columns, show } = choiceOf(form);
    const before = data ? parseChoice(location.search, data, usual) : usual;
    // To choose what the other side has is to change places.
    if (rows !== columns) go({ rows, columns, show });
    else if (event.target === form.elements.namedItem("rows")) go({ rows, columns: before.rows, show });
    else go({ rows: before.columns, columns, show });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  hooked(form, "gaps-swap", HTMLButtonElement).addEventListener("click", () => {
    const { rows, columns, show } = choiceOf(form);
    go({ rows: columns, columns: rows, show });
  });
  addEventListener("popstate", () => void render(true));
  // What was chosen before this script was there counts.
  const early = formatChoice(choiceOf(form));
  if (!location.search && early !== formatChoice(usual)) history.replaceState(null, "", early);
  if (location.search) await render(false);
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
  const show = SHOWS.find((one) => one === chosen.get("show")) ?? "count";
  return { rows: String(chosen.get("rows")), columns: String(chosen.get("columns")), show };
}

/**
 * The choice that the page came with.
 * @param {HTMLFormElement} form
 * @returns {Choice}
 */
function readyChoice(form) {
  const [rows = "", columns = ""] = [...form.querySelectorAll("option")].flatMap((it) => (it.defaultSelected ? [it.value] : []));
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
  const said = ngettext("{count} of {cells} cells has no paper.", "{count} of {cells} cells have no paper.", empty, { cells: all.length });
  return `${what}: ${said}`;
}

/**
 * The table, as `templates/_crosstab.md.j2` makes it.
 * @param {Table} table
 * @param {Show} show
 */
function drawn({ rows, columns, papers, cells }, show) {
  const caption = gettext("Papers by {rows} and {columns}", { rows: rows.title, columns: columns.title });
  const numbers = cells.map((line, down) => line.map((cell) => shown(cell, rows.values[down]?.[2] ?? 0, show)));
  const peak = Math.max(0, ...numbers.flat().map((one) => Math.abs(one ?? 0)));
  const upright = columns.values.length >= MANY && columns.values.some(([, title]) => title.length > SHORT);
  const names = ["sc-cross", ...(upright ? ["sc-upright"] : [])];
  const corner = element("th", { scope: "col" }, rows.title);
  const heads = columns.values.map((value) => element("th", { scope: "col" }, element("span", {}, titled(columns, value))));
  const total = element("th", { scope: "col" }, element("span", {}, gettext("Total")));
  const body = rows.values.map((value, down) => {
    const across = (cells[down] ?? []).map((cell, right) => drawnCell(cell, numbers[down]?.[right] ?? null, peak, show));
    return element("tr", {}, element("th", { scope: "row" }, titled(rows, value)), ...across, element("td", {}, number(value[2])));
  });
  const sums = columns.values.map(([, , sum]) => element("td", {}, number(sum)));
  const foot = element("tr", {}, element("th", { scope: "row" }, gettext("Total")), ...sums, element("td", {}, number(papers)));
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
function drawnCell({ count, address }, amount, peak, show) {
  if (amount === null) return element("td");
  if (!count && (show === "count" || show === "share")) return element("td", { class: "sc-none" }, "0");
  const sign = show === "difference" && amount ? (amount > 0 ? "+" : "−") : "";
  const text = sign + number(Math.abs(amount));
  const style = `--n:${shade(amount, peak)}`;
  const kind = !count || amount < 0 ? "sc-less" : undefined;
  return element("td", { style, class: kind }, address ? element("a", { href: address }, text) : text);
}

/**
 * @param {Facet} dimension
 * @param {import("./table.js").Value} value
 * @returns {Node | string} linked to its page, which years that are counted together lack
 */
function titled({ key }, [value, title]) {
  if (key === "year" && !/^\d+$/.test(value)) return title;
  const folder = key === "area" ? "areas" : key === "year" ? "years" : `tags/${key}`;
  return element("a", { href: `../${folder}/${value}/` }, title);
}

/** @param {Table} table */
function notesOf({ rows, columns }) {
  const notes = rows.several || columns.several ? [gettext("A paper may stand in several cells; the totals count it once.")] : [];
  for (const { title, without, cut } of [rows, columns]) {
    if (without) notes.push(ngettext("{axis}: {count} paper has none.", "{axis}: {count} papers have none.", without, { axis: title }));
    if (cut) notes.push(ngettext("{axis}: {count} rarer value is left out.", "{axis}: {count} rarer values are left out.", cut, { axis: title }));
  }
  return notes.length ? [element("p", { class: "sc-notes" }, notes.join(" "))] : [];
}

/**
 * The empty cells in words, as `templates/_gaps.md.j2` makes them.
 * @param {Table} table
 * @returns {Node[]}
 */
function listed(table) {
  const gaps = gapsOf(table);
  const surprising = gaps.filter(({ tenths }) => tenths >= SURPRISING);
  const others = gaps.filter(({ tenths }) => tenths < SURPRISING);
  /** @type {HTMLElement[]} */
  const nodes = [element("h2", {}, gettext("Nothing yet"))];
  if (surprising.length) {
    nodes.push(element("p", {}, gettext("No paper is both, though there would be at least one if rows and columns had nothing to do with each other. The number is how many: the papers of the row times those of the column, divided by all papers. The most surprising come first.")));
    nodes.push(element("ul", { class: "sc-missing" }, ...lines(surprising)));
  } else {
    nodes.push(element("p", {}, gettext("No cell is empty where at least one paper would be expected.")));
  }
  if (others.length) {
    const said = ngettext("{count} more empty cell, where less than one paper would be expected", "{count} more empty cells, where less than one paper would be expected", others.length);
    nodes.push(element("details", { class: "sc-why" }, element("summary", {}, said), element("ul", {}, ...lines(others))));
  }
  return nodes;
}

/**
 * @param {Gap[]} gaps
 * @returns {HTMLLIElement[]}
 */
function lines(gaps) {
  return byRow(gaps).map(([title, cells]) => {
    const parts = cells.flatMap(({ column, tenths }, at) => [`${at ? ", " : ""}${column}\u00a0`, element("span", { class: "sc-count" }, number(tenths / 10))]);
    return element("li", {}, element("strong", {}, title), ": ", ...parts);
  });
}
