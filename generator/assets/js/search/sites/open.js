/** Opens the indexes of the other sites of a survey beside this site's own. */
import { Parts } from "./parts.js";
import { gettext } from "../../i18n/translate.js";

/** @typedef {import("../store.js").Read} Read */
/** @typedef {import("../store.js").Store} Store */
/** @typedef {{address: string, read: Read}} Reader address of another site's first page, and what reads its index */
/** @typedef {(given: string) => Reader | null} ReaderOf null where what is given is no web address */

/** Papers beyond which what another site says of itself is not believed. */
const MOST = 10_000_000;

/**
 * The index of this site and those of the others that can be read, as one.
 * @param {Store} store
 * @param {[string, string][]} sites title and address of each other one
 * @param {ReaderOf} readerOf
 * @param {(read: Read) => Promise<Store>} open
 * @returns {Promise<Parts>}
 */
export async function joinSites(store, sites, readerOf, open) {
  const others = await Promise.all(sites.map(async ([title, given]) => {
    const reader = readerOf(given);
    const other = reader && await open(reader.read).catch(() => null);
    if (!other || !isSound(other)) return null;
    // What this site cannot read as a language's words it would misread.
    other.languages = other.languages.filter((language) => store.languages.includes(language));
    return { site: { title, address: reader.address }, store: other };
  }));
  const missing = sites.flatMap(([title], at) => (others[at] ? [] : [title]));
  const own = { site: { title: gettext("This site"), address: "" }, store };
  return new Parts([own, ...others.filter((part) => part !== null)], missing);
}

/**
 * @param {Store} store of another site
 * @returns {boolean} whether its number of papers is one
 */
function isSound({ head: { papers } }) {
  return Number.isSafeInteger(papers) && papers > 0 && papers <= MOST;
}
