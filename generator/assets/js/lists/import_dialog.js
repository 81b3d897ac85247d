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
/** @type {Record<import("./import_formats.js").ListFormat, string>} */
const FORMAT_TITLES = {
  address: gettext("an address of this site"),
  bibtex: "BibTeX",
  csl: "CSL-JSON",
  csv: "CSV",
  markdown: gettext("a text with a paper a line"),
  ris: "RIS",
};

/**
 * Opens the dialog in which a reader pastes a list of papers or chooses a file.
 * @param {Client} client
 * @param {HTMLElement} opener gets the focus back when the dialog closes
 */
export function openImport(client, opener) {
  const dialog = new ImportDialog(client);
  dialog.element.addEventListener("close", () => {
    dialog.element.remove();
    opener.focus();
  });
  document.body.append(dialog.element);
  dialog.element.showModal();
  dialog.box.focus();
}

class ImportDialog {
  /** @param {Client} client */
  constructor(client) {
    this.client = client;
    const accept = ".bib,.ris,.json,.csv,.md,.txt,text/*";
    this.file = element("input", { type: "file", accept, id: "sc-bring-file", "data-bring-file": "" });
    this.box = element("textarea", {
      class: "sc-field",
      rows: "7",
      id: "sc-bring-text",
      spellcheck: "false",
      autocomplete: "off",
      "data-bring-text": "",
    });
    this.status = element("div", { class: "sc-bring-said", role: "status", "data-bring-said": "" });
    this.submit = element("button", { type: "submit", class: "sc-button" }, gettext("Find these papers"));
    const close = element("button", { type: "button", class: "sc-button" }, gettext("Close"));
    const form = element(
      "form",
      {},
      element("label", { for: "sc-bring-file" }, gettext("Choose a file")),
      this.file,
      element("label", { for: "sc-bring-text" }, gettext("or paste the list")),
      this.box,
      element("p", { class: "sc-row" }, this.submit, close),
      this.status,
    );
    this.element = dialogAround(form);
    this.file.addEventListener("change", () => void this.readFile());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.match(this.box.value);
    });
    close.addEventListener("click", () => this.element.close());
  }

  /** Read the file that was chosen. */
  async readFile() {
    const [chosen] = this.file.files ?? [];
    if (!chosen) return;
    if (chosen.size > MOST_BYTES) this.tell(gettext("This file is larger than 5 MB. Is it a list of papers?"));
    else await chosen.text().then((text) => this.match(text), () => this.tell(gettext("This file cannot be read.")));
  }

  /** @param {string} text a list, whose papers are looked up */
  async match(text) {
    this.submit.disabled = true;
    await lookUp(text, this.client, this.status).catch((error) =>
      this.tell(gettext("That did not work. {reason}", { reason: error.message ?? "" })),
    );
    this.submit.disabled = false;
  }

  /** @param {string} message */
  tell(message) {
    this.status.replaceChildren(message);
  }
}

/**
 * @param {HTMLFormElement} form
 * @returns {HTMLDialogElement} with a heading, and what the form takes
 */
function dialogAround(form) {
  return element(
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
}

/**
 * Look the papers of a list up, and say how many of them are here.
 * @param {string} text
 * @param {Client} client
 * @param {HTMLElement} status
 */
async function lookUp(text, client, status) {
  if (text.length > MOST_BYTES)
    return status.replaceChildren(gettext("This text is longer than 5 MB. Is it a list of papers?"));
  const { format, entries } = parseList(text);
  if (!entries.length) return status.replaceChildren(gettext("There are no papers in this."));
  const match = await matchList(entries, client, (done, all) =>
    status.replaceChildren(
      ngettext("Looking up {count} paper …", "Looking up {count} papers …", all),
      done ? ` ${number(done)}` : "",
    ),
  );
  return status.replaceChildren(...report(match, entries.length, FORMAT_TITLES[format]));
}

/**
 * @param {Match} match
 * @param {number} all
 * @param {string} format its title
 * @returns {HTMLElement[]}
 */
function report({ ids, found, unknown, unasked }, all, format) {
  const single = found ? gettext("The paper is in this survey.") : gettext("The paper is not in this survey.");
  const several = ngettext(
    "{count} of {all} papers is in this survey.",
    "{count} of {all} papers are in this survey.",
    found,
    { all },
  );
  /** @type {HTMLElement[]} */
  const nodes = [
    element(
      "p",
      {},
      element("strong", {}, all === 1 ? single : several),
      " ",
      gettext("Read as {format}.", { format }),
    ),
  ];
  if (ids.length) nodes.push(element("p", { class: "sc-row" }, addButton(ids), ...showLink(ids)));
  if (unknown.length) {
    const more = unknown.length - SHOWN;
    nodes.push(
      element("p", {}, gettext("Not found:")),
      element("ul", {}, ...unknown.slice(0, SHOWN).map((label) => element("li", {}, label.slice(0, 200))),
        ...(more > 0 ? [element("li", {}, ngettext("and {count} more", "and {count} more", more))] : [])),
    );
  }
  if (unasked)
    nodes.push(
      element(
        "p",
        {},
        gettext("Only {most} titles are looked up at a time; {count} were not.", { most: MOST_TITLES, count: unasked }),
      ),
    );
  return nodes;
}

/**
 * @param {string[]} ids
 * @returns {(Node | string)[]}
 */
function showLink(ids) {
  return [" ", element("a", { href: `${EXPLORER}?ids=${ids.join(",")}`, "data-bring-show": "" }, gettext("Show them"))];
}
