/** The map's page: the drawing becomes a map to move, and the filters of its address apply to it. */
import { client } from "../search/client.js";
import { element, hooked } from "../ui/dom.js";
import { MapView } from "./view.js";
import { address } from "../ui/site.js";
import { formatState, parseState, withChoice } from "../search/state.js";
import { gettext, ngettext } from "../i18n/translate.js";

/** @typedef {import("../search/state.js").State} State */

const FILE = address("assets/data/map.json");

/** @returns {Promise<import("./canvas.js").MapFile>} */
async function load() {
  const answer = await fetch(FILE, { cache: "no-cache" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/**
 * Resolves to a map for the explorer, in an element of its own.
 * @returns {Promise<MapView>}
 */
export async function openMap() {
  const frame = element("div", { class: "sc-m-frame" });
  const hint = element("p", { class: "sc-meta sc-m-hint" });
  return new MapView(await load(), element("div", { class: "sc-map" }, frame, hint), frame, hint);
}

/**
 * Starts the map in place of the page's drawing of it.
 * @param {HTMLElement} root
 */
export async function mount(root) {
  const status = hooked(root, "map-status", HTMLElement);
  const hint = hooked(root, "map-hint", HTMLElement);
  try {
    const file = await load();
    const frame = hooked(root, "map-frame", HTMLElement);
    const page = new Page(new MapView(file, root, frame, hint), status, [...root.querySelectorAll("[data-map-area]")]);
    const picture = hooked(frame, "map-picture", SVGElement);
    // The legend goes on using its shapes.
    for (const child of [...picture.children]) if (child.tagName !== "defs") child.remove();
    picture.setAttribute("aria-hidden", "true");
    page.start();
  } catch (error) {
    hint.textContent = gettext("The map does not load just now. {reason}", {
      reason: error instanceof Error ? error.message : "",
    });
  }
}

class Page {
  /**
   * @param {MapView} map
   * @param {HTMLElement} status
   * @param {Element[]} links of the legend
   */
  constructor(map, status, links) {
    this.map = map;
    this.status = status;
    this.links = links;
    this.turn = 0;
  }

  start() {
    for (const link of this.links) {
      link.addEventListener("click", (event) => {
        if (!(event instanceof MouseEvent) || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        history.pushState(null, "", link.getAttribute("href") ?? "");
        void this.show();
      });
    }
    addEventListener("popstate", () => void this.show());
    void this.show();
  }

  /** The papers that the address asks for, marked. */
  async show() {
    const turn = (this.turn += 1);
    const state = {
      ...parseState(location.search),
      sort: /** @type {const} */ ("relevance"),
      view: /** @type {const} */ ("map"),
    };
    const asks = state.q !== "" || state.choices.size > 0 || state.ids.length > 0;
    this.renderLegend(state);
    const matching = asks ? await positionsOf(state) : null;
    if (turn !== this.turn) return;
    this.map.show(matching && new Set(matching));
    const all = this.map.scene.areas.length;
    const count = matching
      ? ngettext("{count} of {all} papers matches", "{count} of {all} papers match", matching.length, {
          all: all.toLocaleString(),
        })
      : ngettext("{count} paper", "{count} papers", all);
    const explorer = element(
      "a",
      { href: address(`explore/${formatState(state)}`) },
      gettext("Filter in the explorer"),
    );
    const whole = element("a", { href: location.pathname }, gettext("Show all papers"));
    this.status.replaceChildren(count, " · ", explorer, ...(asks ? [" · ", whole] : []));
  }

  /** @param {State} state */
  renderLegend(state) {
    const chosen = state.choices.get("area") ?? [];
    for (const link of this.links) {
      const key = link.getAttribute("data-map-area") ?? "";
      const next = withChoice({ ...state, view: "list" }, "area", chosen.includes(key) ? [] : [key]);
      link.setAttribute("href", formatState(next) || location.pathname);
      if (chosen.includes(key)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
}

/**
 * @param {State} state
 * @returns {Promise<number[]>} positions
 */
async function positionsOf({ q, choices, sort, ids }) {
  if (ids.length) return (await client.find(ids)).filter((position) => position >= 0);
  return client.list({ q, choices: Object.fromEntries(choices), sort });
}
