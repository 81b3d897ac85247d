/**
 * The interface's words in the survey's language, by their English text; empty for English. A build for another
 * language writes this file anew, from `generator/locale/`.
 *
 * @type {Record<string, string | string[]>}
 */
const translations = {};
export default translations;
export const language = "en";
