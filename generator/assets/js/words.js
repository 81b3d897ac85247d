/** What the interface says, in the language of the survey. As `generator/words.py`. */

import translations from "./translations.js";

/**
 * The text in the survey's language, with the values in their places, `{name}`.
 *
 * @param {string} text the English text, in double quotes where it is called, by which the build finds it
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function say(text, values = {}) {
  const found = translations[text] ?? text;
  return fill(typeof found === "string" ? found : found[0] ?? text, values);
}

/**
 * The form that the number asks for, with the number at `{count}`.
 *
 * @param {string} one
 * @param {string} many
 * @param {number} count
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function plural(one, many, count, values = {}) {
  const found = translations[one] ?? [one, many];
  const forms = typeof found === "string" ? [found] : found;
  return fill(forms[count === 1 ? 0 : forms.length - 1] ?? many, { count: count.toLocaleString(), ...values });
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}
