// Sheets of rules: arrows move between cells, rows of a spreadsheet are pasted, changed cells are marked.
const sheet = document.querySelector("[data-sheet]");
const cells = (row) => [...row.querySelectorAll("input:not([type=hidden])")];
const rows = () => [...sheet.querySelectorAll("tbody tr")];

// The last row is a blank one; where it is filled, another blank one follows.
function grow() {
  const last = rows().at(-1);
  if (!cells(last).some((cell) => cell.value)) return;
  const copy = last.cloneNode(true);
  copy.querySelectorAll("input").forEach((input) => { input.value = ""; });
  last.after(copy);
}
const mark = (cell) => cell.parentElement.classList.toggle("changed", cell.value !== cell.defaultValue);
const at = (cell) => ({ row: rows().indexOf(cell.closest("tr")), column: cells(cell.closest("tr")).indexOf(cell) });
const go = (row, column) => cells(rows()[row] ?? sheet)[column]?.focus();

if (sheet?.querySelector("input:not([type=hidden]):not([readonly])")) {
  sheet.addEventListener("input", ({ target }) => { mark(target); grow(); });
  sheet.addEventListener("keydown", (event) => {
    const { target, key, altKey } = event;
    const { row, column } = at(target);
    const step = { ArrowUp: -1, ArrowDown: 1 }[key];
    if (!step || column < 0) return;
    event.preventDefault();
    const here = rows()[row], there = rows()[row + step];
    if (!there) return;
    if (!altKey) return go(row + step, column);
    if (there === rows().at(-1) || here === rows().at(-1)) return;
    if (step < 0) there.before(here); else there.after(here);
    target.focus();
  });
  sheet.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const start = at(event.target);
    text.trimEnd().split(/\r?\n/).forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        const cell = cells(rows()[start.row + down])[start.column + right];
        if (cell) { cell.value = value.trim(); mark(cell); }
      });
      grow();
    });
  });
}
