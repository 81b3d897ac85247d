/** Fetches the files of the search index. */
import { SITE, address } from "../ui/site.js";
import { gettext } from "../i18n/translate.js";

const FOLDER = address("assets/search/");
/** Milliseconds after which another site is not waited for any longer. */
const PATIENCE = 8000;

/**
 * Resolves to the parsed content of a file below `assets/search/`. Rejects if it cannot be read.
 * @param {string} name
 * @returns {Promise<any>}
 */
export function readFile(name) {
  return readFrom(FOLDER, name);
}

/**
 * How to read the index of another site of the survey.
 * @param {string} given an absolute address, or one from this site's first page
 * @returns {import("./sites/open.js").Reader | null} null where it is no web address
 */
export function readerOf(given) {
  if (!URL.canParse(given, SITE)) return null;
  const site = new URL(given, SITE);
  if (!["http:", "https:"].includes(site.protocol)) return null;
  const folder = new URL("assets/search/", site).href;
  return { address: site.href, read: (name) => readFrom(folder, name, AbortSignal.timeout(PATIENCE)) };
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
async function readFrom(folder, name, signal) {
  // The one stable name: ask whether it changed. The others lie in a folder named by their content.
  const cache = name === "index.json" ? "no-cache" : "default";
  const answer = await fetch(new URL(name, folder), { cache, ...(signal && { signal }) }).catch((error) => {
    // What browsers say of it is English, and tells nobody what to do.
    if (!(error instanceof TypeError)) throw error;
    throw new Error(gettext("This site cannot be reached. Try again once you are online."));
  });
  if (!answer.ok) {
    const reason = { file: name, status: String(answer.status) };
    throw new Error(gettext("The search index could not be read: {file} gave {status}.", reason));
  }
  return answer.json();
}
