/** Fetches the search index, once a page, when a reader turns to search. */
import { FORMAT, openIndex } from "./index.js";

/** @typedef {import("./index.js").Index} Index */

const FOLDER = new URL("../search/", import.meta.url);
/** @type {Promise<Index> | undefined} */
let pending;

/**
 * The opened index. Rejects where a file is missing or of another format; the next call tries again.
 * @returns {Promise<Index>}
 */
export function loadIndex() {
  pending ??= read().catch((error) => {
    pending = undefined;
    throw error;
  });
  return pending;
}

async function read() {
  // The one stable name: ask whether it changed. The others carry a hash of their content.
  const head = await json("index.json", "no-cache");
  if (head.format !== FORMAT) throw new Error(`The search index has format ${head.format}, not ${FORMAT}.`);
  const [papers, terms] = await Promise.all([json(head.files.papers), json(head.files.terms)]);
  return openIndex(head, papers, terms);
}

/**
 * @param {string} name
 * @param {RequestCache} [cache]
 */
async function json(name, cache = "default") {
  const answer = await fetch(new URL(name, FOLDER), { cache });
  if (!answer.ok) throw new Error(`The search index could not be read: ${name} gave ${answer.status}.`);
  return answer.json();
}
