// The map as a table. Whatever stands in the data becomes text, never HTML.

function head(columns) {
  const row = make("tr");
  row.append(make("td"), ...columns.map(([, words]) => {
    const cell = make("th", "", { scope: "col" });
    cell.append(make("span", words));
    return cell;
  }));
  const part = make("thead");
  part.append(row);
  return part;
}

function square(code, [text, step, told], title, data) {
  const [ground, letters] = data.colours[step];
  const button = make("button", text, { type: "button", tabIndex: -1 });
  Object.assign(button.style, { background: ground, color: letters });
  Object.assign(button.dataset, { square: code, title, told });
  button.setAttribute("aria-pressed", code === data.chosen);
  const cell = make("td", "", { role: "gridcell" });
  cell.style.width = `${100 / data.columns.length}%`;
  cell.append(button);
  return cell;
}

function body(data) {
  const part = make("tbody");
  for (const [group, measures] of data.groups) {
    const heading = make("tr");
    heading.append(make("th", group, { scope: "rowgroup", className: "group" }));
    part.append(heading);
    for (const [measure, name, cells] of measures) {
      const row = make("tr");
      row.append(make("th", name, { scope: "row" }), ...data.columns.map(([column, words], at) =>
        square(`${measure}.${column}`, cells[at], `${name} · ${words}`, data)));
      part.append(row);
    }
  }
  return part;
}

function key(data) {
  const line = make("div", "", { className: "key" });
  line.append(...data.key.map(([step, words]) => {
    const entry = make("span"), colour = make("i");
    colour.style.background = data.colours[step][0];
    entry.append(colour, words);
    return entry;
  }));
  return line;
}

// Slanted heads stand above and to the right of their columns: as much room as they take.
const RISE = 0.643, RUN = 0.766, NARROWEST = 26; // sine and cosine of the slant in squares.css; px of a column
function makeRoom(table) {
  const widths = [...table.querySelectorAll("thead span")].map((each) => each.offsetWidth);
  const beyond = widths.map((width, at) => width * RUN - (widths.length - at - 0.5) * NARROWEST);
  table.tHead.rows[0].style.height = `${Math.ceil(Math.max(0, ...widths) * RISE + 14)}px`;
  table.parentElement.style.paddingRight = `${Math.ceil(Math.max(0, ...beyond))}px`;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".squares");
  const held = parentElement.activeElement?.dataset.square; // drawn anew below: the focus stays where it was
  const table = make("table", "", { role: "grid" });
  table.setAttribute("aria-label", data.label);
  table.append(head(data.columns), body(data));
  place.replaceChildren(table, key(data));
  const tip = tipOf(place), tell = (button) => tip(button, button?.dataset.title, button?.dataset.told);
  makeRoom(table);

  const lines = [...table.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("button")]).filter((row) => row.length);
  const all = lines.flat();
  const named = (code) => code && all.find((each) => each.dataset.square === code);
  let stop = named(held) || named(data.chosen) || all[0]; // one stop of the tabulator key; arrows lead on from it
  if (stop) stop.tabIndex = 0;
  if (named(held)) stop.focus({ preventScroll: true });

  function go(button) {
    stop.tabIndex = -1;
    stop = button;
    stop.tabIndex = 0;
    stop.focus();
  }

  table.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const lets_go = button.getAttribute("aria-pressed") === "true";
    all.forEach((each) => each.setAttribute("aria-pressed", each === button && !lets_go));
    go(button);
    setTriggerValue("chosen", lets_go ? "" : button.dataset.square);
  });
  table.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return tell(null);
    const line = lines.findIndex((row) => row.includes(stop)), at = lines[line]?.indexOf(stop);
    const next = {
      ArrowLeft: () => lines[line][at - 1], ArrowRight: () => lines[line][at + 1],
      ArrowUp: () => lines[line - 1]?.[at], ArrowDown: () => lines[line + 1]?.[at],
      Home: () => lines[line][0], End: () => lines[line].at(-1),
    }[event.key];
    if (!next) return;
    event.preventDefault();
    if (next()) go(next());
  });
  for (const kind of ["mouseover", "focusin"]) table.addEventListener(kind, ({ target }) => tell(target.closest("button")));
  for (const kind of ["mouseleave", "focusout"]) table.addEventListener(kind, () => tell(null));
}
