/** The geometry of the map: where papers are, and which part of the map the frame shows. */

/** @typedef {{x: Float32Array, y: Float32Array}} Points by position */
/**
 * Which part of the map is seen: `x` and `y` are where its corner lies in the frame, in pixels.
 * @typedef {{zoom: number, x: number, y: number}} View
 */
/**
 * The frame's size in pixels, and how many of them are one unit of the map without zoom.
 * @typedef {{width: number, height: number, unit: number}} Frame
 */
/** @typedef {"left" | "right" | "up" | "down"} Direction */
/** @typedef {[number, number, number, number]} Box left, top, right, bottom */

const MOST = 24;
/** How much a step aside counts against one ahead. */
const ASIDE = 2;
/** Characters of a line of an area's name, about. */
const LINE = 20;

/** @type {View} */
export const WHOLE = { zoom: 1, x: 0, y: 0 };

/**
 * Returns the position in the index of the paper nearest to a point, at most `reach` away; -1 if there is none.
 * @param {Points} points
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 * @param {(position: number) => boolean} allowed
 * @returns {number}
 */
export function nearest({ x: xs, y: ys }, x, y, reach, allowed) {
  let best = -1;
  let least = reach * reach;
  for (let at = 0; at < xs.length; at += 1) {
    const [right, down] = [(xs[at] ?? 0) - x, (ys[at] ?? 0) - y];
    const far = right * right + down * down;
    if (far <= least && (best < 0 || far < least) && allowed(at)) [best, least] = [at, far];
  }
  return best;
}

/**
 * Returns the position in the index of the nearest paper in a direction, within the quarter that opens there; -1 if
 * there is none.
 * @param {Points} points
 * @param {number} from position
 * @param {Direction} direction
 * @param {(position: number) => boolean} allowed
 * @returns {number}
 */
export function towards({ x: xs, y: ys }, from, direction, allowed) {
  const across = direction === "left" || direction === "right";
  const sign = direction === "left" || direction === "up" ? -1 : 1;
  let best = -1;
  let least = Infinity;
  for (let at = 0; at < xs.length; at += 1) {
    const [right, down] = [(xs[at] ?? 0) - (xs[from] ?? 0), (ys[at] ?? 0) - (ys[from] ?? 0)];
    const ahead = sign * (across ? right : down);
    const aside = Math.abs(across ? down : right);
    if (at === from || ahead <= 0 || aside > ahead || !allowed(at)) continue;
    const far = ahead + ASIDE * aside;
    if (far < least) [best, least] = [at, far];
  }
  return best;
}

/**
 * Returns the pixel of the frame at which a point of the map is seen.
 * @param {View} view
 * @param {Frame} frame
 * @param {number} x
 * @param {number} y
 * @returns {[number, number]} in pixels of the frame
 */
export function toFrame(view, { unit }, x, y) {
  return [view.x + x * unit * view.zoom, view.y + y * unit * view.zoom];
}

/**
 * Returns the point of the map that is seen at a pixel of the frame.
 * @param {View} view
 * @param {Frame} frame
 * @param {number} x in pixels of the frame
 * @param {number} y
 * @returns {[number, number]}
 */
export function toPlane(view, { unit }, x, y) {
  return [(x - view.x) / (unit * view.zoom), (y - view.y) / (unit * view.zoom)];
}

/**
 * Returns the view zoomed by a factor, such that the point at a pixel of the frame stays there.
 * @param {View} view
 * @param {Frame} frame
 * @param {number} factor
 * @param {number} x in pixels of the frame
 * @param {number} y
 * @returns {View}
 */
export function zoomed(view, frame, factor, x, y) {
  const zoom = Math.min(MOST, Math.max(1, view.zoom * factor));
  const by = zoom / view.zoom;
  return held({ zoom, x: x - (x - view.x) * by, y: y - (y - view.y) * by }, frame);
}

/**
 * Returns the view moved just so far that a point of the map is within the frame, away from its edges.
 * @param {View} view
 * @param {Frame} frame
 * @param {number} x of the map
 * @param {number} y
 * @returns {View}
 */
export function revealing(view, frame, x, y) {
  const [right, down] = toFrame(view, frame, x, y);
  const inset = Math.min(40, frame.width / 8);
  const into = (/** @type {number} */ at, /** @type {number} */ size) =>
    Math.min(Math.max(at, inset), size - inset) - at;
  return held({ ...view, x: view.x + into(right, frame.width), y: view.y + into(down, frame.height) }, frame);
}

/**
 * Returns the view moved such that the frame shows no space outside the map.
 * @param {View} view
 * @param {Frame} frame
 * @returns {View}
 */
export function held({ zoom, x, y }, { width, height }) {
  return { zoom, x: Math.min(0, Math.max(width * (1 - zoom), x)), y: Math.min(0, Math.max(height * (1 - zoom), y)) };
}

/**
 * Returns where a box fits beside a mark without covering it: below, above, right or left, the first with room within
 * the bounds, or else the roomiest.
 * @param {Box} mark
 * @param {{width: number, height: number}} size
 * @param {Box} bounds
 * @returns {[number, number]} its left and top
 */
export function beside([left, top, right, bottom], { width, height }, [west, north, east, south]) {
  const within = (/** @type {number} */ at, /** @type {number} */ least, /** @type {number} */ most) =>
    Math.max(least, Math.min(at, most));
  const across = within((left + right - width) / 2, west, east - width);
  const along = within((top + bottom - height) / 2, north, south - height);
  /** @type {{spare: number, at: [number, number]}[]} */
  const sides = [
    { spare: south - bottom - height, at: [across, bottom] },
    { spare: top - north - height, at: [across, top - height] },
    { spare: east - right - width, at: [right, along] },
    { spare: left - west - width, at: [left - width, along] },
  ];
  const roomiest = sides.reduce((best, side) => (side.spare > best.spare ? side : best));
  return (sides.find(({ spare }) => spare >= 0) ?? roomiest).at;
}

/**
 * Returns a name in lines of about equal length, at most some twenty characters; as in
 * `generator/site/components/map_labels.py`.
 * @param {string} title
 * @returns {string[]}
 */
export function wrapped(title) {
  const length = (/** @type {string} */ text) => [...text].length; // characters, as Python counts them
  const most = length(title) / Math.ceil(length(title) / LINE);
  const lines = [""];
  for (const word of title.split(/\s+/).filter(Boolean)) {
    const last = lines[lines.length - 1] ?? "";
    const longer = last ? `${last} ${word}` : word;
    if (!last || length(longer) - length(word) / 2 <= most + 1) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
