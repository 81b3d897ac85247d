/**
 * The definition of a glossary term in a small box beside its link, while the link is hovered or has the focus.
 * Esc closes the box, and the pointer may move onto it. Without scripts the browser shows the link's `title`.
 */

const GAP = 4;

/**
 * @param {Iterable<HTMLAnchorElement>} links whose `title` is a definition
 */
export function mount(links) {
  const box = document.createElement("div");
  box.id = "sc-term";
  box.className = "sc-term md-typeset";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  document.body.append(box);
  /** @type {HTMLAnchorElement | null} */
  let shown = null;
  let timer = 0;

  const close = () => {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    box.hidden = true;
  };
  const closeSoon = () => {
    clearTimeout(timer);
    timer = window.setTimeout(close, 200);
  };
  /** @param {HTMLAnchorElement} link */
  const open = (link) => {
    clearTimeout(timer);
    if (shown !== link) close();
    shown = link;
    box.textContent = link.dataset.definition ?? "";
    box.hidden = false;
    link.setAttribute("aria-describedby", box.id);
    place(box, link);
  };

  for (const link of links) {
    // The browser would show a title of its own as well.
    link.dataset.definition = link.title;
    link.removeAttribute("title");
    link.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && open(link));
    link.addEventListener("focus", () => open(link));
    link.addEventListener("pointerleave", closeSoon);
    link.addEventListener("blur", close);
  }
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", closeSoon);
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
}

/**
 * Below the link's last line, or above its first where there is no room; within the page either way.
 * @param {HTMLElement} box
 * @param {HTMLElement} link
 */
function place(box, link) {
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
