/** When a list may change without moving anything under its reader. */

const EVENTS = ["pointerover", "pointerout", "focusin", "focusout", "scroll", "keydown"];

/**
 * Resolves as soon as the list's start is in view and neither focus nor pointer is in it. A pointer that merely rests
 * there while the reader presses a key does not count.
 * @param {Element} list
 * @returns {Promise<void>}
 */
export function untouched(list) {
  return new Promise((resolve) => {
    const look = (/** @type {Event | undefined} */ event) => {
      if (isRead(list) || (event?.type !== "keydown" && list.matches(":hover"))) return;
      // On its way from row to row the focus is nowhere.
      if (event instanceof FocusEvent && event.relatedTarget && event.type === "focusout") return;
      for (const name of EVENTS) removeEventListener(name, look, true);
      resolve();
    };
    for (const name of EVENTS) addEventListener(name, look, true);
    look(undefined);
  });
}

/** @param {Element} list */
function isRead(list) {
  return list.matches(":focus-within") || list.getBoundingClientRect().top < 0;
}
