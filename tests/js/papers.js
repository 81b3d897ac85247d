/** Made-up papers, some with hostile texts, and a client that knows them as the search does. */
import { chance, hostileTexts, reader } from "./modules.js";

/** @typedef {import("../../generator/assets/js/lists/publication.js").Publication} Publication */
/** @typedef {import("../../generator/assets/js/lists/publication.js").Hit} Hit */
/** @typedef {import("../../generator/assets/js/lists/publication.js").StoredFields} StoredFields */
/** @typedef {import("../../generator/assets/js/lists/publication.js").Client} Client */

/** @type {{dimensions: import("../../generator/assets/js/lists/publication.js").Facet[]}} */
const head = await reader("lists")("index.json");
/** What can be chosen, as the index has it: a hit's values are numbers of these. */
export const DIMENSIONS = head.dimensions;
export const SITE = "https://survey.example/deep/";

const NASTY = [
  "\\", "{", "}", "{{", "}}}", "%", "$x$", "_", "~", "^", "#", "&amp;", "\n", "\r\nER  - \r\n", "\nTY  - JOUR\n", '"',
  '""', "'", "''=",
  "=1+1", "@SUM(A1)", "+", "-", "＝", "\t", ",", ";", "[a](b)", "](x)", "![", "`", "<b>", "</script>", "*", "**", "|",
  "\\textbackslash{}",
  "\\'e", "@article{x,", "TI  - ", "http://a.b", "www.a.b", "&", "&lt;", "GPT-4o", "and", "é", "猫", "\u202e", "\ud800",
  "\0", "😀", "word", "Model",
];

/**
 * Titles of one to seven such pieces, the same in every run.
 * @param {number} count
 * @returns {string[]}
 */
export function nastyTitles(count) {
  const random = chance(41);
  const some = () => NASTY[Math.floor(random() * NASTY.length)] ?? "";
  const made = Array.from({ length: count }, () =>
    Array.from({ length: 1 + Math.floor(random() * 7) }, some).join(random() < 0.5 ? "" : " "),
  );
  return [...made, ...hostileTexts(200).filter((text) => text.length < 1_000)];
}

/**
 * @param {number} position
 * @param {string} title
 * @param {Partial<Hit>} [more]
 * @returns {Hit}
 */
export function card(position, title, more = {}) {
  const values = { area: [position % 2], task: position % 3 ? [position % 3, 0] : [] };
  return {
    position, id: `paper-${position}`, title, name: "", also: [], authors: ["Ada Quay", "Björn van der Ødegård"],
    year: 2024, venue: "",
    summary: `About ${title}`, known: "", values, mentioned: 0, ...more,
  };
}

/**
 * A client over some papers. Titles are found as `title:"…"` finds them.
 * @param {Hit[]} cards by position
 * @param {Record<number, Partial<StoredFields>>} [more]
 * @param {(text: string) => string[]} [plain] of analysis.js, where titles are looked up
 * @returns {Client & {asked: string[]}}
 */
export function clientOf(cards, more = {}, plain = (text) => [text]) {
  const detail = (/** @type {number} */ position) => ({ position, id: cards[position]?.id ?? "", ...more[position] });
  /** @type {string[]} */
  const asked = [];
  return {
    asked,
    head: async () => ({ papers: cards.length, dimensions: DIMENSIONS }),
    hits: async (positions) => positions.flatMap((position) => cards[position] ?? []),
    storedFields: async (positions) => positions.map(detail),
    list: async () => cards.map(({ position }) => position),
    find: async (ids) =>
      ids.map((id) =>
        cards.findIndex((card) => {
          const { arxiv, doi } = detail(card.position).ids ?? {};
          return [card.id, `arxiv:${arxiv}`, `doi:${doi}`].includes(id);
        }),
      ),
    ask: async ({ q }) => {
      asked.push(q);
      const [, field = "", words = ""] = /^(title|name):"(.*)"$/.exec(q) ?? [];
      const text = (/** @type {Hit} */ { name = "", title }) => (field === "name" ? name : title);
      const rows = cards.filter((card) => plain(text(card)).join(" ").includes(words));
      return /** @type {any} */ ({ total: rows.length, rows });
    },
  };
}
