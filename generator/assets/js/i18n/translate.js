/** What the interface says, in the language of the survey. As `generator/text/i18n.py`. */
import translations, { language } from "./translations.js";

const CATEGORIES = ["zero", "one", "two", "few", "many", "other"];
const rules = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);
/** The kinds of count that the language tells apart, in the order of the forms of its texts. */
const told = CATEGORIES.filter((category) => rules.resolvedOptions().pluralCategories.some((one) => one === category));

/**
 * The text in the survey's language, with the values in their places, `{name}`.
 * @param {string} text the English text, in double quotes where it is called, by which the build finds it
 * @param {Record<string, string | number>} [values] a number is written as a count; a year is a string
 * @returns {string}
 */
export function say(text, values = {}) {
  return fill(formsOf(text)?.[0] ?? text, values);
}

/**
 * The form that the number asks for, with the number at `{count}`.
 * @param {string} one
 * @param {string} many
 * @param {number} count
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function plural(one, many, count, values = {}) {
  const forms = formsOf(one);
  const form = forms ? forms[Math.min(told.indexOf(rules.select(count)), forms.length - 1)] : count === 1 ? one : many;
  return fill(form ?? many, { count, ...values });
}

/**
 * A number with its thousands marked as in the survey's language.
 * @param {number} count
 * @returns {string}
 */
export function number(count) {
  return numbers.format(count);
}

/** @param {string} text */
function formsOf(text) {
  const found = Object.hasOwn(translations, text) ? translations[text] : undefined;
  return typeof found === "string" ? [found] : found;
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => {
    const value = values[name] ?? place;
    return typeof value === "number" ? number(value) : value;
  });
}
