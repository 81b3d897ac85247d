/** Fetches the files of the search index. */
import { address } from "../ui/site.js";
import { gettext } from "../i18n/translate.js";

const FOLDER = address("assets/search/");

/**
 * The content of a file below `assets/search/`. Rejects where it cannot be read.
 * @param {string} name
 * @returns {Promise<any>}
 */
export async function readFile(name) {
  // The one stable name: ask whether it changed. The others lie in a folder named by their content.
  const cache = name === "index.json" ? "no-cache" : "default";
  const answer = await fetch(new URL(name, FOLDER), { cache });
  if (!answer.ok) {
    const reason = { file: name, status: String(answer.status) };
    throw new Error(gettext("The search index could not be read: {file} gave {status}.", reason));
  }
  return answer.json();
}
