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
 * @property {boolean} [up] opens upwards, and leaves it to what is around to bring lists in
 */

let made = 0;

/**
 * @param {Source} source
 * @returns {{element: HTMLElement, setCount: (count: number) => void}} the menu; until it is told a count, it is disabled
 */
export function takeawayMenu(source) {
  const {
    client,
    copyAddress,
    label = (count) => ngettext("Take away this one", "Take away these {count}", count),
    up = false,
  } = source;
  made += 1;
  const id = `sc-take-${made}`;
  const text = element("span", {}, label(0));
  const button = element(
    "button",
    { class: "sc-button", type: "button", "aria-expanded": "false", "aria-controls": id, "data-take": "" },
    text,
    " ▾",
  );
  const said = element("p", { class: "sc-t-said", role: "status", "data-take-said": "" });
  const list = element("ul");
  // What writes the formats is fetched when the panel is first opened.
  const fill = async () => {
    const { FORMATS } = await import("./export_formats.js");
    if (!list.firstChild) list.append(...FORMATS.map(row));
  };
  const row = (/** @type {Format} */ format) => {
    const [load, copied] = [
      element("button", { type: "button", "data-take-format": format.key }, format.title),
      element(
        "button",
        {
          type: "button",
          "aria-label": gettext("Copy as {format}", { format: format.title }),
          "data-take-copy": format.key,
        },
        gettext("Copy"),
      ),
    ];
    load.append(" ", element("span", { class: "sc-count" }, `.${format.ending}`));
    load.addEventListener("click", () => void give(source, format, false, said));
    copied.addEventListener("click", () => void give(source, format, true, said));
    return element("li", {}, load, copied);
  };
  const panel = element("div", { class: up ? "sc-t-panel sc-t-up" : "sc-t-panel", id, hidden: true }, list);
  const menu = element("div", { class: "sc-take" }, button, panel);
  const show = (/** @type {boolean} */ open) => {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) keepInSight(panel);
  };
  if (!up) {
    const bring = element("button", { type: "button", "data-bring": "" }, gettext("Bring a list in …"));
    bring.addEventListener("click", async () => {
      show(false);
      (await import("./import_dialog.js")).openBring(client, button);
    });
    panel.append(bring);
  }
  if (copyAddress) {
    const address = element("button", { type: "button", class: "sc-t-address" }, gettext("Copy address"));
    address.addEventListener("click", async () => (said.textContent = await copyAddress()));
    panel.append(address);
  }
  panel.append(said);
  button.addEventListener("click", async () => {
    said.textContent = "";
    await fill();
    show(panel.hidden);
  });
  closeElsewhere(menu, button, show);
  return {
    element: menu,
    setCount: (count) => {
      text.textContent = label(count);
      button.disabled = !count;
      if (!count) show(false);
    },
  };
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
 * @param {HTMLElement} said
 */
async function give({ client, positions, file }, format, copied, said) {
  let count = 0;
  const files = import("./collect.js");
  const write = async () => {
    const { gather } = await files;
    const works = await gather(client, await positions(), (done, all) => {
      const gathering = ngettext("Gathering {count} paper …", "Gathering {count} papers …", all);
      said.textContent = done ? gettext("{gathering} {count} are here", { gathering, count: done }) : gathering;
    });
    count = works.length;
    return format.write(works);
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
      said.textContent = ngettext("Copied {count} paper as {format}.", "Copied {count} papers as {format}.", count, {
        format: format.title,
      });
    else said.textContent = copied ? `${gettext("This browser forbids copying.")} ${saved()}` : saved();
  } catch (error) {
    said.textContent = gettext("That did not work. {reason}", { reason: error instanceof Error ? error.message : "" });
  }
}
