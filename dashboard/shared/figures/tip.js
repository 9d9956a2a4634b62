// Words at the pointer, over all else of the page. `tell(null)` hides them.
const make = (name, text = "", settings = {}) => Object.assign(document.createElement(name), { textContent: text, ...settings });

function tipOf(place) {
  const tip = make("div", "", { className: "tip", id: "tip", role: "tooltip", hidden: true });
  place.append(tip);
  return function tell(part, title, told) {
    if (tip.described) tip.described.removeAttribute("aria-describedby");
    tip.described = part;
    tip.hidden = !part;
    if (!part) return;
    tip.replaceChildren(...(title ? [make("b", title)] : []), told);
    part.setAttribute("aria-describedby", "tip");
    const at = part.getBoundingClientRect(), size = tip.getBoundingClientRect();
    const below = at.bottom + 4 + size.height <= window.innerHeight;
    tip.style.top = `${below ? at.bottom + 4 : at.top - 4 - size.height}px`;
    tip.style.left = `${Math.max(4, Math.min(at.left, window.innerWidth - size.width - 4))}px`;
  };
}
