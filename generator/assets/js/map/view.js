/** The map that a reader moves: pan, zoom, point, and go from paper to paper with the arrow keys. */
import { client } from "../search/client.js";
import { element } from "../ui/dom.js";
import { lookOf, paint, radiusOf, sceneOf } from "./canvas.js";
import { MapPanel } from "./panel.js";
import { held, nearest, revealing, toFrame, toPlane, towards, WHOLE, zoomed } from "./geometry.js";
import { address } from "../ui/site.js";
import { gettext } from "../i18n/translate.js";

/** @typedef {import("../search/client.js").Card} Card */
/** @typedef {import("./canvas.js").MapFile} MapFile */
/** @typedef {import("./geometry.js").Direction} Direction */

const STEP = 1.6;
/** Zoom from which papers are named, if no more than so many are seen. */
const NEAR = 2.4;
const NAMED = 90;
/** Pixels from a mark's edge at which it is still hit, and that a pointer may move in a click. */
const REACH = { mouse: 4, touch: 16 };
const STILL = 5;
/** Pixels around the mark told of that what is told leaves free. */
const FREE = 10;
/** Milliseconds in which a pointer may go from a mark to what is told of it. */
const LINGER = 250;
/** @type {Record<string, Direction>} */
const ARROWS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

/** A map in a frame of the page: what is drawn, and what a reader does with it. */
export class MapView {
  /**
   * @param {MapFile} file
   * @param {HTMLElement} root that holds both
   * @param {HTMLElement} frame that the canvas fills
   * @param {HTMLElement} hint that says how to use the map
   */
  constructor(file, root, frame, hint) {
    this.element = root;
    /** @type {Set<number> | null} positions that match; null for all */
    this.matching = null;
    this.canvas = element("canvas", {
      tabindex: "0",
      role: "application",
      "data-map-canvas": "",
      "aria-label": gettext(
        "Map of the papers. Arrow keys go from paper to paper, Enter opens one, plus and minus zoom.",
      ),
    });
    this.scene = sceneOf(file, lookOf(frame), (position) => !this.matching || this.matching.has(position));
    /** @type {Map<number, Card>} */
    this.cards = new Map();
    /** @type {Map<number, {x: number, y: number}>} pointers that are down */
    this.down = new Map();
    this.dragged = false;
    this.waiting = false;
    this.turn = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.parting = undefined;
    /** Whether the keyboard pointed last; then a pointer that leaves takes nothing with it. */
    this.keyed = false;
    frame.append(this.canvas, this.buttons());
    this.panel = new MapPanel(frame, () => void this.open(this.scene.current, false));
    this.listen();
    this.listenAround(frame);
    this.observe(frame);
    this.resize();
    hint.textContent = hintText();
  }

  /** @param {Set<number> | null} matching positions; null for all */
  show(matching) {
    this.matching = matching;
    if (!this.scene.matches(this.scene.current)) this.point(-1);
    this.draw();
  }

  // --- what a reader does ---

  buttons() {
    const button = (/** @type {string} */ sign, /** @type {string} */ name, /** @type {() => void} */ act) => {
      const control = element("button", { class: "sc-button", type: "button", "aria-label": name, title: name }, sign);
      control.addEventListener("click", act);
      return control;
    };
    return element(
      "div", { class: "sc-m-buttons" },
      button("+", gettext("Zoom in"), () => this.zoom(STEP)),
      button("−", gettext("Zoom out"), () => this.zoom(1 / STEP)),
      button("⤢", gettext("Whole map"), () => this.look(WHOLE)),
    );
  }

  listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.release(event));
    canvas.addEventListener("pointercancel", ({ pointerId }) => this.down.delete(pointerId));
    canvas.addEventListener("pointerleave", ({ pointerType }) => {
      // A finger leaves with every tap.
      if (pointerType === "mouse" && !this.down.size && !this.keyed) this.hover(-1);
    });
    canvas.addEventListener("wheel", (event) => {
      // The plain wheel scrolls the page.
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { x, y } = this.at(event);
      this.zoom(2 ** (-event.deltaY / 240), x, y);
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => this.key(event));
  }

  /**
   * Follow the frame's size and the page's colours.
   * @param {HTMLElement} frame
   */
  observe(frame) {
    new ResizeObserver(() => this.resize()).observe(frame);
    new MutationObserver(() => this.restyle()).observe(document.body, {
      attributes: true,
      attributeFilter: ["data-md-color-scheme"],
    });
  }

  /**
   * What is told of a paper goes with Escape, or when a reader turns elsewhere; not while the pointer is on it.
   * @param {HTMLElement} frame
   */
  listenAround(frame) {
    const outside = (/** @type {EventTarget | null} */ target) => target instanceof Node && !frame.contains(target);
    const { element } = this.panel;
    element.addEventListener("pointerenter", () => this.stay());
    element.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && this.hover(-1));
    frame.addEventListener("focusout", ({ relatedTarget }) => outside(relatedTarget) && this.point(-1));
    document.addEventListener("pointerdown", ({ target }) => outside(target) && this.point(-1));
    document.addEventListener(
      "keydown",
      (event) => event.key === "Escape" && !event.defaultPrevented && this.point(-1),
    );
  }

  /** @param {MouseEvent} event */
  at({ clientX, clientY }) {
    const { left, top } = this.canvas.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  /** @param {PointerEvent} event */
  press(event) {
    this.down.set(event.pointerId, this.at(event));
    this.dragged = this.down.size > 1;
    this.canvas.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const now = this.at(event);
    const before = this.down.get(event.pointerId);
    if (!before) {
      this.keyed = false;
      this.hover(this.hit(now, event.pointerType));
      return;
    }
    if (!this.dragged && Math.hypot(now.x - before.x, now.y - before.y) < STILL) return;
    this.dragged = true;
    const other = [...this.down].find(([id]) => id !== event.pointerId)?.[1];
    this.down.set(event.pointerId, now);
    const { view, frame } = this.scene;
    if (!other) this.look(held({ ...view, x: view.x + now.x - before.x, y: view.y + now.y - before.y }, frame));
    else {
      const apart = (/** @type {{x: number, y: number}} */ point) =>
        Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
      this.zoom(apart(now) / apart(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
    }
  }

  /** @param {PointerEvent} event */
  release(event) {
    if (!this.down.delete(event.pointerId) || this.dragged || event.button > 1) return;
    const hit = this.hit(this.at(event), event.pointerType);
    // A finger has not pointed before: it first asks, and then opens.
    const opens = event.pointerType === "mouse" || hit === this.scene.current;
    if (hit >= 0 && opens) void this.open(hit, event.ctrlKey || event.metaKey || event.button === 1);
    else this.point(hit);
  }

  /**
   * @param {{x: number, y: number}} point in the frame
   * @param {string} pointerType
   */
  hit({ x, y }, pointerType) {
    const { view, frame, points, matches } = this.scene;
    const reach = radiusOf(this.scene) + (pointerType === "mouse" ? REACH.mouse : REACH.touch);
    return nearest(points, ...toPlane(view, frame, x, y), reach / (frame.unit * view.zoom), matches);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { current, points, matches, file } = this.scene;
    const direction = ARROWS[event.key];
    if (direction) {
      const next =
        current < 0
          ? nearest(points, file.width / 2, file.height / 2, Infinity, matches)
          : towards(points, current, direction, matches);
      this.keyed = true;
      if (next >= 0) this.point(next, true);
    } else if (event.key === "Enter" && current >= 0) void this.open(current, false);
    else if (event.key === "+" || event.key === "=") this.zoom(STEP);
    else if (event.key === "-") this.zoom(1 / STEP);
    else if (event.key === "0") this.look(WHOLE);
    else if (event.key === "Escape" && current >= 0) this.point(-1);
    else if (event.key === "Escape") this.look(WHOLE);
    else return;
    event.preventDefault();
  }

  /**
   * @param {number} factor
   * @param {number} [x] in the frame; without, at the paper pointed at or else in the middle
   * @param {number} [y]
   */
  zoom(factor, x, y) {
    const { view, frame, current, points } = this.scene;
    const middle =
      current < 0
        ? [frame.width / 2, frame.height / 2]
        : toFrame(view, frame, points.x[current] ?? 0, points.y[current] ?? 0);
    this.look(zoomed(view, frame, factor, x ?? middle[0] ?? 0, y ?? middle[1] ?? 0));
  }

  /** @param {import("./geometry.js").View} view */
  look(view) {
    this.scene.view = view;
    // One finger scrolls the page as long as there is nothing to move.
    this.canvas.style.touchAction = view.zoom > 1 ? "none" : "pan-y";
    void this.name();
    this.placePanel();
    this.draw();
  }

  /**
   * Point as a mouse does: what is told stays for a while after it has left the mark, so that it can be reached.
   * @param {number} position -1 for none
   */
  hover(position) {
    if (position >= 0) this.point(position);
    else this.parting ??= setTimeout(() => this.point(-1), LINGER);
  }

  stay() {
    clearTimeout(this.parting);
    this.parting = undefined;
  }

  /**
   * @param {number} position -1 for none
   * @param {boolean} [reveal] move the map and the page so that it is seen
   */
  point(position, reveal = false) {
    const { scene } = this;
    this.stay();
    const point = /** @type {const} */ ([scene.points.x[position] ?? 0, scene.points.y[position] ?? 0]);
    if (reveal) {
      this.look(revealing(scene.view, scene.frame, ...point));
      this.panel.scrollTo(toFrame(scene.view, scene.frame, ...point)[1]);
    }
    if (position === scene.current) return;
    scene.current = position;
    this.panel.hide();
    this.canvas.style.cursor = position < 0 ? "grab" : "pointer";
    void this.describe(position);
    this.draw();
  }

  /**
   * @param {number} position
   * @param {boolean} beside in a tab of its own
   */
  async open(position, beside) {
    const [card] = await this.known([position]);
    if (!card) return;
    if (beside) open(address(`papers/${card.id}/`), "_blank");
    else location.assign(address(`papers/${card.id}/`));
  }

  // --- what a reader sees ---

  /**
   * @param {number[]} positions
   * @returns {Promise<(Card | undefined)[]>}
   */
  async known(positions) {
    const unknown = positions.filter((position) => !this.cards.has(position));
    const cards = unknown.length ? await client.cards(unknown) : [];
    unknown.forEach((position, at) => {
      const card = cards[at];
      if (card) this.cards.set(position, card);
    });
    return positions.map((position) => this.cards.get(position));
  }

  /** @param {number} position */
  async describe(position) {
    const turn = (this.turn += 1);
    const [card] = position < 0 ? [] : await this.known([position]);
    if (turn !== this.turn) return;
    this.panel.tell(card ?? null);
    this.placePanel();
  }

  /** What is told stands beside the mark, and goes with it out of the frame. */
  placePanel() {
    const { view, frame, points, current } = this.scene;
    if (current < 0 || this.panel.element.hidden) return;
    const [x, y] = toFrame(view, frame, points.x[current] ?? 0, points.y[current] ?? 0);
    if (x < 0 || y < 0 || x > frame.width || y > frame.height) this.point(-1);
    else this.panel.moveBeside(x, y, radiusOf(this.scene) + FREE);
  }

  /** Name the papers that are seen, when few are. */
  async name() {
    const { scene } = this;
    const { view, frame, points, matches } = scene;
    scene.names = new Map();
    if (view.zoom < NEAR) return;
    /** @type {number[]} */
    const seen = [];
    for (let at = 0; at < points.x.length && seen.length <= NAMED; at += 1) {
      const [x, y] = toFrame(view, frame, points.x[at] ?? 0, points.y[at] ?? 0);
      if (x >= 0 && y >= 0 && x <= frame.width && y <= frame.height && matches(at)) seen.push(at);
    }
    if (seen.length > NAMED) return;
    const cards = await this.known(seen);
    if (view !== scene.view) return;
    cards.forEach((card, at) => card && scene.names.set(seen[at] ?? -1, card.name || shortened(card.title)));
    this.draw();
  }

  resize() {
    const { width, height } = this.canvas.getBoundingClientRect();
    if (!width) return;
    const dots = devicePixelRatio || 1;
    const { view, frame, file } = this.scene;
    const by = width / frame.width;
    this.canvas.width = Math.round(width * dots);
    this.canvas.height = Math.round(height * dots);
    this.scene.frame = { width, height, unit: width / file.width };
    // Only now is it sure to stand in the page, whose colours it takes.
    this.scene.look = lookOf(this.canvas);
    this.look(held({ zoom: view.zoom, x: view.x * by, y: view.y * by }, this.scene.frame));
  }

  restyle() {
    this.scene.look = lookOf(this.canvas);
    this.draw();
  }

  /** With the next frame of the screen, once. */
  draw() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      const context = this.canvas.getContext("2d");
      if (context) paint(context, this.scene, this.canvas.width / this.scene.frame.width);
    });
  }
}

/** @returns {string} how to use the map, with a mouse or with fingers */
function hintText() {
  return matchMedia("(hover:hover)").matches && matchMedia("(pointer:fine)").matches
    ? gettext("Point at a mark or use the arrow keys to see its paper. Drag to move, Ctrl and the wheel to zoom.")
    : gettext("Tap a mark to see its paper, and again to open it. Two fingers zoom; then one finger moves the map.");
}

/** @param {string} title */
function shortened(title) {
  return title.length > 34 ? `${title.slice(0, 32).trimEnd()}…` : title;
}
