/** The button that adds papers to the selection. */
import { element } from "../ui/dom.js";
import { add, MOST, selected } from "./selection.js";
import { gettext, ngettext } from "../i18n/translate.js";

/**
 * Returns a button that adds these papers to the selection, and then shows how many it added.
 * @param {string[]} ids
 * @returns {HTMLButtonElement}
 */
export function addButton(ids) {
  const label = ngettext("Add {count} paper to my selection", "Add {count} papers to my selection", ids.length);
  const button = element("button", { type: "button", class: "sc-button", "data-add": "" }, label);
  button.addEventListener("click", () => {
    const added = add(ids);
    const full = selected().length >= MOST && !ids.every((id) => selected().includes(id));
    if (full) button.textContent = gettext("Added {count}; a selection holds {most}", { count: added, most: MOST });
    else
      button.textContent = added ? gettext("Added {count}", { count: added }) : gettext("They are in your selection");
    button.setAttribute("aria-disabled", "true");
  });
  return button;
}
