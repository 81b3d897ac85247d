/**
 * Parses lists of papers: BibTeX, RIS, CSL-JSON, CSV, Markdown, or an address with ids; the content tells which.
 *
 * Any text gives a list, possibly an empty one, in one pass.
 */
import { bibtexEntries } from "./import_bibtex.js";
import { columnsOf, csvEntries, delimiter, records } from "./import_csv.js";

/**
 * What a list says of one paper; empty where it says nothing.
 * @typedef {{key: string, title: string, doi: string, arxiv: string}} Entry
 */
/** @typedef {"address" | "bibtex" | "csl" | "csv" | "markdown" | "ris"} ListFormat */

/** The most entries of a list that are read; the rest are only counted. */
export const MOST_ENTRIES = 2_000;
const LONGEST_TITLE = 1_000;

const ARXIV_BEFORE = /(?:arxiv\.org\/(?:abs|pdf|html)\/|huggingface\.co\/papers\/|arxiv:\s?|^)/;
const ARXIV_NUMBER = /(\d{4}\.\d{4,5}|[a-z-]{2,20}(?:\.[a-z]{2})?\/\d{7})(?:v\d{1,3})?(?!\d|\.\d)/;
const ARXIV = new RegExp(ARXIV_BEFORE.source + ARXIV_NUMBER.source, "i");
const DOI = /(?:doi\.org\/|doi:\s?|^)(10\.\d{4,9}\/[^\s"<>\]]{1,200})/i;
const PAGE = /\/papers\/([a-z0-9-]{1,80})(?:\/|[\s)\]>#?]|$)/;
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * Returns the format of a text and the papers that it names. Never throws.
 * @param {string} text
 * @returns {{format: ListFormat, entries: Entry[]}}
 */
export function parseList(text) {
  const bare = text.replace(/^\ufeff/, "");
  const format = formatOf(bare);
  return { format, entries: [...READERS[format](bare)].filter(isNamed) };
}

/**
 * @param {string} text
 * @returns {ListFormat}
 */
function formatOf(text) {
  const start = text.slice(0, 20_000).trimStart();
  if (/^[^\s<>"]{0,2000}[?&]ids=[^\s]*\s*$/.test(start)) return "address";
  if (/^[[{]/.test(start) && !/^\[[^\]\n]*\]\(/.test(start)) return "csl";
  if (/^TY {1,2}- /m.test(start)) return "ris";
  if (/^\s*@[a-z]+\s*[{(]/im.test(start)) return "bibtex";
  const columns = columnsOf(records(start.split(/[\r\n]/, 1)[0] ?? "", delimiter(start)).next().value ?? []);
  return columns.size > 1 || columns.has("id") ? "csv" : "markdown";
}

/** @type {Record<ListFormat, (text: string) => Iterable<Entry>>} */
const READERS = {
  address: fromAddress,
  bibtex: (text) => bibtexEntries(text, MOST_ENTRIES).map(({ key, fields }) => entry({
    key, title: fields.title, doi: fields.doi, arxiv: fields.eprint || fields.arxiv, url: fields.url,
  })),
  csl: fromCsl,
  csv: (text) => csvEntries(text, MOST_ENTRIES).map(entry),
  markdown: fromLines,
  ris: fromRis,
};

/**
 * An entry of whatever stands in a list.
 * @param {{key?: unknown, title?: unknown, doi?: unknown, arxiv?: unknown, url?: unknown}} fields
 * @returns {Entry}
 */
function entry({ key, title, doi, arxiv, url }) {
  const address = line(url);
  const page = PAGE.exec(address)?.[1];
  return {
    key: page ?? line(key).slice(0, 200),
    title: line(title).slice(0, LONGEST_TITLE),
    doi: (DOI.exec(line(doi)) ?? DOI.exec(address))?.[1]?.replace(/[).,;]+$/, "").toLowerCase() ?? "",
    arxiv: (ARXIV.exec(line(arxiv)) ?? ARXIV.exec(address))?.[1]?.toLowerCase() ?? "",
  };
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function line(value) {
  if (typeof value !== "string" && typeof value !== "number") return "";
  return String(value).slice(0, 5_000).replace(/\s+/g, " ").trim();
}

/**
 * @param {Entry} entry
 * @returns {boolean}
 */
function isNamed({ key, title, doi, arxiv }) {
  return Boolean(key || title || doi || arxiv);
}

/**
 * @param {string} text
 * @returns {Entry[]}
 */
function fromAddress(text) {
  const ids = /[?&]ids=([^&#\s]*)/.exec(text)?.[1] ?? "";
  const keys = ids.split(/,|%2C/i, MOST_ENTRIES).filter((key) => ID.test(key));
  return keys.map((key) => entry({ key }));
}

/**
 * @param {string} text
 * @returns {Entry[]}
 */
function fromCsl(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  // Also an object around the list, as some programs and this site's own data have it.
  const items = Array.isArray(value) ? value : (value?.items ?? value?.papers ?? [value]);
  if (!Array.isArray(items)) return [];
  return items.slice(0, MOST_ENTRIES).map((item) => {
    if (typeof item === "string") return ID.test(item) ? entry({ key: item }) : entry({ title: item });
    const { id, title, DOI: doi, number, URL: url } = Object(item);
    return entry({ key: id, title, doi: doi ?? Object(item).ids?.doi, arxiv: Object(item).ids?.arxiv ?? number, url });
  });
}

/**
 * @param {string} text
 * @returns {Entry[]}
 */
function fromRis(text) {
  /** @type {Entry[]} */
  const entries = [];
  /** @type {Record<string, string> | null} */
  let tags = null;
  for (const row of lines(text)) {
    const match = /^([A-Z][A-Z0-9]) {1,2}-(?: (.*))?$/.exec(row.slice(0, 5_000));
    if (!match) continue;
    const [, tag = "", value = ""] = match;
    if (tags && (tag === "TY" || tag === "ER")) {
      entries.push(entry({ key: tags.ID, title: tags.TI ?? tags.T1, doi: tags.DO, arxiv: tags.AN, url: tags.UR }));
      if (entries.length >= MOST_ENTRIES) return entries;
    }
    if (tag === "TY") tags = Object.create(null);
    else if (tag === "ER") tags = null;
    else if (tags) tags[tag] ??= value;
  }
  if (tags)
    entries.push(entry({ key: tags.ID, title: tags.TI ?? tags.T1, doi: tags.DO, arxiv: tags.AN, url: tags.UR }));
  return entries;
}

// --- Markdown, and any text with a paper a line ---

/**
 * @param {string} text
 * @returns {Generator<Entry>}
 */
function* fromLines(text) {
  let count = 0;
  for (const row of lines(text)) {
    const bare = row.slice(0, 5_000).replace(/^\s*(?:[-*+]|\d{1,4}[.)])\s+/, "").trim();
    if (!bare || /^#{1,6}\s|^[-=*_ ]+$/.test(bare)) continue;
    const link = /^\[((?:\\.|[^\\\]])*)\]\(([^\s)]*)\)/.exec(bare);
    const title = link ? unescaped(link[1] ?? "") : "";
    const rest = link ? `${link[2]} ${bare.slice(link[0].length)}` : bare;
    if (ID.test(bare)) yield entry({ key: bare, title: "" });
    else {
      const fields = { title: title || titleOf(bare), doi: firstOf(DOI, rest), arxiv: firstOf(ARXIV, rest) };
      yield { ...entry(fields), key: PAGE.exec(rest)?.[1] ?? "" };
    }
    if ((count += 1) >= MOST_ENTRIES) return;
  }
}

/**
 * @param {RegExp} pattern
 * @param {string} text
 * @returns {string}
 */
function firstOf(pattern, text) {
  return (pattern.exec(text)?.[1] ?? "").replace(/[).,;]+$/, "");
}

/**
 * What of a line may be a title: all of it, without addresses.
 * @param {string} text
 * @returns {string}
 */
function titleOf(text) {
  return text.replace(/\bhttps?:\/\/\S+/g, " ").replace(/^(?:arxiv|doi):\s?\S+/i, " ").replace(/["“”*_]/g, "").trim();
}

/**
 * @param {string} text
 * @returns {string}
 */
function unescaped(text) {
  return text
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .replace(/&#(\d{1,6});/g, (all, code) => (Number(code) <= 0x10ffff ? String.fromCodePoint(Number(code)) : all))
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&");
}

/**
 * @param {string} text
 * @returns {Generator<string>}
 */
function* lines(text) {
  for (const [row] of text.matchAll(/[^\r\n]+/g)) yield row;
}
