/** The button “Take away” with its panel: each format to be downloaded or copied. */
import { copy } from "../ui/clipboard.js";
import { element } from "../ui/dom.js";
import { gettext, ngettext } from "../i18n/translate.js";

/** @typedef {import("./export_formats.js").Format} Format */
/** @typedef {import("./publication.js").Client} Client */
/**
 * @typedef {object} Source
 * @property {Client} client
 * @property {() => Promise<number[]>} positions of the papers, asked for when a format is chosen
 * @property {string} file what the file is called, without its ending
 * @property {(count: number) => string} [label] of the button
 * @property {() => Promise<string>} [copyAddress] copies an address that shows these papers, and says so
 * @property {boolean} [opensUpwards] and leaves it to what is around to import lists
 */

let menus = 0;

/**
 * The button “Take away” with its panel of formats, each to download or to copy. It is disabled while there are no
 * papers.
 */
export class ExportMenu {
  /** @param {Source} source */
  constructor(source) {
    menus += 1;
    const id = `sc-take-${menus}`;
    this.source = source;
    this.label = element("span", {}, this.labelFor(0));
    this.button = element(
      "button",
      { class: "sc-button", type: "button", "aria-expanded": "false", "aria-controls": id, "data-take": "" },
      this.label,
      " ▾",
    );
    this.status = element("p", { class: "sc-t-said", role: "status", "data-take-said": "" });
    this.list = element("ul");
    const names = source.opensUpwards ? "sc-t-panel sc-t-up" : "sc-t-panel";
    this.panel = element("div", { class: names, id, hidden: true }, this.list, ...this.furtherButtons(), this.status);
    this.element = element("div", { class: "sc-take" }, this.button, this.panel);
    this.button.addEventListener("click", async () => {
      this.status.textContent = "";
      await this.fill();
      this.show(this.panel.hidden);
    });
    closeElsewhere(this.element, this.button, (open) => this.show(open));
  }

  /** @param {number} count of the papers that there are to export */
  setCount(count) {
    this.label.textContent = this.labelFor(count);
    this.button.disabled = !count;
    if (!count) this.show(false);
  }

  /** @param {number} count */
  labelFor(count) {
    return this.source.label?.(count) ?? ngettext("Take away this one", "Take away these {count}", count);
  }

  /** @param {boolean} open */
  show(open) {
    this.panel.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    if (open) keepInSight(this.panel);
  }

  /** What writes the formats is fetched when the panel is first opened. */
  async fill() {
    const { FORMATS } = await import("./export_formats.js");
    if (!this.list.firstChild) this.list.append(...FORMATS.map((format) => this.formatItem(format)));
  }

  /** @param {Format} format */
  formatItem(format) {
    const { key, title, ending } = format;
    const save = element("button", { type: "button", "data-take-format": key }, title);
    save.append(" ", element("span", { class: "sc-count" }, `.${ending}`));
    const label = gettext("Copy as {format}", { format: title });
    const copying = element("button", { type: "button", "aria-label": label, "data-take-copy": key }, gettext("Copy"));
    save.addEventListener("click", () => void handOver(this.source, format, false, this.status));
    copying.addEventListener("click", () => void handOver(this.source, format, true, this.status));
    return element("li", {}, save, copying);
  }

  /** @returns {HTMLElement[]} below the formats: to import a list, and to copy an address */
  furtherButtons() {
    const { client, copyAddress, opensUpwards } = this.source;
    const buttons = [];
    if (!opensUpwards) {
      const importing = element("button", { type: "button", "data-bring": "" }, gettext("Bring a list in …"));
      importing.addEventListener("click", async () => {
        this.show(false);
        (await import("./import_dialog.js")).openImport(client, this.button);
      });
      buttons.push(importing);
    }
    if (copyAddress) {
      const address = element("button", { type: "button", class: "sc-t-address" }, gettext("Copy address"));
      address.addEventListener("click", async () => (this.status.textContent = await copyAddress()));
      buttons.push(address);
    }
    return buttons;
  }
}

/**
 * Move a panel to the left by what would stand out of the window.
 * @param {HTMLElement} panel
 */
function keepInSight(panel) {
  panel.style.left = "0";
  const out = panel.getBoundingClientRect().right + 8 - document.documentElement.clientWidth;
  if (out > 0) panel.style.left = `${-out}px`;
}

/**
 * Close a panel by Escape, a click elsewhere, or when the focus leaves it.
 * @param {HTMLElement} menu
 * @param {HTMLElement} button gets the focus back after Escape
 * @param {(open: boolean) => void} show
 */
function closeElsewhere(menu, button, show) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
    event.stopPropagation();
    show(false);
    button.focus();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) show(false);
  });
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Node && target.isConnected && !menu.contains(target)) show(false);
  });
}

/**
 * Make the list in a format and hand it over, saying how far it is.
 * @param {Source} source
 * @param {Format} format
 * @param {boolean} copied rather than downloaded
 * @param {HTMLElement} status
 */
async function handOver({ client, positions, file }, format, copied, status) {
  let count = 0;
  const files = import("./collect.js");
  const write = async () => {
    const { collect } = await files;
    const publications = await collect(client, await positions(), (done, all) => {
      const gathering = ngettext("Gathering {count} paper …", "Gathering {count} papers …", all);
      status.textContent = done ? gettext("{gathering} {count} are here", { gathering, count: done }) : gathering;
    });
    count = publications.length;
    return format.write(publications);
  };
  try {
    const text = write();
    const done = copied && (await copy(text)); // at once: browsers allow it only right after a click
    const { download, fileName } = await files;
    const name = fileName(file, format.ending);
    if (!done) download(await text, name, format.type);
    const saved = () =>
      ngettext("Saved {count} paper as {file}.", "Saved {count} papers as {file}.", count, { file: name });
    if (done)
      status.textContent = ngettext("Copied {count} paper as {format}.", "Copied {count} papers as {format}.", count, {
        format: format.title,
      });
    else status.textContent = copied ? `${gettext("This browser forbids copying.")} ${saved()}` : saved();
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    status.textContent = gettext("That did not work. {reason}", { reason });
  }
}
