/**
 * The definition of a glossary term in a small box beside its link, while the link is hovered or has the focus.
 * Esc closes the box, and the pointer may move onto it. Without scripts the browser shows the link's `title`.
 */

const GAP = 4;

/**
 * Show the definitions of these links in one tooltip in place of the browser's own.
 * @param {Iterable<HTMLAnchorElement>} links whose `title` is a definition
 */
export function mount(links) {
  const tooltip = new Tooltip();
  for (const link of links) {
    // The browser would show a title of its own as well.
    link.dataset.definition = link.title;
    link.removeAttribute("title");
    link.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && tooltip.open(link));
    link.addEventListener("focus", () => tooltip.open(link));
    link.addEventListener("pointerleave", () => tooltip.closeSoon());
    link.addEventListener("blur", () => tooltip.close());
  }
}

/** The one box, which shows the definition of one link at a time. */
class Tooltip {
  constructor() {
    this.box = document.createElement("div");
    this.box.dir = "auto";
    this.box.id = "sc-term";
    this.box.className = "sc-term md-typeset";
    this.box.setAttribute("role", "tooltip");
    this.box.hidden = true;
    document.body.append(this.box);
    /** @type {HTMLAnchorElement | null} */
    this.link = null;
    this.timer = 0;
    this.box.addEventListener("pointerenter", () => clearTimeout(this.timer));
    this.box.addEventListener("pointerleave", () => this.closeSoon());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  /** @param {HTMLAnchorElement} link */
  open(link) {
    clearTimeout(this.timer);
    if (this.link !== link) this.close();
    this.link = link;
    this.box.textContent = link.dataset.definition ?? "";
    this.box.hidden = false;
    link.setAttribute("aria-describedby", this.box.id);
    moveBeside(this.box, link);
  }

  close() {
    clearTimeout(this.timer);
    this.link?.removeAttribute("aria-describedby");
    this.link = null;
    this.box.hidden = true;
  }

  /** Close in a while, in which the pointer can come from the link to the box. */
  closeSoon() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.close(), 200);
  }
}

/**
 * Move a box below a link's last line, or above its first where there is no room; within the page either way.
 * @param {HTMLElement} box
 * @param {HTMLElement} link
 */
function moveBeside(box, link) {
  const lines = link.getClientRects();
  const first = lines[0];
  const last = lines[lines.length - 1];
  if (!first || !last) return;
  const width = document.documentElement.clientWidth;
  const below = last.bottom + GAP + box.offsetHeight <= document.documentElement.clientHeight;
  const top = below ? last.bottom + GAP : first.top - GAP - box.offsetHeight;
  const left = Math.max(GAP, Math.min((below ? last : first).left, width - box.offsetWidth - GAP));
  box.style.top = `${top + scrollY}px`;
  box.style.left = `${left + scrollX}px`;
}
