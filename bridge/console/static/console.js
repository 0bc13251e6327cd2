// Behaviour in the browser. Keys are declared in the HTML: data-key and data-label on what is clicked.
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

const keysOn = () => document.documentElement.dataset.keys !== "off" && localStorage.keys !== "off";
const isTyping = (element) => element.matches("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]");
const isShown = (element) => element.checkVisibility() && !element.disabled;
const declaredFor = (key) => all(`[data-key="${CSS.escape(key)}"]`).find(isShown);

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

// --- Keys. One that is typed before an answer is there waits for it: it is meant for what will be shown.
const acts = new Set(); // requests that change something and are not answered yet
const waiting = []; // keys
let isComing = false; // whether the panel is about to show another row
let isLeaving = false; // whether another page is about to come
let leads = false; // whether `g` was typed a moment ago

const isOfPanel = (key) => { const declared = declaredFor(key); return declared ? declared.closest(".panel") : !moves[key] && key !== "g" && !leads; };
const mustWait = (key) => isLeaving || acts.size > 0 || (isComing && isOfPanel(key));

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
  if (isTyping(target)) { if (key === "Escape") target.blur(); return; }
  if (key.length > 1 ? !moves[key] && !declaredFor(key) : !keysOn()) return;
  if (waiting.length > 0 || mustWait(key)) { event.preventDefault(); waiting.push(key); }
  else if (press(key)) event.preventDefault();
});

function press(key) {
  if (leads) {
    leads = false;
    const place = one(`[data-go="${CSS.escape(key)}"]`);
    if (place) { leave(); place.click(); }
    return Boolean(place);
  }
  if (key === "g") { leads = true; setTimeout(() => { leads = false; }, 1500); return true; }
  const declared = declaredFor(key);
  if (declared) use(declared);
  else if (moves[key] && rows().length > 0) moves[key]();
  else return false;
  return true;
}
function resume() {
  while (waiting.length > 0 && !mustWait(waiting[0])) {
    const key = waiting.shift(), into = document.activeElement;
    if (one("dialog[open]")) waiting.length = 0;
    else if (isTyping(into)) write(into, key);
    else press(key);
  }
}
function write(into, key) {
  if (key === "Escape") into.blur();
  else if (key.length === 1 && Number.isInteger(into.selectionStart)) {
    into.setRangeText(key, into.selectionStart, into.selectionEnd, "end");
    into.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}
function leave() { isLeaving = true; setTimeout(stay, 5000); }
function stay() { isLeaving = false; waiting.length = 0; }

addEventListener("pageshow", stay);
document.addEventListener("pointerdown", () => { waiting.length = 0; });
document.addEventListener("submit", ({ target, defaultPrevented }) => { if (!defaultPrevented && target.method !== "dialog") leave(); });
document.addEventListener("htmx:before:request", ({ detail }) => { if (detail.ctx.request.method !== "GET") acts.add(detail.ctx); });
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  acts.delete(ctx);
  if (ctx.sourceElement === here() && !String(ctx.status).startsWith("error")) isComing = peek > 0;
  resume();
});

function use(element) {
  if (element.matches("input, select, textarea")) { element.focus(); return; }
  element.click();
  // A form that opens is there to be typed into.
  if (element.matches("summary") && element.parentElement.open) one("input:not([type=hidden]), select, textarea", element.parentElement)?.focus();
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-open=keys]")) help();
  else if (target.closest("[data-dismiss]")) target.closest("[data-dismiss]").parentElement.replaceChildren();
});
document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-keys-on]")) localStorage.keys = target.checked ? "on" : "off";
});

// --- The palette: Ctrl and K, what is found while one types, arrows between it, Enter for the first of it --
const palette = one("#palette");
function search() {
  if (!palette.open) { one("dialog[open]")?.close(); palette.showModal(); }
  one("input", palette).select();
}
document.addEventListener("keydown", (event) => {
  if (!palette || event.key.toLowerCase() !== "k" || event.altKey || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  search();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-open=search]")) { event.preventDefault(); search(); }
});
palette?.addEventListener("keydown", (event) => {
  const stops = all("input, #hits a", palette), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  stops[stops.indexOf(document.activeElement) + step]?.focus();
});
// What was found of something else is not opened: then the page of the search has it.
palette?.addEventListener("submit", (event) => {
  const found = one("[data-asked]", palette), first = found && one("a", found);
  if (!first || found.dataset.asked !== one("input", palette).value.trim()) return;
  event.preventDefault();
  first.click();
});

// --- Lists: j and k go through the rows and show them, x chooses --------------------------------------
const rows = () => all("[data-row]");
const here = () => one("[data-row][aria-current]") ?? document.activeElement.closest("tr")?.querySelector("[data-row]");
const boxOf = (link) => link && one("input[name=number]", link.closest("tr"));

function mark(link) {
  rows().forEach((each) => each.removeAttribute("aria-current"));
  link?.setAttribute("aria-current", "true");
}
let peek = 0; // the row that is about to be shown: who runs through the list waits for none of them
function move(step) {
  const found = rows(), at = found.indexOf(here());
  const next = found[at < 0 ? 0 : Math.min(Math.max(at + step, 0), found.length - 1)];
  if (!next) return;
  mark(next);
  next.focus({ preventScroll: true });
  next.closest("tr").scrollIntoView({ block: "nearest" });
  // What can be taken back stays to be seen; other news are read by now.
  one("#toast:not(:has(form))")?.replaceChildren();
  clearTimeout(peek);
  isComing = next.hasAttribute("hx-get");
  peek = isComing ? setTimeout(() => { peek = 0; next.click(); }, 90) : 0;
}

let last; // the number that was chosen last, where a range begins
function choose(box, isChosen) {
  if (!box) return;
  box.checked = isChosen;
  last = box.value;
  tell();
}
function chooseUpTo(box) {
  const boxes = all("input[name=number]"), from = boxes.findIndex((each) => each.value === last);
  const ends = [from < 0 ? boxes.indexOf(box) : from, boxes.indexOf(box)].sort((a, b) => a - b);
  boxes.slice(ends[0], ends[1] + 1).forEach((each) => { each.checked = true; });
  last = box.value;
  tell();
}
function tell() {
  const told = one("[data-chosen]");
  if (told) told.value = all("input[name=number]:checked").length.toLocaleString("en");
}

const moves = {
  j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
  x: () => { const box = boxOf(here()); if (box) choose(box, !box.checked); },
  X: () => { const box = boxOf(here()); if (box) chooseUpTo(box); },
  Escape: () => { all("input[name=number], [data-pick-all]").forEach((each) => { each.checked = false; }); tell(); },
};
document.addEventListener("click", (event) => {
  const { target } = event;
  if (target.matches("[data-pick-all]")) { all("input[name=number]").forEach((each) => { each.checked = target.checked; }); tell(); }
  else if (target.matches("input[name=number]")) { if (event.shiftKey) chooseUpTo(target); else choose(target, target.checked); }
  else if (target.closest("[data-row]") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    const row = target.closest("[data-row]");
    mark(row);
    isComing = row.hasAttribute("hx-get");
  }
});
document.addEventListener("htmx:after:swap", ({ detail }) => {
  const { request, target } = detail?.ctx ?? {};
  // What was chosen was acted on; a morph would leave it chosen.
  if (request?.method === "POST" && target?.id === "list") all("input[name=number]:checked, [data-pick-all]").forEach((each) => { each.checked = false; });
  tell();
  const shown = one(".panel article")?.dataset.number;
  const row = shown && one(`#row-${CSS.escape(shown)} [data-row]`), marked = here();
  if (!isComing) { if (row) mark(row); }
  else if (target?.id === "panel") isComing = peek > 0 || Boolean(row && marked && row !== marked);
  resume();
});

// An answer that never came: what was typed stays, and the person is told.
document.addEventListener("htmx:error", () => {
  isComing = false;
  waiting.length = 0;
  one("#problem")?.replaceChildren(Object.assign(document.createElement("p"), { className: "problem", textContent: "The bridge did not answer. Nothing on this page was lost; try again." }));
});

// A table that is wider than its place begins at the column that was asked for.
all("thead .here").forEach((each) => {
  const box = each.closest(".scroll");
  box.scrollLeft = each.offsetLeft + each.offsetWidth - box.clientWidth;
});
