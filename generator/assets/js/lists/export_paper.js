/** A paper's page: the button beside its BibTeX becomes the menu of all formats when it is first used. */
import { client } from "../search/client.js";
import { ExportMenu } from "./export_menu.js";

/**
 * Replaces the button beside a paper's BibTeX by the menu of all formats, and opens it.
 * @param {HTMLElement} button with the paper's id
 */
export function openMenu(button) {
  const id = button.dataset.takePaper ?? "";
  const name = button.textContent ?? "";
  const menu = new ExportMenu({
    client,
    positions: () => client.find([id]),
    file: id,
    label: () => name,
    opensUpwards: true,
  });
  menu.setCount(1);
  button.replaceWith(menu.element);
  const opener = menu.element.querySelector("button");
  opener?.focus();
  opener?.click();
}
