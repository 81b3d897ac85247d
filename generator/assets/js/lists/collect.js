/** Loads the data of papers for lists, and saves lists as files. */
import { SITE } from "../ui/site.js";
import { asPublication } from "./publication.js";

/** @typedef {import("./publication.js").Client} Client */
/** @typedef {import("./publication.js").Publication} Publication */

/** Papers fetched at once: enough to be quick, few enough to tell how far it is. */
const BATCH = 200;

/**
 * Resolves to the data of the papers at these positions of the index, in their order; -1 is left out.
 * @param {Client} client
 * @param {number[]} positions
 * @param {(done: number, all: number) => void} [tell] called on the way
 * @returns {Promise<Publication[]>}
 */
export async function collect(client, positions, tell = () => {}) {
  const known = positions.filter((position) => position >= 0);
  const { dimensions } = await client.head();
  /** @type {Publication[]} */
  const publications = [];
  for (let at = 0; at < known.length; at += BATCH) {
    tell(at, known.length);
    const batch = known.slice(at, at + BATCH);
    const [cards, details] = await Promise.all([client.hits(batch), client.storedFields(batch)]);
    const detailOf = new Map(details.map((detail) => [detail.position, detail]));
    for (const card of cards) {
      const detail = detailOf.get(card.position) ?? { position: card.position, id: card.id };
      publications.push(asPublication(card, detail, dimensions, SITE.href));
    }
  }
  return publications;
}

/**
 * Returns the name for a file: the site's folder, if it has one, and what the file holds.
 * @param {string} what
 * @param {string} ending
 * @returns {string} `survey-papers.bib`
 */
export function fileName(what, ending) {
  const folder = SITE.pathname.split("/").filter(Boolean).pop() ?? "";
  const name = folder.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return `${[name, what].filter(Boolean).join("-")}.${ending}`;
}

/**
 * Makes the browser save a text as a file.
 * @param {string} text
 * @param {string} name of the file
 * @param {string} type
 */
export function download(text, name, type) {
  // Spreadsheets take a CSV for UTF-8 only where it begins with this mark.
  const parts = type === "text/csv" ? ["\ufeff", text] : [text];
  const address = URL.createObjectURL(new Blob(parts, { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
