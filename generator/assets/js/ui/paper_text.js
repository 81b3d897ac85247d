/** What stands for a paper in a line of text: its heading, its authors, and what else is known. */
import { gettext, ngettext } from "../i18n/translate.js";

/** @typedef {import("../search/client.js").Card} Card */

const AUTHORS = 4;

/**
 * Up to four names; of more, the first four and how many more there are.
 * @param {string[]} authors
 * @returns {string}
 */
export function authorLine(authors) {
  const more = authors.length - AUTHORS;
  return (more > 1 ? [...authors.slice(0, AUTHORS), gettext("{count} more", { count: more })] : authors).join(", ");
}

/**
 * The line below a title.
 * @param {Card} card
 * @returns {string} names, year, venue, and how often the other papers mention it
 */
export function metaLine({ authors = [], year, venue = "", mentioned }) {
  const when = venue.includes(String(year)) ? "" : String(year || "");
  const often = mentioned ? ngettext("mentioned once", "mentioned {count} times", mentioned) : "";
  return [authorLine(authors), when, venue, often].filter(Boolean).join(" · ");
}

/**
 * The title, and the name before it where the title does not give it.
 * @param {Card} card
 * @returns {string}
 */
export function heading({ title, name }) {
  return !name || title.toLowerCase().includes(name.toLowerCase()) ? title : `${name} — ${title}`;
}
