/** The keyboard in the explorer: arrows, Escape, and x to select. */

/**
 * Arrows go from the box through the results and back, Escape returns to the box, x picks the
 * result or puts it back. Enter needs nothing: the focus is on a link.
 * @param {KeyboardEvent} event
 * @param {HTMLInputElement} box
 * @param {HTMLElement} results
 */
export function move(event, box, results) {
  if (event.defaultPrevented) return; // the map has arrows of its own
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.isComposing) return;
  const rows = [...results.querySelectorAll("[data-paper-id]")];
  const inResults = event.target instanceof Node && results.contains(event.target);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  if (event.key === "ArrowDown" && (event.target === box || inResults))
    (linkOf(rows[at + 1]) ?? linkOf(rows[at]))?.focus();
  else if (event.key === "ArrowUp" && inResults) (linkOf(rows[at - 1]) ?? box).focus();
  else if (event.key === "x" && at >= 0) rows[at]?.querySelector("input")?.click();
  else if (event.key === "Escape" && inResults) box.focus();
  else return;
  event.preventDefault();
}

/**
 * @param {Element | undefined} row
 * @returns {HTMLElement | null}
 */
function linkOf(row) {
  return row?.querySelector("a") ?? null;
}
