/** BibTeX of a paper: the same text that `generator/export/bibtex.py` puts on the paper's page. */
import { nameOf, plainText } from "./publication.js";

/** @typedef {import("./publication.js").Publication} Publication */

/** @type {Record<string, string>} */
const LATEX = {
  "&": "\\&", "%": "\\%", $: "\\$", "#": "\\#", _: "\\_",
  "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}",
  "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
};
/** What nobody sees and LaTeX does not know. */
const UNSEEN = /[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
// The expressions of generator/catalogue/citation.py and generator/export/bibtex.py.
/** In a word with a capital or a digit after its first letter, or C++: a name, which keeps its case. */
const KEPT_CAPITALS = /[^][A-Z]|\p{Nd}[A-Za-z]|[A-Za-z]\p{Nd}|^[A-Z][+#*]/u;
/** A word without the punctuation around it. */
const CORE = /^([.,;:!?()[\]"'“”‘’«»…]*)([^]*?)([.,;:!?()[\]"'“”‘’«»…]*)$/;
const PLAIN_WORD = /^[A-Z][^ ]*$/;
const PLAIN_WORDS = /^[A-Z][^ ]*(?: [A-Z][^ ]*)*$/;
/** @type {Record<string, [string, string]>} */
const KINDS = {
  article: ["article", "journal"],
  inproceedings: ["inproceedings", "booktitle"],
  chapter: ["incollection", "booktitle"],
  book: ["book", "publisher"],
  thesis: ["phdthesis", "school"],
  report: ["techreport", "institution"],
};
const OF_PUBLISHERS = ["publisher", "school", "institution"];

/**
 * Returns the BibTeX entry of a paper, with its id as key and a line for each field, without a final line break.
 * @param {Publication} publication
 * @returns {string}
 */
export function bibtexEntry(publication) {
  const { volume, pages, publisher, arxiv } = publication;
  const [kind, holder, appeared] = kindOf(publication);
  const authors = names(publication, publication.authors);
  const editors = names(publication, publication.editors);
  // Styles take one of volume and number only.
  const number = volume && kind !== "article" && kind !== "techreport" ? "" : publication.issue;
  /** @type {[string, string | undefined][]} */
  const fields = [
    ["title", publication.titleBibtex || title(publication.title)],
    ["author", authors],
    // By it, styles sort and label what has no author, unless it is a book of editors.
    ["key", authors || (kind === "book" && editors) ? "" : latex(publication.name || publication.title)],
    [holder, latex(appeared)],
    ["editor", kind === "book" && authors ? "" : editors],
    ["translator", names(publication, publication.translators)],
    ["edition", latex(ordinal(publication.edition))],
    ["series", latex(publication.series)],
    ["volume", latex(volume)],
    ["number", latex(number)],
    ["pages", latex(pages.replace(/ ?– ?/g, "--"))],
    ["publisher", OF_PUBLISHERS.includes(holder) ? "" : latex(publisher)],
    ["address", latex(publication.publisherPlace)],
    ["library", latex(publication.archive)],
    ["year", publication.year],
    ["isbn", latex(publication.isbn.join(", "))],
    ["issn", latex(publication.issn.join(", "))],
    ["langid", publication.langid],
    ["eprint", latex(arxiv)],
    ["archivePrefix", arxiv && "arXiv"],
    ["doi", verbatim(publication.doi)],
    ["url", verbatim(publication.url)],
  ];
  const lines = fields.flatMap(([name, value]) => (value ? [`  ${name} = {${value}},`] : []));
  return [`@${kind}{${publication.id},`, ...lines, "}"].join("\n");
}

/**
 * The kind of entry, and the field that says where the paper appeared, with its text.
 * @param {Publication} publication
 * @returns {[string, string, string]}
 */
function kindOf({ type, container, venue, publisher, arxiv }) {
  const appeared = container || venue;
  const [kind, field] = KINDS[type] ?? ["misc", "howpublished"];
  if (kind === "misc") return [kind, field, type === "preprint" && arxiv ? "" : appeared];
  return [kind, field, OF_PUBLISHERS.includes(field) ? publisher : appeared];
}

/**
 * The number of an edition as styles want it; another edition as it is.
 * @param {string} edition
 * @returns {string} `2nd`
 */
function ordinal(edition) {
  if (!/^[0-9]+$/.test(edition)) return edition;
  /** @type {Record<string, string>} */
  const endings = { 1: "st", 2: "nd", 3: "rd" };
  return edition + ((edition.at(-2) !== "1" && endings[edition.slice(-1)]) || "th");
}

/**
 * @param {string} text
 * @returns {string}
 */
function latex(text) {
  return text.replace(UNSEEN, "").replace(/[&%$#_\\{}~^]/g, (sign) => LATEX[sign] ?? sign);
}

/**
 * @param {string} text
 * @returns {string}
 */
function title(text) {
  return plainText(text)
    .split(" ")
    .map((word) => {
      const [before = "", core = "", after = ""] = (CORE.exec(word) ?? []).slice(1);
      return latex(before) + (KEPT_CAPITALS.test(core) ? `{${latex(core)}}` : latex(core)) + latex(after);
    })
    .join(" ");
}

/**
 * @param {Publication} publication
 * @param {string[]} shown
 * @returns {string} joined by `and`
 */
function names({ people }, shown) {
  return shown
    .filter((name) => latex(name))
    .map((name) => nameInBibtex(nameOf(name, people), name))
    .join(" and ");
}

/**
 * A name as BibTeX takes it apart rightly; a group, or what holds a comma or the word `and`, in braces.
 * @param {import("./publication.js").Name} name
 * @param {string} shown
 * @returns {string}
 */
function nameInBibtex(name, shown) {
  if ("literal" in name) return `{${latex(shown)}}`;
  const parts = [name.particle, name.family, name.suffix, name.given].map((part) => part ?? "");
  if (parts.some((part) => part.includes(",") || ` ${part} `.toLowerCase().includes(" and "))) {
    return `{${latex(shown)}}`;
  }
  const [particle = "", family = "", suffix = "", given = ""] = parts.map(latex);
  if (!given && !particle && !suffix) return family.includes(" ") ? `{${family}}` : family;
  if (!particle && !suffix && !family.includes(" ") && PLAIN_WORDS.test(given)) return `${given} ${family}`;
  // BibTeX takes what begins with a small letter for a particle.
  const isPlain = family.split(" ").slice(0, -1).every((word) => PLAIN_WORD.test(word));
  return [`${particle} ${isPlain ? family : `{${family}}`}`.trim(), suffix, given].filter(Boolean).join(", ");
}

/**
 * For fields that LaTeX reads as they stand: only braces and backslashes cannot be there.
 * @param {string} text
 * @returns {string}
 */
function verbatim(text) {
  return text.replaceAll("{", "%7B").replaceAll("}", "%7D").replaceAll("\\", "%5C");
}
