/** The button that adds papers to the selection. */
import { element } from "./dom.js";
import { add, MOST, selected } from "./selection.js";

/**
 * @param {string[]} ids
 * @returns {HTMLButtonElement}
 */
export function addButton(ids) {
  const papers = ids.length === 1 ? "1 paper" : `${ids.length} papers`;
  const button = element("button", { type: "button", class: "sc-button", "data-add": "" }, `Add ${papers} to my selection`);
  button.addEventListener("click", () => {
    const added = add(ids);
    const full = selected().length >= MOST && !ids.every((id) => selected().includes(id));
    button.textContent = full ? `Added ${added}; a selection holds ${MOST}` : added ? `Added ${added}` : "They are in your selection";
    button.setAttribute("aria-disabled", "true");
  });
  return button;
}
