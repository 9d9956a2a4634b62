// A figure as dashboard/shared/figures/marks.py describes it. Whatever stands in the data becomes text, never HTML.
const GRID = "rgba(138,138,138,0.25)"; // on white and on black
const SMALL = 11, LETTERS = 12, NUMBER = 13, LINE = 15, EDGE = 8; // px: letters, lines of them, room at the edge
const HATCH = "hatch", SHORTEST = 240;

const draw = (name, settings = {}, ...inside) => {
  const part = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(settings)) if (value !== "" && value != null) part.setAttribute(key, value);
  part.append(...inside);
  return part;
};
const write = (x, y, words, size, settings = {}) => draw("text", { x, y, "font-size": size, class: "ink", ...settings }, words);

function ruler(family) {
  const pen = document.createElement("canvas").getContext("2d");
  return (words, size) => {
    pen.font = `${size}px ${family}`;
    return pen.measureText(words).width;
  };
}

function wrapped(words, width, size, wide) {
  const lines = [""];
  for (const word of words.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (lines.at(-1) && wide(longer, size) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

const said = (value) => (Math.abs(value) >= 10000 ? value.toLocaleString("en-US") : String(Number(value.toPrecision(12))));

// Round steps (1, 2 or 5 times a power of ten), so many that each has its room.
function ticks(axis, length, room) {
  if (axis.ticks) return axis.ticks;
  const least = (axis.high - axis.low) / Math.max(1, Math.floor(length / room)), power = 10 ** Math.floor(Math.log10(least));
  const step = Math.max([1, 2, 5, 10].find((each) => each * power >= least * 0.999) * power, axis.is_whole ? 1 : 0), found = [];
  for (let at = Math.ceil(axis.low / step); at * step <= axis.high; at += 1) found.push([at * step, said(at * step) + axis.unit]);
  return found;
}

const scale = ({ low, high }, from, to) => (value) => from + ((value - low) / (high - low)) * (to - from);

const OUTLINES = {
  circle: (r) => `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0z`,
  square: (r) => `M${-r},${-r}h${2 * r}v${2 * r}h${-2 * r}z`,
  diamond: (r) => `M0,${-1.3 * r}L${1.3 * r},0L0,${1.3 * r}L${-1.3 * r},0z`,
  triangle: (r) => `M0,${-1.2 * r}L${1.2 * r},${r}H${-1.2 * r}z`,
  cross: (r) => `M${-r},${-r}L${r},${r}M${-r},${r}L${r},${-r}`,
};
const symbol = (x, y, { symbol: name, fill, is_open, size = 9, told = "" }) =>
  draw("path", {
    d: OUTLINES[name](size / 2), transform: `translate(${x},${y})`, fill: is_open ? "transparent" : fill, stroke: fill,
    "stroke-width": name === "cross" ? 2.5 : 1.5, class: "point", "data-told": told,
  });

function rectangle(x, y, width, height, { fill, strength, is_hatched, told = "" }) {
  const box = { x, y, width: Math.max(0, width), height: Math.max(0, height) };
  const part = draw("g", { class: "bar", "data-told": told }, draw("rect", { ...box, fill, opacity: strength }));
  if (is_hatched) part.append(draw("rect", { ...box, fill: `url(#${HATCH})` }));
  return part;
}

function drawBar(bar, x, y, wide) {
  const [left, right] = bar.across.map(x), [bottom, top] = bar.up.map(y);
  const part = rectangle(left, top, right - left, bottom - top, bar);
  if (bar.text && wide(bar.text, NUMBER) + 4 <= right - left)
    part.append(draw("text", { x: (left + right) / 2, y: (top + bottom) / 2 + 4.5, "font-size": NUMBER, "text-anchor": "middle", fill: bar.ink }, bar.text));
  return part;
}

function drawPoint(point, x, y) {
  const [at, height] = [x(point.x), y(point.y)], part = draw("g");
  const along = { stroke: point.of_interval, "stroke-width": 1 };
  if (point.across) part.append(draw("line", { x1: x(point.across[0]), x2: x(point.across[1]), y1: height, y2: height, ...along }));
  if (point.up) part.append(draw("line", { x1: at, x2: at, y1: y(point.up[0]), y2: y(point.up[1]), ...along }));
  part.append(symbol(at, height, point));
  if (point.name) part.append(write(at, height - 8, point.name, SMALL, { "text-anchor": "middle" }));
  return part;
}

const drawLine = ({ start, end, colour, is_dashed }, x, y) => draw("line", {
  x1: x(start[0]), y1: y(start[1]), x2: x(end[0]), y2: y(end[1]), stroke: colour, "stroke-dasharray": is_dashed ? "4 3" : "",
});

function key(entries, width, wide) {
  const part = draw("g");
  let at = EDGE, top = EDGE;
  for (const entry of entries) {
    const room = wide(entry.words, LETTERS) + 38;
    if (at > EDGE && at + room > width) [at, top] = [EDGE, top + LINE + 3];
    if (entry.symbol === "bar") part.append(rectangle(at, top, 18, 11, entry));
    else if (entry.symbol === "line") part.append(drawLine({ start: [at, top + 6], end: [at + 18, top + 6], colour: entry.fill, is_dashed: true }, Number, Number));
    else part.append(symbol(at + 9, top + 6, entry));
    part.append(write(at + 23, top + 10, entry.words, LETTERS));
    at += room;
  }
  return [part, entries.length ? top + LINE + 8 : EDGE];
}

// One panel from `top` down; gives it and where it ends.
function panel(each, left, right, top, wide) {
  const part = draw("g"), bottom = top + each.height, x = scale(each.x, left, right), y = scale(each.y, bottom, top);
  let end = bottom;
  for (const [value, words] of ticks(each.y, each.height, 40)) {
    if (each.y.has_grid) part.append(draw("line", { x1: left, x2: right, y1: y(value), y2: y(value), stroke: GRID }));
    part.append(write(left - 6, y(value) + 4, words, SMALL, { "text-anchor": "end", class: "ink down" }));
  }
  const below = ticks(each.x, right - left, 64);
  for (const [value, words] of below) {
    if (each.x.has_grid) part.append(draw("line", { x1: x(value), x2: x(value), y1: top, y2: bottom, stroke: GRID }));
    part.append(write(x(value), bottom + LINE, words, SMALL, { "text-anchor": "middle" }));
  }
  if (below.length) end += LINE + 4;
  for (const line of each.x.title ? wrapped(each.x.title, right - left, SMALL, wide) : []) {
    end += LINE;
    part.append(write((left + right) / 2, end, line, SMALL, { "text-anchor": "middle" }));
  }
  if (each.y.title) {
    const at = [LINE, (top + bottom) / 2];
    part.append(write(...at, each.y.title, SMALL, { "text-anchor": "middle", transform: `rotate(-90 ${at})` }));
  }
  part.append(...each.bars.map((bar) => drawBar(bar, x, y, wide)), ...each.lines.map((line) => drawLine(line, x, y)));
  part.append(...each.points.map((point) => drawPoint(point, x, y)));
  return [part, end + 12];
}

function whole(data, width, wide) {
  const svg = draw("svg", { role: "img", "aria-label": data.alt, width, class: "drawing" });
  const hatch = draw("pattern", { id: HATCH, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
  hatch.append(draw("rect", { width: 2.2, height: 6, fill: "#fff", opacity: 0.8 }));
  const names = data.panels.flatMap((each) => ticks(each.y, each.height, 40).map(([, words]) => wide(words, SMALL)));
  const titled = data.panels.some((each) => each.y.title);
  const left = Math.ceil(Math.max(0, ...names) + 6 + (titled ? LINE + 8 : EDGE)), right = width - 2 * EDGE;
  let [part, top] = key(data.key, width, wide);
  const parts = [part];
  for (const each of data.panels) {
    [part, top] = panel(each, left, right, top, wide);
    parts.push(part);
  }
  for (const line of wrapped(data.caption, Math.min(width - 2 * EDGE, 620), SMALL, wide)) {
    top += LINE;
    parts.push(write(EDGE, top, line, SMALL));
  }
  svg.setAttribute("height", top + EDGE);
  svg.append(draw("defs", {}, hatch), draw("rect", { width, height: top + EDGE, class: "ground" }), ...parts);
  return svg;
}

// The figure as a file of its own: with the colours and the letters that the page gives it.
function standalone(svg, family) {
  const copy = svg.cloneNode(true), own = svg.querySelectorAll(".ground, .ink");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("font-family", family);
  copy.querySelectorAll(".ground, .ink").forEach((each, at) => each.setAttribute("fill", getComputedStyle(own[at]).fill));
  return new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
}

function keep(blob, name) {
  const link = make("a", "", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function keepAsPng(svg, family, name) {
  const picture = new Image(), canvas = make("canvas"), address = URL.createObjectURL(standalone(svg, family));
  picture.src = address;
  await picture.decode();
  [canvas.width, canvas.height] = [2 * svg.width.baseVal.value, 2 * svg.height.baseVal.value];
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  canvas.toBlob((blob) => keep(blob, name));
}

export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".figure"), family = getComputedStyle(place).fontFamily, wide = ruler(family);
  const save = make("div", "Save the figure as", { className: "save" });
  const svgButton = make("button", "SVG", { type: "button" }), pngButton = make("button", "PNG", { type: "button" });
  save.append(svgButton, pngButton);
  let svg, drawnWidth = 0;
  place.replaceChildren(save);
  const tell = tipOf(place);
  svgButton.onclick = () => keep(standalone(svg, family), `${data.stem}.svg`);
  pngButton.onclick = () => keepAsPng(svg, family, `${data.stem}.png`);
  place.onmouseover = ({ target }) => {
    const part = target.closest("[data-told]");
    tell(part, "", part?.dataset.told);
  };
  place.onmouseleave = () => tell(null);

  const fit = () => {
    const width = Math.max(SHORTEST, place.clientWidth);
    if (width === drawnWidth) return;
    drawnWidth = width;
    const drawn = whole(data, width, wide);
    if (svg) svg.replaceWith(drawn);
    else place.prepend(drawn);
    svg = drawn;
  };
  fit();
  const watch = new ResizeObserver(fit);
  watch.observe(place);
  return () => watch.disconnect();
}
