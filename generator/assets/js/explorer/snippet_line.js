/**
 * The line of a result that shows why it was found. Its text comes from files of their own, so it
 * is fetched only for results near the reader's eyes, when the typing pauses; the line has its place from the start.
 */
import { element, highlighted } from "../ui/dom.js";
import { heldTerms } from "../ui/highlight.js";
import { bestSnippet } from "./snippet.js";
import { shownText } from "./results.js";

/** @typedef {import("../search/client.js").Hit} Hit */
/** @typedef {import("../search/client.js").StoredFields} StoredFields */

/** How near: three quarters of a screen below it. */
const MARGIN = "0px 0px 75% 0px";
/** Milliseconds without a new list after which it is worth fetching. */
const PAUSE = 250;

/** The snippets of the results in the list, fetched as they come near. */
export class SnippetLines {
  /** @param {(positions: number[]) => Promise<StoredFields[]>} details */
  constructor(details) {
    this.details = details;
    /** Details by position. @type {Map<number, StoredFields>} */
    this.known = new Map();
    /** @type {Map<Element, {card: Hit, terms: Set<string>}>} */
    this.waiting = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** Results that came near. @type {Set<Element>} */
    this.near = new Set();
    this.isWaiting = false;
    this.observer = new IntersectionObserver((entries) => this.approach(entries), { rootMargin: MARGIN });
  }

  /**
   * Forget the results of the list before.
   * @param {boolean} early whether the new ones may be others soon: then nothing is fetched before `resume`
   */
  restart(early) {
    this.isWaiting = early;
    this.observer.disconnect();
    this.waiting.clear();
    this.near.clear();
  }

  /**
   * Give a result its line, or an empty line for it, unless it shows all that matched anyway.
   * @param {HTMLElement} result
   * @param {Hit} card
   * @param {Set<string>} terms
   */
  add(result, card, terms) {
    if (!terms.size || heldTerms(shownText(card), terms).length === terms.size) return;
    const detail = this.known.get(card.position);
    const line = detail ? lineOf(detail, card, terms) : element("p", { class: "sc-r-why" });
    if (!line) return;
    result.append(line);
    if (detail) return;
    this.waiting.set(result, { card, terms });
    this.observer.observe(result);
  }

  /** @param {IntersectionObserverEntry[]} entries */
  approach(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.near.add(target);
      else this.near.delete(target);
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.fetch(), PAUSE);
  }

  resume() {
    this.isWaiting = false;
    void this.fetch();
  }

  async fetch() {
    if (this.isWaiting) return;
    const results = [...this.near];
    const positions = results.flatMap((result) => this.waiting.get(result)?.card.position ?? []);
    this.near.clear();
    for (const result of results) this.observer.unobserve(result);
    if (!positions.length) return;
    // Without its line a result is still a result.
    for (const detail of await this.details(positions).catch(() => [])) this.known.set(detail.position, detail);
    for (const result of results) this.fill(result);
  }

  /** @param {Element} result */
  fill(result) {
    const row = this.waiting.get(result);
    const emptyLine = result.querySelector(".sc-r-why");
    const detail = row && this.known.get(row.card.position);
    if (!emptyLine || !detail) return;
    const line = lineOf(detail, row.card, row.terms);
    if (line) emptyLine.replaceWith(line);
    // An empty line before the reader's eyes stays: taking it away would move the others.
    else if (result.getBoundingClientRect().top > innerHeight) emptyLine.remove();
  }
}

/**
 * @param {StoredFields} detail
 * @param {Hit} card
 * @param {Set<string>} terms
 * @returns {HTMLElement | null}
 */
function lineOf(detail, card, terms) {
  const snippet = bestSnippet(detail, terms, shownText(card));
  if (!snippet) return null;
  // The text in an element of its own, which may run from right to left where the label does not.
  const text = element("span", {}, ...highlighted(snippet.text, terms));
  return element("p", { class: "sc-r-why" }, element("span", {}, snippet.label), " ", text);
}
