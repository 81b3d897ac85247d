/** Opens the indexes of the other sites of a survey beside this site's own. */
import { Parts } from "./parts.js";
import { fileName, Store } from "../store.js";
import { gettext } from "../../i18n/translate.js";

/** @typedef {import("../store.js").Read} Read */
/** @typedef {import("../store.js").Head} Head */
/** @typedef {import("./parts.js").Part} Part */
/** @typedef {{address: string, read: Read}} Reader address of another site's first page, and what reads its index */
/** @typedef {(given: string) => Reader | null} ReaderOf null where what is given is no web address */

/** Papers beyond which what another site says of itself is not believed. */
const MOST = 10_000_000;

/**
 * The index of this site and those of the others, as one: by the joint index, or where there is none of just these
 * files, by the index of each site that can be read.
 * @param {Store} store
 * @param {ReaderOf} readerOf
 * @param {(read: Read) => Promise<Store>} open
 * @returns {Promise<Parts>}
 */
export async function joinSites(store, readerOf, open) {
  const own = { site: { title: gettext("This site"), address: "" }, store };
  const separately = async () => {
    const others = await openOthers(store, readerOf, open);
    const missing = (store.head.sites ?? []).flatMap(([title], at) => (others[at] ? [] : [title]));
    return { parts: [own, ...others.filter((part) => part !== null)], missing };
  };
  const joint = await openJoint(store, readerOf, open);
  const parts = joint && partsOf(joint, own, readerOf);
  if (parts) return new Parts(parts, [], { index: joint, separately });
  const { parts: opened, missing } = await separately();
  return new Parts(opened, missing);
}

/**
 * The indexes of the other sites; null for one that cannot be read.
 * @param {Store} store
 * @param {ReaderOf} readerOf
 * @param {(read: Read) => Promise<Store>} open
 * @returns {Promise<(Part | null)[]>}
 */
function openOthers(store, readerOf, open) {
  return Promise.all((store.head.sites ?? []).map(async ([title, given]) => {
    const reader = readerOf(given);
    const other = reader && await open(reader.read).catch(() => null);
    if (!other || !isSound(other.head)) return null;
    return { site: { title, address: reader.address }, store: readable(other, store) };
  }));
}

/**
 * The joint index of which this site tells; null where there is none that can be read.
 * @param {Store} store
 * @param {ReaderOf} readerOf
 * @param {(read: Read) => Promise<Store>} open
 */
async function openJoint(store, readerOf, open) {
  const reader = store.head.joint === undefined ? null : readerOf(store.head.joint);
  const joint = reader && await open(reader.read).catch(() => null);
  return joint && isSound(joint.head) ? readable(joint, store) : null;
}

/**
 * The parts of a joint index, whose files are read from their sites as they are needed; null where it is not of this
 * site's files and of all the others.
 * @param {Store} joint
 * @param {Part} own
 * @param {ReaderOf} readerOf
 * @returns {Part[] | null}
 */
function partsOf({ head: { papers, parts: told = [] } }, own, readerOf) {
  const addresses = new Map(own.store.head.sites);
  const parts = told.flatMap(({ title, ...head }) => {
    const given = addresses.get(title);
    if (given === undefined) return head.index === own.store.head.index ? own : [];
    const reader = isSound(head) && readerOf(given);
    if (!reader) return [];
    const store = new Store(head, (name) => reader.read(fileName(head, name)));
    return { site: { title, address: reader.address }, store };
  });
  const isWhole = parts.includes(own) && parts.length === told.length && parts.length === addresses.size + 1;
  return isWhole && papers === parts.reduce((sum, { store }) => sum + store.head.papers, 0) ? parts : null;
}

/**
 * An index of other sites in the languages that this site has: what it cannot read as a language's words it would
 * misread.
 * @param {Store} other
 * @param {Store} own
 */
function readable(other, own) {
  other.languages = other.languages.filter((language) => own.languages.includes(language));
  return other;
}

/**
 * @param {Head} head of another site's index
 * @returns {boolean} whether its number of papers is one
 */
function isSound({ papers }) {
  return Number.isSafeInteger(papers) && papers > 0 && papers <= MOST;
}
