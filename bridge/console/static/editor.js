// The text of a rule file with line numbers, colours, findings at their lines and words that may be written.
// The text area stays what it is: what is painted lies behind it, and it works without any of this.
const frame = document.querySelector("[data-editor]"), area = frame?.querySelector("textarea");
const LINE_PX = 20, MARGIN = 30, OFFERED = 8, LEAST = 2;
const TOKEN = /(?<string>'(?:[^'\n]|'')*'|"(?:[^"\\\n]|\\.)*")|(?<comment>(?<=^|\s)#.*)|(?<key>(?<=^[ -]*|[{,]\s*)[\w.-]+(?=:(?:\s|$)))|(?<call>\b[A-Z]{2,}(?=\())|(?<constant>\b(?:yes|no|true|false|blank|TRUE|FALSE|BLANK|NULL|AND|OR|NOT|IN)\b)|(?<number>(?<![\w.-])-?\d[\d.,-]*\b)/gm;
const CALL = /\b[A-Z]{2,}(?=\()/g; // also within a text: formulas are written as texts

const make = (tag, className, parent = frame) => parent.appendChild(Object.assign(document.createElement(tag), { className, ariaHidden: "true" }));

function paints() {
  const paint = make("pre", "paint"), gutter = make("pre", "gutter");
  paint.append(""); gutter.append("");
  frame.classList.add("painted");
  let lines = [], starts = [];

  function range(node, start, end) { return new StaticRange({ startContainer: node, startOffset: start, endContainer: node, endOffset: end }); }
  function findings() {
    return [...document.querySelectorAll("#findings [data-line]:not([data-severity=note])")].map(({ dataset }) => ({
      line: Number(dataset.line) - 1, column: Number(dataset.column) - 1, length: Number(dataset.length) || 1, kind: dataset.severity,
    })).filter(({ line }) => line < lines.length);
  }
  // Only what is seen has colours: a file may have thousands of lines.
  function colour() {
    const from = Math.max(0, Math.floor(area.scrollTop / LINE_PX) - MARGIN);
    const to = Math.min(lines.length, from + Math.ceil(area.clientHeight / LINE_PX) + 2 * MARGIN);
    const begin = starts[from], text = lines.slice(from, to).join("\n"), node = paint.firstChild, found = new Map();
    const add = (kind, start, end) => found.set(kind, [...(found.get(kind) ?? []), range(node, start, Math.min(end, node.length))]);
    for (const match of text.matchAll(TOKEN)) {
      const [kind] = Object.entries(match.groups).find(([, value]) => value !== undefined), at = begin + match.index;
      add(kind, at, at + match[0].length);
      if (kind === "string") for (const call of match[0].matchAll(CALL)) add("call", at + call.index, at + call.index + call[0].length);
    }
    for (const { line, column, length, kind } of findings()) add(kind, starts[line] + column, starts[line] + Math.min(column + length, Math.max(lines[line].length, column + 1)));
    for (const kind of ["string", "comment", "key", "call", "constant", "number", "error", "warning"]) {
      const one = new Highlight(...(found.get(kind) ?? []));
      one.priority = kind === "call" ? 1 : 0;
      CSS.highlights.set(`rule-${kind}`, one);
    }
  }
  function number() {
    const wrong = new Set(findings().map(({ line }) => line)), width = String(lines.length).length + 1;
    gutter.firstChild.data = lines.map((_, line) => `${wrong.has(line) ? "▲" : ""}${line + 1}`.padStart(width)).join("\n");
    const text = gutter.firstChild;
    CSS.highlights.set("rule-wrong", new Highlight(...[...wrong].map((line) => range(text, line * (width + 1), line * (width + 1) + width))));
  }
  function follow() {
    paint.scrollTop = gutter.scrollTop = area.scrollTop;
    paint.scrollLeft = area.scrollLeft;
    colour();
  }
  function all() {
    lines = area.value.split("\n");
    let at = 0;
    starts = lines.map((line) => { const start = at; at += line.length + 1; return start; });
    paint.firstChild.data = `${area.value}\n`;
    number();
    follow();
  }
  area.addEventListener("input", all);
  area.addEventListener("scroll", follow);
  document.addEventListener("htmx:after:swap", all);
  new ResizeObserver(follow).observe(area);
  all();
  return paint.firstChild;
}

function offers(node) {
  const list = make("ul", "offers", document.body);
  Object.assign(list, { id: "offers", role: "listbox", ariaHidden: null, ariaLabel: "Words", hidden: true });
  area.setAttribute("aria-controls", "offers");
  let words, offered = [], chosen = 0;

  const typed = () => (area.selectionStart === area.selectionEnd ? /[A-Za-z_][\w.]*$/.exec(area.value.slice(0, area.selectionStart))?.[0] ?? "" : "");
  function shut() { list.hidden = true; area.removeAttribute("aria-activedescendant"); }
  function mark(place) {
    chosen = (place + offered.length) % offered.length;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", index === chosen));
    area.setAttribute("aria-activedescendant", list.children[chosen].id);
  }
  async function offer(asked = false) {
    const begun = typed().toLowerCase();
    const isProse = /(^|\s)#.*$/.test(area.value.slice(0, area.selectionStart).split("\n").at(-1));
    if (!asked && (begun.length < LEAST || isProse)) return shut();
    words ??= await fetch(frame.dataset.editor).then((answer) => (answer.ok ? answer.json() : []), () => []);
    // Where a line begins stands a key; elsewhere a name.
    const before = area.value.slice(0, area.selectionStart - begun.length), isKey = /(^|\n)[\s-]*$/.test(before);
    const rank = ([word, kind]) => (kind === "key" ? !isKey : isKey) + 2 * !word.toLowerCase().startsWith(begun);
    offered = words.filter(([word]) => word.toLowerCase().includes(begun) && word.toLowerCase() !== begun).sort((one, other) => rank(one) - rank(other)).slice(0, OFFERED);
    if (!offered.length || begun !== typed().toLowerCase()) return shut();
    list.replaceChildren(...offered.map(([word, kind, says], index) => {
      const item = Object.assign(document.createElement("li"), { id: `offer-${index}`, role: "option", textContent: word });
      item.append(Object.assign(document.createElement("small"), { textContent: says ? `${kind}: ${says}` : kind }));
      return item;
    }));
    list.hidden = false;
    const caret = document.createRange();
    caret.setStart(node, area.selectionStart - begun.length);
    caret.collapse(true);
    const { left, bottom } = caret.getBoundingClientRect();
    Object.assign(list.style, { left: `${left + scrollX}px`, top: `${bottom + scrollY}px` });
    mark(0);
  }
  function take() {
    area.selectionStart -= typed().length;
    write(offered[chosen][0]);
    shut();
  }
  const keys = { ArrowDown: () => mark(chosen + 1), ArrowUp: () => mark(chosen - 1), Enter: take, Tab: take, Escape: shut };
  area.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === " ") { event.preventDefault(); offer(true); return; }
    if (list.hidden || !keys[event.key] || event.ctrlKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keys[event.key]();
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    chosen = [...list.children].indexOf(event.target.closest("li"));
    if (chosen >= 0) take();
  });
  area.addEventListener("input", ({ inputType }) => (inputType?.startsWith("insertText") ? offer() : shut()));
  area.addEventListener("blur", shut);
  area.addEventListener("scroll", shut);
}

// As if it were typed: what is written so can be undone.
function write(text) { document.execCommand("insertText", false, text); }

function goTo(line) {
  const start = area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1);
  area.focus();
  area.setSelectionRange(start, start);
  area.scrollTop = (line - 6) * LINE_PX;
}

if (area) {
  if (CSS.highlights && globalThis.Highlight) {
    const node = paints();
    if (!area.readOnly) offers(node);
  }
  document.querySelector("[data-editor-keys]")?.removeAttribute("hidden");
  area.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey } = event;
    if (key !== "Enter" || area.readOnly) return;
    event.preventDefault();
    if (ctrlKey || metaKey) return area.form.requestSubmit();
    const line = area.value.slice(0, area.selectionStart).split("\n").at(-1);
    write(`\n${/^ */.exec(line)[0]}`);
  });
  document.querySelector("#findings")?.addEventListener("click", (event) => {
    const line = event.target.closest("a")?.closest("[data-line]")?.dataset.line;
    if (line) { event.preventDefault(); goTo(Number(line)); }
  });
  const asked = /^#line-(\d+)$/.exec(location.hash);
  if (asked) goTo(Number(asked[1]));
  let isSent = false;
  area.form.addEventListener("submit", () => { isSent = true; });
  addEventListener("beforeunload", (event) => { if (!isSent && area.value !== area.defaultValue) event.preventDefault(); });
}
