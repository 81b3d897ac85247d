/** What the map shows about a paper, beside its mark. */
import { element } from "../ui/dom.js";
import { beside } from "./geometry.js";
import { heading } from "../ui/paper_text.js";
import { address } from "../ui/site.js";

/** @typedef {import("../search/client.js").Hit} Hit */

/** Pixels that stay free at the edges of the window, around the panel and around a mark gone to. */
const EDGE = 4;
const AROUND = 40;
/** Pixels that it is wide at most: a wider one would hide more of the map. */
const WIDEST = 360;

/** A small panel beside a mark, with the title, the year and the summary of its paper. */
export class MapPanel {
  /**
   * @param {HTMLElement} frame of the map, in which it is placed
   * @param {() => void} open open the paper that is told of
   */
  constructor(frame, open) {
    this.frame = frame;
    this.element = element("div", { class: "sc-m-panel", "data-map-panel": "", hidden: true });
    this.element.style.cursor = "pointer";
    // The same for those who hear the page: what is hidden and shown again would not be spoken everywhere.
    this.spoken = element("div", { class: "sc-unseen", "aria-live": "polite" });
    this.element.addEventListener("click", ({ target }) => {
      const onLink = target instanceof Element && target.closest("a");
      if (!onLink && getSelection()?.isCollapsed !== false) open();
    });
    frame.append(this.element, this.spoken);
  }

  /** @param {Hit | null} card null for none */
  tell(card) {
    this.element.hidden = !card;
    const title = card ? heading(card) : "";
    const year = card?.year ? ` ·\u00a0${card.year}` : "";
    const text = card?.summary || card?.known || "";
    this.spoken.textContent = card ? `${title}${year}. ${text}` : "";
    this.element.replaceChildren();
    if (!card) return;
    const link = element("a", { href: address(`papers/${card.id}/`) }, title);
    this.element.append(element("p", {}, element("strong", {}, link), year), element("p", { class: "sc-meta" }, text));
  }

  /**
   * Stand beside a mark, within the window and below the site's header.
   * @param {number} x of the mark in the frame
   * @param {number} y
   * @param {number} reach pixels around it that stay free
   */
  moveBeside(x, y, reach) {
    const { style } = this.element;
    const [left, top, right, bottom] = this.visibleBox();
    style.maxWidth = `${Math.min(WIDEST, right - left - 2 * EDGE)}px`;
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const [at, down] = beside([x - reach, y - reach, x + reach, y + reach], { width, height }, [
      left + EDGE,
      top + EDGE,
      right - EDGE,
      bottom - EDGE,
    ]);
    style.left = `${at}px`;
    style.top = `${down}px`;
  }

  hide() {
    this.element.hidden = true;
  }

  /**
   * Scroll the page as far as it needs for a mark to be seen.
   * @param {number} y of the mark in the frame
   */
  scrollTo(y) {
    const [, top, , bottom] = this.visibleBox();
    const by = Math.min(0, y - AROUND - top) || Math.max(0, y + AROUND - bottom);
    if (by) scrollBy({ top: by, behavior: "instant" });
  }

  /** @returns {import("./geometry.js").Box} the part of the window below the header, in pixels of the frame */
  visibleBox() {
    const { left, top } = this.frame.getBoundingClientRect();
    const { clientLeft, clientTop } = this.frame;
    const { clientWidth, clientHeight } = document.documentElement;
    const header = document.querySelector("header")?.getBoundingClientRect().bottom ?? 0;
    const [x, y] = [left + clientLeft, top + clientTop];
    return [-x, Math.max(header, 0) - y, clientWidth - x, clientHeight - y];
  }
}
