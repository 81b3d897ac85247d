/** A paper's bibliographic data for lists in other formats, from its card and its details in the index. */

/** @typedef {typeof import("../search/client.js").client} Client */
/** @typedef {import("../search/client.js").Hit} Hit */
/** @typedef {import("../search/client.js").StoredFields} StoredFields */
/** @typedef {import("../search/client.js").Facet} Facet */
/** @typedef {{family?: string, given?: string, particle?: string, suffix?: string} | {literal: string}} Name */

/**
 * Texts are on one line, and empty where nothing is known.
 * @typedef {object} Publication
 * @property {string} id
 * @property {string} title
 * @property {string} name
 * @property {string[]} authors
 * @property {string} titleBibtex the title in LaTeX, where a formula or a sign needs more than escaping
 * @property {string[]} editors
 * @property {string[]} translators
 * @property {Map<string, Name>} people parts of names whose last word is not the family's
 * @property {string} type `article`, `inproceedings`, `book` …
 * @property {string} year of the publication, else of the first version
 * @property {string} venue the short name of where it appeared
 * @property {string} container its full name, where known
 * @property {string} volume
 * @property {string} issue
 * @property {string} pages
 * @property {string} publisher
 * @property {string} publisherPlace
 * @property {string} edition a number, or what the book calls it
 * @property {string} series with the number in it
 * @property {string} archive where it is kept
 * @property {string[]} isbn
 * @property {string[]} issn
 * @property {string} language its tag, as `fr`
 * @property {string} langid what LaTeX calls it
 * @property {string} doi
 * @property {string} arxiv
 * @property {string} acl
 * @property {string} url where the paper is read; without any such address the same as `page`
 * @property {string} page of this site, absolute
 * @property {string} summary
 * @property {{title: string, values: string[]}[]} tags area and facets
 */

// Control characters are what these two are about.
/* eslint-disable no-control-regex */
const UNSHOWABLE = /[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\p{Surrogate}\ufffe\uffff]/gu;
const SPACES = /[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
/* eslint-enable no-control-regex */

/**
 * Returns a text on one line with single spaces, as `plain_text` of generator/text/escape.py; U+FFFD replaces
 * characters that no page may contain.
 * @param {string} text
 * @returns {string}
 */
export function plainText(text) {
  return text.replace(UNSHOWABLE, "\ufffd").replace(SPACES, " ").replace(/^ | $/g, "");
}

/**
 * Returns a paper's bibliographic data, from its card and its details.
 * @param {Hit} card
 * @param {StoredFields} detail
 * @param {Facet[]} dimensions
 * @param {string} site absolute address of the site's root
 * @returns {Publication}
 */
export function asPublication(card, detail, dimensions, site) {
  const page = `${card.site?.address ?? site}papers/${card.id}/`;
  const type = detail.type ?? "preprint";
  const people = Object.entries(detail.people ?? {});
  return {
    id: card.id,
    title: plainText(card.title),
    name: plainText(card.name ?? ""),
    authors: (card.authors ?? []).map(plainText).filter(Boolean),
    titleBibtex: detail.title_bibtex ?? "",
    editors: (detail.editors ?? []).map(plainText).filter(Boolean),
    translators: (detail.translators ?? []).map(plainText).filter(Boolean),
    people: new Map(people.map(([name, parts]) => [name, /** @type {Name} */ (parts)])),
    type,
    year: String((type !== "preprint" && detail.venue_year) || card.year || ""),
    venue: plainText(card.venue ?? ""),
    container: plainText(detail.container ?? ""),
    volume: plainText(detail.volume ?? ""),
    issue: plainText(detail.issue ?? ""),
    pages: plainText(detail.pages ?? ""),
    publisher: plainText(detail.publisher ?? ""),
    publisherPlace: plainText(detail.publisher_place ?? ""),
    edition: plainText(detail.edition ?? ""),
    series: plainText(detail.series ?? ""),
    archive: plainText(detail.archive ?? ""),
    isbn: (detail.isbn ?? []).map(plainText),
    issn: (detail.issn ?? []).map(plainText),
    language: detail.lang ?? "",
    langid: detail.langid ?? "",
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
 * Returns the titles of a paper's values of the area and of each facet.
 * @param {Hit} card
 * @param {Facet[]} dimensions
 * @returns {{title: string, values: string[]}[]}
 */
export function tagsOf(card, dimensions) {
  return dimensions
    .filter(({ key, open }) => !open && key !== "year" && key !== "has")
    .map((dimension) => ({ title: dimension.title, values: valuesOf(card, dimension) }));
}

/**
 * Returns the titles of a paper's values of one dimension.
 * @param {Hit} card
 * @param {Facet} dimension
 * @returns {string[]}
 */
export function valuesOf(card, { key, values }) {
  return (card.values?.[key] ?? []).flatMap((number) => plainText(values[number]?.[1] ?? "") || []);
}

/**
 * The address that a citation gives, empty where none is known.
 * @param {StoredFields} detail
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

/**
 * Returns a name in parts: those that the index has, else the last word is the family name.
 * @param {string} name
 * @param {Map<string, Name>} people
 * @returns {Name}
 */
export function nameOf(name, people) {
  const known = people.get(name);
  if (known) return known;
  const at = name.lastIndexOf(" ");
  return at > 0 ? { family: name.slice(at + 1), given: name.slice(0, at) } : { family: name };
}
