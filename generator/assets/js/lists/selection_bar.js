/** The bar at the foot of the explorer with the number of selected papers, and what can be done with them. */
import { addButton } from "./add_button.js";
import { element } from "../ui/dom.js";
import { copy } from "../ui/clipboard.js";
import { clear, isSelected, MOST, onChange, replace, selected, toggle } from "./selection.js";
import { address } from "../ui/site.js";
import { ExportMenu } from "./export_menu.js";
import { gettext, ngettext } from "../i18n/translate.js";

/** @typedef {import("./publication.js").Client} Client */

const EXPLORER = address("explore/");
/** The least and the greatest number of papers that can be compared. */
export const COMPARED = { least: 2, most: 6 };
/** Characters of an address that every server takes. */
const LONG_ADDRESS = 4_000;

/**
 * Put the bar at the end of the explorer, and let every checkbox with [data-select] in it pick its
 * paper and follow the selection.
 * @param {HTMLElement} root
 * @param {Client} client
 */
export function mountSelection(root, client) {
  const bar = new Bar(client);
  root.append(bar.root);
  root.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    const id = target.getAttribute("data-select");
    if (id === null) return;
    const wanted = target.checked;
    target.checked = toggle(id, wanted);
    if (wanted && !target.checked) bar.tell(gettext("A selection holds {count} papers.", { count: MOST }));
  });
  const follow = () => {
    bar.render();
    for (const box of root.querySelectorAll("input[data-select]")) {
      if (box instanceof HTMLInputElement) box.checked = isSelected(box.getAttribute("data-select") ?? "");
    }
  };
  onChange(follow);
  follow();
  void renew(client);
}

/**
 * Put back what an earlier edition of the survey had and this one has not, and take the papers
 * that have another id now by that.
 * @param {Client} client
 */
async function renew(client) {
  const before = selected();
  if (!before.length) return;
  const cards = await client.find(before).then(
    (positions) => client.hits(positions.filter((at) => at >= 0)),
    () => null,
  );
  // Not found out, or changed meanwhile: all stays.
  if (cards && before.join() === selected().join()) replace(cards.map(({ id }) => id));
}

class Bar {
  /** @param {Client} client */
  constructor(client) {
    this.count = element("span", { class: "sc-sel-count", role: "status", "data-selection-count": "" });
    this.show = element("a", { href: EXPLORER, "data-selection-show": "" }, gettext("Show"));
    this.compare = element("a", { href: EXPLORER, "data-selection-compare": "" }, gettext("Compare"));
    this.menu = new ExportMenu({
      client,
      file: "selection",
      opensUpwards: true,
      label: () => gettext("Take away"),
      positions: () => client.find(selected()),
      copyAddress,
    });
    const button = (/** @type {string} */ hook, /** @type {string} */ text) =>
      element("button", { type: "button", class: "sc-button", [hook]: "" }, text);
    this.link = button("data-selection-link", gettext("Copy address"));
    this.clear = button("data-selection-clear", gettext("Clear"));
    this.import = button("data-bring", gettext("Bring a list in …"));
    this.message = element("span", { class: "sc-sel-said", role: "status", "data-selection-said": "" });
    this.tools = [this.show, this.compare, this.menu.element, this.link, this.clear];
    this.root = element(
      "div",
      { class: "sc-selection sc-row", role: "group", "aria-label": gettext("Selected papers"), "data-selection": "" },
      this.count,
      ...this.tools,
      this.import,
      this.message,
    );
    this.link.addEventListener("click", async () => this.tell(await copyAddress()));
    this.clear.addEventListener("click", () => {
      clear();
      this.import.focus(); // the button is gone
    });
    this.import.addEventListener("click", async () =>
      (await import("./import_dialog.js")).openImport(client, this.import),
    );
  }

  render() {
    const ids = selected();
    const { least, most } = COMPARED;
    const comparable = ids.length >= least && ids.length <= most;
    this.root.classList.toggle("sc-some", ids.length > 0);
    for (const tool of this.tools) tool.hidden = !ids.length;
    this.count.textContent = ids.length
      ? gettext("{count} selected", { count: ids.length })
      : gettext("Tick papers to compare them or to take them away.");
    this.show.href = addressOf(ids);
    this.compare.hidden = !comparable;
    this.compare.href = `${EXPLORER}compare/?ids=${ids.join(",")}`;
    this.menu.setCount(ids.length);
    this.tell("");
    if (ids.length === 1) this.tell(gettext("Tick another one to compare them."));
    if (ids.length > most) this.tell(gettext("Up to {count} can be compared.", { count: most }));
  }

  /** @param {string} text */
  tell(text) {
    this.message.textContent = text;
  }
}

/** @returns {Promise<string>} what became of it */
async function copyAddress() {
  const address = addressOf(selected());
  if (!(await copy(Promise.resolve(address))))
    return gettext("This browser forbids copying: open “Show” and take the address from there.");
  if (address.length <= LONG_ADDRESS) return gettext("Address copied.");
  return gettext("Address copied. It has {count} characters; some programs cut it off.", { count: address.length });
}

/**
 * @param {string[]} ids
 * @returns {string} of the explorer that shows just these papers
 */
function addressOf(ids) {
  return `${EXPLORER}?ids=${ids.join(",")}`;
}

/**
 * Returns the note above papers that an address names by their ids.
 * @param {string[]} ids
 * @param {Client} client
 * @returns {HTMLElement}
 */
export function sharedNote(ids, client) {
  const text = element("span", {}, gettext("These papers were picked by hand."));
  const note = element("p", { class: "sc-shared sc-row", "data-shared": "" }, text, " ");
  void client.find(ids).then((positions) => {
    const known = ids.filter((_, at) => (positions[at] ?? -1) >= 0);
    const missing = ids.length - known.length;
    if (missing)
      text.append(
        " ",
        ngettext("{count} of them is not in this survey.", "{count} of them are not in this survey.", missing),
      );
    if (known.some((id) => !isSelected(id))) note.append(addButton(known), " ");
    note.append(element("a", { href: EXPLORER, "data-state": "" }, gettext("Show all papers")));
  }, () => {});
  return note;
}
