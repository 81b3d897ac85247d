/** Draws the map on a canvas: marks, faded ones below, names of areas or, from near, of papers. */
import { toFrame, WHOLE, wrapped } from "./geometry.js";

/** @typedef {import("./geometry.js").Box} Box */
/** @typedef {import("./geometry.js").Frame} Frame */
/** @typedef {import("./geometry.js").Points} Points */
/** @typedef {import("./geometry.js").View} View */
/** @typedef {{key: string, title: string, shape: number, colour: number, at: [number, number][]}} Area */
/**
 * What map.json holds.
 * @typedef {object} MapFile
 * @property {number} width of the map, in units of its own
 * @property {number} height
 * @property {number} radius of a mark
 * @property {string[]} shapes paths of SVG
 * @property {Area[]} areas
 * @property {number[]} points three numbers a paper: x, y and the number of its area
 */
/** @typedef {{colours: string[], text: string, ground: string, accent: string, serif: string, sans: string}} Look */
/**
 * @typedef {object} Scene
 * @property {MapFile} file
 * @property {Points} points
 * @property {Uint8Array} areas number of the area, by position
 * @property {Path2D[]} shapes
 * @property {View} view
 * @property {Frame} frame
 * @property {Look} look
 * @property {(position: number) => boolean} matches
 * @property {number} current position of the paper pointed at; -1 for none
 * @property {Map<number, string>} names of papers to be written beside them
 */

/** The paths of the marks are drawn for this radius. */
const DRAWN = 10;
const SMALLEST = 2;
/** Among so few papers a mark keeps a size at which its shape can be told, also on a telephone. */
const FEW = 1000;
const TOLD = 3.2;
/** Pixels below which no shape can be told: a square is drawn, in a third of the time. */
const SHAPED = 3;
const FADED = 0.25;

/**
 * Returns the colours and fonts that the style sheet gives an element.
 * @param {HTMLElement} element
 * @returns {Look}
 */
export function lookOf(element) {
  const style = getComputedStyle(element);
  const value = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return {
    colours: [0, 1, 2, 3, 4, 5].map((number) => value(`--map-${number}`)),
    text: value("--text"),
    ground: value("--md-default-bg-color"),
    accent: value("--accent"),
    serif: value("--serif"),
    sans: style.fontFamily,
  };
}

/**
 * Returns what is to be drawn of a map at first: all of it, in a frame whose size is not known yet.
 * @param {MapFile} file
 * @param {Look} look
 * @param {(position: number) => boolean} matches
 * @returns {Scene}
 */
export function sceneOf(file, look, matches) {
  const count = file.points.length / 3;
  const column = (/** @type {number} */ number) =>
    Float32Array.from({ length: count }, (_, at) => file.points[3 * at + number] ?? 0);
  return {
    file,
    points: { x: column(0), y: column(1) },
    areas: Uint8Array.from(column(2)),
    shapes: file.shapes.map((path) => new Path2D(path)),
    view: WHOLE,
    frame: { width: 1, height: 1, unit: 1 },
    look,
    current: -1,
    names: new Map(),
    matches,
  };
}

/**
 * Draws a scene: first the marks that do not match, faintly, then the others, then names, then a ring around the paper
 * pointed at.
 * @param {CanvasRenderingContext2D} canvas
 * @param {Scene} scene
 * @param {number} dots of the screen a pixel
 */
export function paint(canvas, scene, dots) {
  const { frame, look, view, points } = scene;
  canvas.setTransform(dots, 0, 0, dots, 0, 0);
  canvas.clearRect(0, 0, frame.width, frame.height);
  const radius = radiusOf(scene);
  for (const matching of [false, true]) {
    canvas.globalAlpha = matching ? 1 : FADED;
    paintMarks(canvas, scene, dots, radius, matching);
  }
  canvas.setTransform(dots, 0, 0, dots, 0, 0);
  canvas.globalAlpha = 1;
  /** The buttons lie over the corner. @type {Box[]} */
  const taken = [[frame.width - 140, 0, frame.width, 46]];
  if (scene.names.size) paintNames(canvas, scene, radius, taken);
  else paintAreas(canvas, scene, taken);
  if (scene.current < 0) return;
  const [x, y] = toFrame(view, frame, points.x[scene.current] ?? 0, points.y[scene.current] ?? 0);
  canvas.beginPath();
  canvas.arc(x, y, radius + 5, 0, 2 * Math.PI);
  canvas.lineWidth = 2.5;
  canvas.strokeStyle = look.accent;
  canvas.stroke();
}

/**
 * Returns the radius of a mark in pixels, which grows with the square root of the zoom.
 * @param {Scene} scene
 */
export function radiusOf({ file, points, frame, view }) {
  return Math.max(points.x.length > FEW ? SMALLEST : TOLD, file.radius * frame.unit * Math.sqrt(view.zoom));
}

/**
 * @param {CanvasRenderingContext2D} canvas
 * @param {Scene} scene
 * @param {number} dots
 * @param {number} radius
 * @param {boolean} matching
 */
function paintMarks(canvas, { file, points, areas, shapes, view, frame, look, matches }, dots, radius, matching) {
  const size = (radius / DRAWN) * dots;
  const scale = frame.unit * view.zoom;
  const small = radius < SHAPED;
  if (small) canvas.setTransform(dots, 0, 0, dots, 0, 0);
  file.areas.forEach((area, number) => {
    const shape = shapes[area.shape];
    if (!shape) return;
    canvas.fillStyle = look.colours[area.colour] ?? look.text;
    for (let at = 0; at < areas.length; at += 1) {
      if (areas[at] !== number || matches(at) !== matching) continue;
      const x = view.x + (points.x[at] ?? 0) * scale;
      const y = view.y + (points.y[at] ?? 0) * scale;
      if (x < -radius || y < -radius || x > frame.width + radius || y > frame.height + radius) continue;
      if (small) canvas.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
      else {
        canvas.setTransform(size, 0, 0, size, x * dots, y * dots);
        canvas.fill(shape);
      }
    }
  });
}

/**
 * @param {CanvasRenderingContext2D} canvas
 * @param {Scene} scene
 * @param {Box[]} taken
 */
function paintAreas(canvas, { file, frame, look, view }, taken) {
  const size = frame.width < 600 ? 12 : 16;
  canvas.font = `600 ${size}px ${look.serif}`;
  canvas.textAlign = "center";
  for (const { title, at } of file.areas) {
    const lines = wrapped(title);
    const width = Math.max(...lines.map((line) => canvas.measureText(line).width)) + 6;
    const height = lines.length * size * 1.15;
    for (const [x, y] of candidates(at, view, frame, width, height)) {
      if (!takeIfFree([x - width / 2, y - height / 2, x + width / 2, y + height / 2], taken)) continue;
      lines.forEach((line, number) => writeText(canvas, line, x, y - height / 2 + size * (0.9 + number * 1.15), look));
      break;
    }
  }
}

/**
 * @param {[number, number][]} at
 * @param {View} view
 * @param {Frame} frame
 * @param {number} width
 * @param {number} height
 * @returns {[number, number][]}
 */
function candidates(at, view, frame, width, height) {
  const seen = at
    .map(([x, y]) => toFrame(view, frame, x, y))
    .filter(([x, y]) => x >= 0 && y >= 0 && x <= frame.width && y <= frame.height);
  return [0, -1.2, 1.2, -2.4, 2.4].flatMap((down) =>
    seen.map(([x, y]) => /** @type {[number, number]} */ ([
      Math.min(Math.max(x, width / 2 + 2), frame.width - width / 2 - 2),
      Math.min(Math.max(y + down * height, height / 2 + 2), frame.height - height / 2 - 2),
    ])));
}

/**
 * @param {CanvasRenderingContext2D} canvas
 * @param {Scene} scene
 * @param {number} radius
 * @param {Box[]} taken
 */
function paintNames(canvas, { names, points, frame, look, view, current }, radius, taken) {
  const size = 13;
  canvas.font = `${size}px ${look.sans}`;
  canvas.textAlign = "start";
  const marks = [...names.keys()].map((at) => toFrame(view, frame, points.x[at] ?? 0, points.y[at] ?? 0));
  taken.push(...marks.map(([x, y]) => /** @type {Box} */ ([x - radius, y - radius, x + radius, y + radius])));
  const order = [...names].sort(([a], [b]) => Number(b === current) - Number(a === current));
  for (const [at, name] of order) {
    const [x, y] = toFrame(view, frame, points.x[at] ?? 0, points.y[at] ?? 0);
    const width = canvas.measureText(name).width + 4;
    const left = x + radius + 3 + width > frame.width ? x - radius - 3 - width : x + radius + 3;
    if (takeIfFree([left, y - size / 2, left + width, y + size / 2], taken))
      writeText(canvas, name, left, y + size * 0.35, look);
  }
}

/**
 * Take a box if nothing stands there, and say so.
 * @param {Box} box
 * @param {Box[]} taken
 */
function takeIfFree(box, taken) {
  if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]))
    return false;
  taken.push(box);
  return true;
}

/**
 * @param {CanvasRenderingContext2D} canvas
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {Look} look
 */
function writeText(canvas, text, x, y, look) {
  canvas.lineJoin = "round";
  canvas.lineWidth = 5;
  canvas.strokeStyle = look.ground;
  canvas.strokeText(text, x, y);
  canvas.fillStyle = look.text;
  canvas.fillText(text, x, y);
}
