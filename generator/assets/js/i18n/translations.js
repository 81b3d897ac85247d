/**
 * The translations of the texts that scripts show, by the English text; none for English. A build for another language
 * writes this file anew, from `generator/locale/LANGUAGE.po`.
 *
 * @type {Record<string, string[]>}
 */
const messages = {};
export default messages;
/** The code of the survey's language, as in the page's `lang`. */
export const language = "en";
/**
 * Which of the forms of a text a count asks for: the rule of the file's `Plural-Forms`.
 * @param {number} n
 * @returns {number}
 */
export const plural = (n) => Number(n !== 1);
