// Comments: whoever types `@` is offered the people who have accounts; without this a name is typed whole.
const MOST = 6;
const startOf = (area) => area.value.slice(0, area.selectionStart).search(/(?<![\p{L}\p{N}_])@[^@\n]{0,80}$/u);
const offered = (area) => area.form.querySelector(".offered");

function fitting(area) {
  const begin = startOf(area), typed = area.value.slice(begin + 1, area.selectionStart).toLowerCase();
  const names = [...area.form.querySelectorAll("datalist option")].map((each) => each.value);
  return begin < 0 ? [] : names.filter((name) => name.toLowerCase() !== typed && ` ${name.toLowerCase()}`.includes(` ${typed}`)).slice(0, MOST);
}
document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-mentions]")) return;
  offered(target).replaceChildren(...fitting(target).map((name) => Object.assign(document.createElement("button"), { type: "button", textContent: name })));
});
document.addEventListener("click", ({ target }) => {
  const chosen = target.closest(".offered button"), area = chosen?.form.querySelector("[data-mentions]");
  if (!area) return;
  const begin = startOf(area);
  if (begin >= 0) area.setRangeText(`@${chosen.textContent} `, begin, area.selectionStart, "end");
  offered(area).replaceChildren();
  area.focus();
});
