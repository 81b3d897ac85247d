/** The dialog that takes a list of papers from a file or the clipboard and finds them in the survey. */
import { parseList } from "./import_formats.js";
import { matchList, MOST_TITLES } from "./import_match.js";
import { addButton } from "./add_button.js";
import { element } from "../ui/dom.js";
import { address } from "../ui/site.js";
import { number, plural, say } from "../i18n/translate.js";

/** @typedef {import("./import_match.js").Match} Match */
/** @typedef {import("./publication.js").Client} Client */

const EXPLORER = address("explore/");
const MOST_BYTES = 5_000_000;
/** Titles that are listed as not found. */
const SHOWN = 20;
/** @type {Record<import("./import_formats.js").Kind, string>} */
const KINDS = {
  address: say("an address of this site"), bibtex: "BibTeX", csl: "CSL-JSON", csv: "CSV", markdown: say("a text with a paper a line"), ris: "RIS",
};

/**
 * @param {Client} client
 * @param {HTMLElement} back gets the focus when the dialog closes
 */
export function openBring(client, back) {
  const file = element("input", { type: "file", accept: ".bib,.ris,.json,.csv,.md,.txt,text/*", id: "sc-bring-file", "data-bring-file": "" });
  const box = element("textarea", { class: "sc-field", rows: "7", id: "sc-bring-text", spellcheck: "false", autocomplete: "off", "data-bring-text": "" });
  const said = element("div", { class: "sc-bring-said", role: "status", "data-bring-said": "" });
  const close = element("button", { type: "button", class: "sc-button" }, say("Close"));
  const find = element("button", { type: "submit", class: "sc-button" }, say("Find these papers"));
  const form = element("form", {},
    element("label", { for: "sc-bring-file" }, say("Choose a file")), file,
    element("label", { for: "sc-bring-text" }, say("or paste the list")), box,
    element("p", { class: "sc-row" }, find, close), said);
  const dialog = element("dialog", { class: "sc-bring md-typeset", "aria-labelledby": "sc-bring-title", "data-bring-dialog": "" },
    element("h2", { id: "sc-bring-title" }, say("Bring a list in")),
    element("p", {}, say("BibTeX, RIS, CSL-JSON, CSV, Markdown, or an address with ids. The list stays in this browser.")), form);
  const look = async (/** @type {string} */ text) => {
    find.disabled = true;
    await lookUp(text, client, said).catch((error) => said.replaceChildren(say("That did not work. {reason}", { reason: error.message ?? "" })));
    find.disabled = false;
  };
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    if (chosen.size > MOST_BYTES) said.replaceChildren(say("This file is larger than 5 MB. Is it a list of papers?"));
    else await chosen.text().then(look, () => said.replaceChildren(say("This file cannot be read.")));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void look(box.value);
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    back.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  box.focus();
}

/**
 * @param {string} text
 * @param {Client} client
 * @param {HTMLElement} said
 */
async function lookUp(text, client, said) {
  if (text.length > MOST_BYTES) return said.replaceChildren(say("This text is longer than 5 MB. Is it a list of papers?"));
  const { kind, entries } = parseList(text);
  if (!entries.length) return said.replaceChildren(say("There are no papers in this."));
  const match = await matchList(entries, client, (done, all) => said.replaceChildren(plural("Looking up {count} paper …", "Looking up {count} papers …", all), done ? ` ${number(done)}` : ""));
  return said.replaceChildren(...report(match, entries.length, KINDS[kind]));
}

/**
 * @param {Match} match
 * @param {number} all
 * @param {string} kind
 * @returns {HTMLElement[]}
 */
function report({ ids, found, unknown, unasked }, all, kind) {
  const one = found ? say("The paper is in this survey.") : say("The paper is not in this survey.");
  const many = plural("{count} of {all} papers is in this survey.", "{count} of {all} papers are in this survey.", found, { all });
  /** @type {HTMLElement[]} */
  const parts = [element("p", {}, element("strong", {}, all === 1 ? one : many), " ", say("Read as {format}.", { format: kind }))];
  if (ids.length) parts.push(element("p", { class: "sc-row" }, addButton(ids), ...showLink(ids)));
  if (unknown.length) {
    const more = unknown.length - SHOWN;
    parts.push(
      element("p", {}, say("Not found:")),
      element("ul", {}, ...unknown.slice(0, SHOWN).map((label) => element("li", {}, label.slice(0, 200))),
        ...(more > 0 ? [element("li", {}, plural("and {count} more", "and {count} more", more))] : [])),
    );
  }
  if (unasked) parts.push(element("p", {}, say("Only {most} titles are looked up at a time; {count} were not.", { most: MOST_TITLES, count: unasked })));
  return parts;
}

/**
 * @param {string[]} ids
 * @returns {(Node | string)[]}
 */
function showLink(ids) {
  return [" ", element("a", { href: `${EXPLORER}?ids=${ids.join(",")}`, "data-bring-show": "" }, say("Show them"))];
}
