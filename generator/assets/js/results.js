/** How one paper looks among the results, in the explorer and in the dialog. */
import { element, marked } from "./dom.js";
import { pieces } from "./marks.js";

/** @typedef {import("./index.js").Index} Index */

const SITE = new URL("../../", import.meta.url).href;
const AUTHORS = 4;

/**
 * The address of a page of this site, given from its root.
 * @param {string} path
 * @returns {string}
 */
export function address(path) {
  return SITE + path;
}

/**
 * @param {Index} index
 * @param {number} paper
 * @returns {string} names, year and venue
 */
export function metaLine({ papers }, paper) {
  const authors = (papers.authors[paper] ?? []).map((person) => papers.people[person] ?? "");
  const more = authors.length - AUTHORS;
  const shown = more > 1 ? [...authors.slice(0, AUTHORS), `${more} more`] : authors;
  const year = String(papers.year[paper] || "");
  const venue = papers.venues[papers.venue[paper] ?? -1] ?? "";
  return [shown.join(", "), year, venue].filter(Boolean).join(" · ");
}

/**
 * The title, and the name before it where the title does not give it.
 * @param {Index} index
 * @param {number} paper
 * @returns {string}
 */
export function heading({ papers }, paper) {
  const title = papers.title[paper] ?? "";
  const name = papers.name[paper] ?? "";
  return !name || title.toLowerCase().includes(name.toLowerCase()) ? title : `${name} — ${title}`;
}

/**
 * @param {Index} index
 * @param {number} paper
 * @param {Set<string>} terms to be marked
 * @returns {HTMLElement}
 */
export function article(index, paper, terms) {
  const { papers } = index;
  const id = papers.id[paper] ?? "";
  const mark = (/** @type {string} */ text) => marked(pieces(text, terms));
  const made = element("article", { class: "sc-result", "data-paper-id": id });
  const link = element("a", { href: address(`papers/${id}/`), "data-result": "" }, ...mark(heading(index, paper)));
  made.append(element("h2", { class: "sc-result__title" }, link));
  const meta = metaLine(index, paper);
  if (meta) made.append(element("p", { class: "sc-meta" }, ...mark(meta)));
  const also = papers.aliases[paper] ?? [];
  if (also.some((name) => pieces(name, terms).some((piece) => piece.marked))) {
    made.append(element("p", { class: "sc-result__text" }, "Also called ", ...mark(also.join(", "))));
  }
  const text = papers.summary[paper] || papers.known[paper];
  if (text) made.append(element("p", { class: "sc-result__text" }, ...mark(text)));
  const tags = chips(index, paper, mark);
  if (tags.length) made.append(element("p", { class: "sc-result__chips" }, ...tags.flatMap((tag) => [tag, " "])));
  return made;
}

/**
 * @param {Index} index
 * @param {number} paper
 * @param {(text: string) => (Node | string)[]} mark
 * @returns {HTMLElement[]}
 */
function chips({ head, papers }, paper, mark) {
  return head.dimensions
    .filter(({ key }) => key !== "year")
    .flatMap(({ key, values }) =>
      (papers.values[key]?.[paper] ?? []).map((number) => {
        const [value, title] = values[number] ?? ["", ""];
        const path = key === "area" ? `areas/${value}/` : `tags/${key}/${value}/`;
        return element("a", { class: "sc-chip", href: address(path) }, ...mark(title));
      }),
    );
}
