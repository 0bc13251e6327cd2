// Behaviour in the browser. Keys are declared in the HTML: data-key and data-label on what is clicked.
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

const keysOn = () => document.documentElement.dataset.keys !== "off" && localStorage.keys !== "off";
const isTyping = (element) => element.matches("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]");
const isShown = (element) => element.checkVisibility() && !element.disabled;

// --- What every page has: help, places by `g` and a letter, messages --------------------------------
function help() {
  const declared = new Map(all("[data-key]").filter((each) => each.dataset.label).map((each) => [each.dataset.key, each.dataset.label]));
  all("[data-go]").forEach((each) => declared.set(`g ${each.dataset.go}`, one("span", each).textContent));
  all("[data-keys-of]").forEach((each) => each.dataset.keysOf.split("; ").forEach((line) => declared.set(...line.split(": "))));
  one("#keys dl").replaceChildren(...[...declared].flatMap(([key, label]) => {
    const term = document.createElement("dt"), says = document.createElement("dd");
    term.append(...key.split(" ").map((part) => Object.assign(document.createElement("kbd"), { textContent: part })));
    says.textContent = label;
    return [term, says];
  }));
  one("[data-keys-on]").checked = keysOn();
  one("#keys").showModal();
}

let leads = false; // whether `g` was typed a moment ago
document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
  if (isTyping(target)) { if (key === "Escape") target.blur(); return; }
  if (!keysOn() && key.length === 1) return;
  if (leads) {
    leads = false;
    const place = one(`[data-go="${CSS.escape(key)}"]`);
    if (place) { event.preventDefault(); place.click(); }
    return;
  }
  if (key === "g") { leads = true; setTimeout(() => { leads = false; }, 1500); return; }
  const declared = all(`[data-key="${CSS.escape(key)}"]`).find(isShown);
  if (!declared) return;
  event.preventDefault();
  if (declared.matches("input, select, textarea, summary")) declared.focus(); else declared.click();
});

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-open=keys]")) help();
  else if (target.closest("[data-dismiss]")) target.closest("[data-dismiss]").parentElement.replaceChildren();
});
document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-keys-on]")) localStorage.keys = target.checked ? "on" : "off";
});

// An answer that never came: what was typed stays, and the person is told.
document.addEventListener("htmx:error", () => {
  one("#problem")?.replaceChildren(Object.assign(document.createElement("p"), { className: "problem", textContent: "The bridge did not answer. Nothing on this page was lost; try again." }));
});
