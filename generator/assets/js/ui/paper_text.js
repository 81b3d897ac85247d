/** The texts that stand for a paper: its heading, its authors, and a line of what else is known. */
import { gettext, ngettext } from "../i18n/translate.js";
import { address } from "./site.js";

/** @typedef {import("../search/client.js").Hit} Hit */

const AUTHORS = 4;

/**
 * Returns up to four names; of more, the first four and how many more there are.
 * @param {string[]} authors
 * @returns {string}
 */
export function authorLine(authors) {
  const more = authors.length - AUTHORS;
  return (more > 1 ? [...authors.slice(0, AUTHORS), gettext("{count} more", { count: more })] : authors).join(", ");
}

/**
 * The address of a page that a paper's site has of it or of its tags.
 * @param {Pick<Hit, "site">} card
 * @param {string} path from the root of that site
 * @returns {string}
 */
export function addressOn({ site }, path) {
  return site ? new URL(path, site.address).href : address(path);
}

/**
 * @param {Pick<Hit, "id" | "site">} card
 * @returns {string} the address of the paper's page
 */
export function paperAddress({ id, site }) {
  return addressOn({ site }, `papers/${encodeURIComponent(id)}/`);
}

/**
 * Returns the line below a paper's title.
 * @param {Hit} card
 * @returns {string} names, year, venue, how often the other papers mention it, and on which other site it is
 */
export function metaLine({ authors = [], edited = "", year, venue = "", mentioned, site }) {
  const when = venue.includes(String(year)) ? "" : String(year || "");
  const often = mentioned ? ngettext("mentioned once", "mentioned {count} times", mentioned) : "";
  const where = site ? gettext("on the site {title}", { title: site.title }) : "";
  return [authorLine(authors) || edited, when, venue, often, where].filter(Boolean).join(" · ");
}

/**
 * Returns the title, preceded by the name if the title does not begin with it.
 * @param {Hit} card
 * @returns {string}
 */
export function heading({ title, name }) {
  return !name || title.toLowerCase().includes(name.toLowerCase()) ? title : `${name} — ${title}`;
}

/**
 * What is said where other sites of the survey could not be searched.
 * @param {string[]} titles
 * @returns {string} empty where none is missing
 */
export function missingText(titles) {
  const sites = titles.join(", ");
  return sites && gettext("Not searched, since it cannot be reached: {sites}", { sites });
}
