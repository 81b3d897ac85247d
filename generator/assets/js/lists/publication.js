/** What is known of a paper, as lists that leave the site give it: a card and its detail in one. */

/** @typedef {typeof import("../search/client.js").client} Client */
/** @typedef {import("../search/client.js").Card} Card */
/** @typedef {import("../search/client.js").Detail} Detail */
/** @typedef {import("../search/client.js").Dimension} Dimension */

/**
 * Texts are on one line, and empty where nothing is known.
 * @typedef {object} Publication
 * @property {string} id
 * @property {string} title
 * @property {string} name
 * @property {string[]} authors
 * @property {"journal" | "conference" | "preprint"} type
 * @property {string} year of the publication, else of the first version
 * @property {string} venue empty for a preprint
 * @property {string} doi
 * @property {string} arxiv
 * @property {string} acl
 * @property {string} url where the paper is read; without any such address the same as `page`
 * @property {string} page of this site, absolute
 * @property {string} summary
 * @property {{title: string, values: string[]}[]} tags area and facets
 */

// Those of generator/export/bibtex.py. JavaScript's `\b` knows only ASCII letters.
const WORD = "[\\p{L}\\p{N}_]";
const JOURNAL = new RegExp(
  `(?<!${WORD})(?:journal|transactions|letters|magazine|TMLR|TPAMI|PAMI|IJCV|TIP|TMM|TNNLS|TCSVT|JMLR|TACL|` +
    `Nature|Science|IEEE Access|Pattern Recognition|Neurocomputing|Information Fusion)(?!${WORD})`,
  "iu",
);
const PREPRINT = new RegExp(`(?<!${WORD})(?:arxiv|preprint|corr)(?!${WORD})`, "iu");
// Control characters are what these two are about.
/* eslint-disable no-control-regex */
const UNSHOWABLE = /[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\p{Surrogate}\ufffe\uffff]/gu;
const SPACES = /[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
/* eslint-enable no-control-regex */

/**
 * As `plain_text` of generator/text/escape.py: one line, single spaces, U+FFFD for what no page can carry.
 * @param {string} text
 * @returns {string}
 */
export function plainText(text) {
  return text.replace(UNSHOWABLE, "\ufffd").replace(SPACES, " ").replace(/^ | $/g, "");
}

/**
 * What lists give of a paper, from its card and its detail.
 * @param {Card} card
 * @param {Detail} detail
 * @param {Dimension[]} dimensions
 * @param {string} site absolute address of the site's root
 * @returns {Publication}
 */
export function asPublication(card, detail, dimensions, site) {
  const page = `${site}papers/${card.id}/`;
  const venue = card.venue && !PREPRINT.test(card.venue) ? plainText(card.venue) : "";
  return {
    id: card.id,
    title: plainText(card.title),
    name: plainText(card.name ?? ""),
    authors: (card.authors ?? []).map(plainText).filter(Boolean),
    type: !venue ? "preprint" : JOURNAL.test(venue) ? "journal" : "conference",
    year: String((venue && detail.venue_year) || card.year || ""),
    venue,
    doi: plainText(detail.ids?.doi ?? ""),
    arxiv: plainText(detail.ids?.arxiv ?? ""),
    acl: plainText(detail.ids?.acl ?? ""),
    url: readAt(detail) || page,
    page,
    summary: plainText(card.summary ?? ""),
    tags: tagsOf(card, dimensions),
  };
}

/**
 * The titles of a paper's values of each dimension that is area or facet.
 * @param {Card} card
 * @param {Dimension[]} dimensions
 * @returns {{title: string, values: string[]}[]}
 */
export function tagsOf(card, dimensions) {
  return dimensions
    .filter(({ key, open }) => !open && key !== "year" && key !== "has")
    .map((dimension) => ({ title: dimension.title, values: valuesOf(card, dimension) }));
}

/**
 * The titles of a paper's values of one dimension.
 * @param {Card} card
 * @param {Dimension} dimension
 * @returns {string[]}
 */
export function valuesOf(card, { key, values }) {
  return (card.values?.[key] ?? []).flatMap((number) => plainText(values[number]?.[1] ?? "") || []);
}

/**
 * The address that a citation gives, empty where none is known.
 * @param {Detail} detail
 * @returns {string}
 */
function readAt({ ids = {}, links = [] }) {
  if (ids.acl) return `https://aclanthology.org/${ids.acl}/`;
  if (ids.arxiv) return `https://arxiv.org/abs/${ids.arxiv}`;
  if (ids.doi) return `https://doi.org/${quoted(ids.doi)}`;
  return links.find(({ kind }) => kind === "publisher")?.url ?? "";
}

/**
 * As Python's `quote(doi, safe="/:;()-._")`.
 * @param {string} doi
 * @returns {string}
 */
function quoted(doi) {
  return encodeURIComponent(plainText(doi))
    .replace(/[!*']/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%(?:2F|3A|3B)/g, decodeURIComponent);
}
