/** Translates the texts of the interface into the survey's language, by gettext. As `generator/text/i18n.py`. */
import messages, { language, plural } from "./translations.js";

const numbers = new Intl.NumberFormat(language);

/**
 * Returns the translation of a text, with `values` in its fields `{name}`; the English text if it is not translated.
 * @param {string} text the English text, as a literal where it is called: `make texts` finds it there
 * @param {Record<string, string | number>} [values] a number is written as a count; a year is a string
 * @returns {string}
 */
export function gettext(text, values = {}) {
  return fill(formsOf(text)?.[0] ?? text, values);
}

/**
 * Returns the translation in its form for `count`, which also fills the field `{count}`.
 * @param {string} singular
 * @param {string} plurals
 * @param {number} count
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function ngettext(singular, plurals, count, values = {}) {
  const form = formsOf(singular)?.[plural(count)] ?? (count === 1 ? singular : plurals);
  return fill(form, { count, ...values });
}

/**
 * Returns a number with the thousands separators of the survey's language.
 * @param {number} count
 * @returns {string}
 */
export function number(count) {
  return numbers.format(count);
}

/** @param {string} text */
function formsOf(text) {
  return Object.hasOwn(messages, text) ? messages[text] : undefined;
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (field, name) => {
    const value = values[name] ?? field;
    return typeof value === "number" ? number(value) : value;
  });
}
