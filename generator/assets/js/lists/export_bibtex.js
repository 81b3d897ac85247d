/** BibTeX of a paper: the same text as `generator/export/bibtex.py` puts on the paper's page. */
import { plainText } from "./publication.js";

/** @typedef {import("./publication.js").Publication} Publication */

/** @type {Record<string, string>} */
const LATEX = {
  "&": "\\&", "%": "\\%", $: "\\$", "#": "\\#", _: "\\_",
  "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}",
  "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
};
/** Words with a capital or a digit after their first letter: names, which keep their case. */
const KEPT_CAPITALS = /[^][A-Z]|\p{Nd}[A-Za-z]|[A-Za-z]\p{Nd}/u;

/**
 * One entry, keyed by the paper's id, one field a line, without a final line break.
 * @param {Publication} publication
 * @returns {string}
 */
export function bibtexEntry(publication) {
  /** @type {Record<Publication["type"], [string, string | null]>} */
  const types = {
    journal: ["article", "journal"],
    conference: ["inproceedings", "booktitle"],
    preprint: ["misc", null],
  };
  const [type, venueField] = types[publication.type];
  const authors = publication.authors.map(author).join(" and ");
  /** @type {[string | null, string | undefined][]} */
  const fields = [
    ["title", title(publication.title)],
    ["author", authors],
    // By it, styles sort and label what has no author.
    ["key", authors ? "" : latex(publication.name || publication.title)],
    [venueField, latex(publication.venue)],
    ["year", publication.year],
    ["eprint", publication.arxiv],
    ["archivePrefix", publication.arxiv && "arXiv"],
    ["doi", verbatim(publication.doi)],
    ["url", verbatim(publication.url)],
  ];
  const lines = fields.flatMap(([name, value]) => (name && value ? [`  ${name} = {${value}},`] : []));
  return [`@${type}{${publication.id},`, ...lines, "}"].join("\n");
}

/**
 * @param {string} text
 * @returns {string}
 */
function latex(text) {
  return text.replace(/[&%$#_\\{}~^]/g, (sign) => LATEX[sign] ?? sign);
}

/**
 * @param {string} text
 * @returns {string}
 */
function title(text) {
  const words = plainText(text).split(" ");
  return words.map((word) => (KEPT_CAPITALS.test(word) ? `{${latex(word)}}` : latex(word))).join(" ");
}

/**
 * A name that BibTeX would take apart (a comma, the word `and`) stands in braces.
 * @param {string} name
 * @returns {string}
 */
function author(name) {
  return name.includes(",") || ` ${name} `.toLowerCase().includes(" and ") ? `{${latex(name)}}` : latex(name);
}

/**
 * For fields that LaTeX reads as they stand: only braces and backslashes cannot be there.
 * @param {string} text
 * @returns {string}
 */
function verbatim(text) {
  return text.replaceAll("{", "%7B").replaceAll("}", "%7D").replaceAll("\\", "%5C");
}
