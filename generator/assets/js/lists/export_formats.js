/**
 * Lists of papers as text for other programs.
 *
 * Whatever a title or a name holds, the format stays valid, and `lists/import_formats.js` finds the same papers again:
 * each entry has the paper's id or the address of its page.
 */
import { bibtexEntry } from "./export_bibtex.js";
import { nameOf } from "./publication.js";

/** @typedef {import("./publication.js").Publication} Publication */
/** @typedef {import("./publication.js").Name} Name */
/**
 * @typedef {object} Format
 * @property {string} key
 * @property {string} title
 * @property {string} ending of a file's name, without the dot
 * @property {string} type its media type
 * @property {(publications: Publication[]) => string} write
 */

/** @type {readonly Format[]} */
export const FORMATS = [
  { key: "bibtex", title: "BibTeX", ending: "bib", type: "application/x-bibtex", write: asBibtex },
  { key: "ris", title: "RIS", ending: "ris", type: "application/x-research-info-systems", write: asRis },
  { key: "csl", title: "CSL-JSON", ending: "json", type: "application/vnd.citationstyles.csl+json", write: asCsl },
  { key: "csv", title: "CSV", ending: "csv", type: "text/csv", write: asCsv },
  { key: "markdown", title: "Markdown", ending: "md", type: "text/markdown", write: asMarkdown },
];

/**
 * Returns BibTeX: one entry for each paper, with an empty line between two.
 * @param {Publication[]} publications
 * @returns {string}
 */
export function asBibtex(publications) {
  return publications.map((publication) => `${bibtexEntry(publication)}\n`).join("\n");
}

// --- RIS ---

/** @type {Record<string, string>} */
const RIS_TYPES = {
  article: "JOUR", inproceedings: "CONF", chapter: "CHAP", book: "BOOK", thesis: "THES", report: "RPRT",
  preprint: "UNPB", dataset: "DATA", software: "COMP",
};

/**
 * Returns RIS, with one tag a line. `lists/publication.js` has put every text on one line, so that none can begin a
 * tag.
 * @param {Publication[]} publications
 * @returns {string}
 */
export function asRis(publications) {
  const people = (/** @type {Publication} */ publication, /** @type {string[]} */ names, /** @type {string} */ tag) =>
    names.map((name) => /** @type {[string, string]} */ ([tag, inverted(nameOf(name, publication.people))]));
  return publications
    .map((publication) => {
      const [firstPage = "", lastPage = ""] = publication.pages.split(/ ?– ?/);
      const keywords = publication.tags.flatMap(({ values }) => values);
      /** @type {[string, string][]} */
      const tags = [
        ["TY", RIS_TYPES[publication.type] ?? "GEN"],
        ["ID", publication.id],
        ["TI", publication.title],
        ...people(publication, publication.authors, "AU"),
        ...people(publication, publication.editors, "A2"),
        ...people(publication, publication.translators, "A4"),
        ["PY", publication.year],
        ["T2", publication.container || publication.venue],
        ["VL", publication.volume],
        ["IS", publication.issue],
        ["SP", firstPage],
        ["EP", lastPage],
        ["PB", publication.publisher],
        ["CY", publication.publisherPlace],
        ["ET", publication.edition],
        ["T3", publication.series],
        ["AV", publication.archive],
        ...[...publication.isbn, ...publication.issn].map((value) => /** @type {[string, string]} */ (["SN", value])),
        ["LA", publication.language],
        ["DO", publication.doi],
        ["AN", publication.arxiv && `arXiv:${publication.arxiv}`],
        ["UR", publication.url],
        ...keywords.map((value) => /** @type {[string, string]} */ (["KW", value])),
      ];
      const lines = tags.flatMap(([tag, value]) => (value ? [`${tag}  - ${value}\r\n`] : []));
      return `${lines.join("")}ER  - \r\n`;
    })
    .join("\r\n");
}

/**
 * @param {Name} name
 * @returns {string} `van der Maaten, Laurens`
 */
function inverted(name) {
  if ("literal" in name) return name.literal;
  const { family, given, particle, suffix } = name;
  return [[particle, family].filter(Boolean).join(" "), given, suffix].filter(Boolean).join(", ");
}

// --- CSL-JSON ---

/** @type {Record<string, string>} */
const CSL_TYPES = {
  article: "article-journal", inproceedings: "paper-conference", chapter: "chapter", book: "book", thesis: "thesis",
  report: "report", preprint: "article", dataset: "dataset", software: "software",
};

/**
 * Returns CSL-JSON: an array with one item for each paper.
 * @param {Publication[]} publications
 * @returns {string}
 */
export function asCsl(publications) {
  const named = (/** @type {Publication} */ publication, /** @type {string[]} */ shown) =>
    shown.map((name) => cslName(nameOf(name, publication.people)));
  const items = publications.map((publication) => {
    const authors = named(publication, publication.authors);
    const editors = named(publication, publication.editors);
    const translators = named(publication, publication.translators);
    return present({
      id: publication.id,
      "citation-key": publication.id,
      type: CSL_TYPES[publication.type] ?? "document",
      title: publication.title,
      author: authors.length ? authors : null,
      editor: editors.length ? editors : null,
      translator: translators.length ? translators : null,
      issued: publication.year ? { "date-parts": [[Number(publication.year)]] } : null,
      "container-title": publication.container || publication.venue,
      "container-title-short": publication.container && publication.venue,
      volume: publication.volume,
      issue: publication.issue,
      page: publication.pages.replace(/ ?– ?/g, "-"),
      publisher: publication.publisher || (publication.type === "preprint" && publication.arxiv && "arXiv"),
      "publisher-place": publication.publisherPlace,
      edition: publication.edition,
      "collection-title": publication.series,
      archive_location: publication.archive,
      ISBN: publication.isbn.join(", "),
      ISSN: publication.issn.join(", "),
      language: publication.language,
      number: publication.arxiv && `arXiv:${publication.arxiv}`,
      DOI: publication.doi,
      URL: publication.url,
      keyword: publication.tags.flatMap(({ values }) => values).join(", "),
    });
  });
  return items.length ? `[\n${items.map((item) => JSON.stringify(item)).join(",\n")}\n]\n` : "[]\n";
}

/**
 * @param {Name} name
 * @returns {Record<string, unknown>}
 */
function cslName(name) {
  if ("literal" in name) return name;
  const { family, given, particle, suffix } = name;
  return present({ "non-dropping-particle": particle, family, given, suffix });
}

/**
 * @param {Record<string, unknown>} fields
 * @returns {Record<string, unknown>} those that say something
 */
function present(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
}

// --- CSV ---

const COLUMNS = /** @type {const} */ ([
  "id", "title", "name", "authors", "year", "venue", "container", "volume", "issue", "pages", "publisher",
  "doi", "arxiv", "acl", "url", "page",
]);

/**
 * Returns CSV (RFC 4180) whose first line names the columns. A cell that a spreadsheet would compute has an apostrophe
 * before it.
 * @param {Publication[]} publications
 * @returns {string}
 */
export function asCsv(publications) {
  const tags = publications[0]?.tags ?? [];
  const head = [...COLUMNS, ...tags.map(({ title }) => title), "summary"];
  const rows = publications.map((publication) => [
    ...COLUMNS.map((column) => (column === "authors" ? publication.authors.join("; ") : publication[column])),
    ...publication.tags.map(({ values }) => values.join("; ")),
    publication.summary,
  ]);
  return [head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/**
 * @param {string} text
 * @returns {string}
 */
function cell(text) {
  // A semicolon begins a cell where the comma is the decimal sign. Further apostrophes before the sign count as well,
  // so that taking one away gives the text back.
  const safe = text.replace(/(^|; *)(?='*[=+\-@\t\r＝＋－＠])/g, "$1'");
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// --- Markdown ---

/**
 * Returns one Markdown list item for each paper; its title is the link to its page.
 * @param {Publication[]} publications
 * @returns {string}
 */
export function asMarkdown(publications) {
  return publications
    .map((publication) => {
      const links = [
        publication.arxiv && `[arXiv](https://arxiv.org/abs/${destination(publication.arxiv)})`,
        publication.doi && `[DOI](https://doi.org/${destination(publication.doi)})`,
      ];
      const venue = publication.venue && `*${markdown(publication.venue)}*`;
      const parts = [
        `[${markdown(publication.title)}](${destination(publication.page)})`,
        markdown(publication.authors.join(", ")),
        [venue, publication.year].filter(Boolean).join(", "),
      ];
      return `- ${[...parts, links.filter(Boolean).join(" · ")].filter(Boolean).join(" — ")}\n`;
    })
    .join("");
}

/**
 * Text that Markdown shows as it stands, also to readers that make links of bare addresses: a
 * backslash where every reader knows that escape, a character reference elsewhere.
 * @param {string} text on one line
 * @returns {string}
 */
function markdown(text) {
  return text
    .replace(/&(?! )/g, "&amp;")
    .replace(/[\\`*_{}[\]]/g, "\\$&")
    .replace(/[<~^$|]|==|\+\+|:(?=\/\/|[\w+-]+:)|(?<=ww)\.|@(?=[\w-]+\.)/gi, (signs) =>
      [...signs].map((sign) => (sign === "<" ? "&lt;" : `&#${sign.charCodeAt(0)};`)).join(""),
    );
}

/**
 * @param {string} address
 * @returns {string} with what could end a link's destination percent-encoded
 */
function destination(address) {
  return address
    .replace(/[^A-Za-z0-9/?#:@!$+,;=%.-]/gu, encodeURIComponent)
    .replace(/[()*'~_]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
