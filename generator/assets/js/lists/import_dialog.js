/** The dialog that takes a list of papers from a file or the clipboard and finds them in the survey. */
import { parseList } from "./import_formats.js";
import { matchList, MOST_TITLES } from "./import_match.js";
import { addButton } from "./add_button.js";
import { element } from "../ui/dom.js";
import { address } from "../ui/site.js";
import { gettext, ngettext, number } from "../i18n/translate.js";

/** @typedef {import("./import_match.js").Match} Match */
/** @typedef {import("./publication.js").Client} Client */

const EXPLORER = address("explore/");
const MOST_BYTES = 5_000_000;
/** Titles that are listed as not found. */
const SHOWN = 20;
/** @type {Record<import("./import_formats.js").Kind, string>} */
const KINDS = {
  address: gettext("an address of this site"),
  bibtex: "BibTeX",
  csl: "CSL-JSON",
  csv: "CSV",
  markdown: gettext("a text with a paper a line"),
  ris: "RIS",
};

/**
 * @param {Client} client
 * @param {HTMLElement} back gets the focus when the dialog closes
 */
export function openBring(client, back) {
  const file = element("input", {
    type: "file",
    accept: ".bib,.ris,.json,.csv,.md,.txt,text/*",
    id: "sc-bring-file",
    "data-bring-file": "",
  });
  const box = element("textarea", {
    class: "sc-field",
    rows: "7",
    id: "sc-bring-text",
    spellcheck: "false",
    autocomplete: "off",
    "data-bring-text": "",
  });
  const said = element("div", { class: "sc-bring-said", role: "status", "data-bring-said": "" });
  const close = element("button", { type: "button", class: "sc-button" }, gettext("Close"));
  const find = element("button", { type: "submit", class: "sc-button" }, gettext("Find these papers"));
  const form = element("form", {},
    element("label", { for: "sc-bring-file" }, gettext("Choose a file")), file,
    element("label", { for: "sc-bring-text" }, gettext("or paste the list")), box,
    element("p", { class: "sc-row" }, find, close), said);
  const dialog = element(
    "dialog",
    { class: "sc-bring md-typeset", "aria-labelledby": "sc-bring-title", "data-bring-dialog": "" },
    element("h2", { id: "sc-bring-title" }, gettext("Bring a list in")),
    element(
      "p",
      {},
      gettext("BibTeX, RIS, CSL-JSON, CSV, Markdown, or an address with ids. The list stays in this browser."),
    ),
    form,
  );
  const look = async (/** @type {string} */ text) => {
    find.disabled = true;
    await lookUp(text, client, said).catch((error) =>
      said.replaceChildren(gettext("That did not work. {reason}", { reason: error.message ?? "" })),
    );
    find.disabled = false;
  };
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    if (chosen.size > MOST_BYTES)
      said.replaceChildren(gettext("This file is larger than 5 MB. Is it a list of papers?"));
    else await chosen.text().then(look, () => said.replaceChildren(gettext("This file cannot be read.")));
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
  if (text.length > MOST_BYTES)
    return said.replaceChildren(gettext("This text is longer than 5 MB. Is it a list of papers?"));
  const { kind, entries } = parseList(text);
  if (!entries.length) return said.replaceChildren(gettext("There are no papers in this."));
  const match = await matchList(entries, client, (done, all) =>
    said.replaceChildren(
      ngettext("Looking up {count} paper …", "Looking up {count} papers …", all),
      done ? ` ${number(done)}` : "",
    ),
  );
  return said.replaceChildren(...report(match, entries.length, KINDS[kind]));
}

/**
 * @param {Match} match
 * @param {number} all
 * @param {string} kind
 * @returns {HTMLElement[]}
 */
function report({ ids, found, unknown, unasked }, all, kind) {
  const one = found ? gettext("The paper is in this survey.") : gettext("The paper is not in this survey.");
  const many = ngettext(
    "{count} of {all} papers is in this survey.",
    "{count} of {all} papers are in this survey.",
    found,
    { all },
  );
  /** @type {HTMLElement[]} */
  const parts = [
    element(
      "p",
      {},
      element("strong", {}, all === 1 ? one : many),
      " ",
      gettext("Read as {format}.", { format: kind }),
    ),
  ];
  if (ids.length) parts.push(element("p", { class: "sc-row" }, addButton(ids), ...showLink(ids)));
  if (unknown.length) {
    const more = unknown.length - SHOWN;
    parts.push(
      element("p", {}, gettext("Not found:")),
      element("ul", {}, ...unknown.slice(0, SHOWN).map((label) => element("li", {}, label.slice(0, 200))),
        ...(more > 0 ? [element("li", {}, ngettext("and {count} more", "and {count} more", more))] : [])),
    );
  }
  if (unasked)
    parts.push(
      element(
        "p",
        {},
        gettext("Only {most} titles are looked up at a time; {count} were not.", { most: MOST_TITLES, count: unasked }),
      ),
    );
  return parts;
}

/**
 * @param {string[]} ids
 * @returns {(Node | string)[]}
 */
function showLink(ids) {
  return [" ", element("a", { href: `${EXPLORER}?ids=${ids.join(",")}`, "data-bring-show": "" }, gettext("Show them"))];
}
