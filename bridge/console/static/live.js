// Live updates: a stream of events while there is a line, questions from time to time while there is none.
// Each brings the state of the books. What changed is told to the page as "live:KIND" at its body: elements
// that ask for themselves anew listen for it (hx-trigger="live:KIND from:body").
const banner = document.querySelector("#line"), { body } = document;
const KINDS = { exceptions: ["open", "waiting", "newest", "triaged"], pass: ["passed"], publication: ["rules"] };
const SOON_MS = 1000, LATE_MS = 30000, SILENCE_MS = 40000;
let known, stream, silence, again, wait = SOON_MS, asOf = new Date();
let ending, paused = []; // what the banner tells: that the session ends soon, that there is no line

const count = document.querySelector("#count-exceptions");
function took(state) {
  const before = known ?? (state.entry > Number(body.dataset.entry) ? {} : state);
  known = state;
  asOf = new Date(state.at);
  if ("ending" in state) ending = state.ending;
  if (count) count.textContent = state.open.toLocaleString("en");
  for (const [kind, fields] of Object.entries(KINDS)) {
    if (fields.some((field) => before[field] !== state[field])) body.dispatchEvent(new CustomEvent(`live:${kind}`));
  }
}

// Said once, not with every attempt: a reader who hears the page would hear it again each time.
function tell() {
  const parts = [...(ending ? warning(ending) : []), ...paused];
  const text = parts.map((part) => part.textContent ?? part).join(""), focused = document.activeElement;
  if (banner.textContent === text) return;
  banner.replaceChildren(...parts);
  if (parts.includes(focused)) focused.focus();
}
const signIn = Object.assign(document.createElement("a"), { href: "/sign-in?next=/sign-in/provider/proved", target: "_blank", textContent: "Sign in again" });
const stays = Object.assign(document.createElement("button"), { type: "button", textContent: "Stay signed in", onclick: stay });
const warning = ({ left_s: left, may_go_on: may }) => [
  `Your session ends in ${Math.max(1, Math.round(left / 60))} min. `,
  ...(may ? [stays] : ["It began long ago and cannot go on. ", signIn, " in another tab: what you typed stays here."]), " ",
];
async function stay() {
  try {
    const answer = await fetch("/stay", { method: "POST" });
    if (answer.status === 401) signedOut();
    else if (answer.ok) { ending = undefined; tell(); }
  } catch { /* the warning stands, and so does the button */ }
}
const clock = () => `${asOf.toISOString().slice(11, 16)} UTC`;

function close() {
  stream?.close();
  stream = undefined;
  clearTimeout(silence);
  clearTimeout(again);
}
function open() {
  close();
  stream = new EventSource("/events");
  const up = ({ data }) => {
    wait = SOON_MS;
    paused = [];
    clearTimeout(silence);
    silence = setTimeout(down, SILENCE_MS);
    took(JSON.parse(data));
    tell();
  };
  ["now", "beat", "ending", ...Object.keys(KINDS)].forEach((kind) => stream.addEventListener(kind, up));
  stream.addEventListener("over", signedOut);
  stream.onerror = down;
}
// Without a line the page asks, at first soon and then less often, and tries to have one again each time.
function down() {
  close();
  paused = [`Live updates are paused; what is shown is of ${clock()}. You can go on working.`];
  tell();
  again = setTimeout(ask, wait);
  wait = Math.min(wait * 2, LATE_MS);
}
async function ask() {
  try {
    const answer = await fetch("/events", { headers: { Accept: "application/json" }, redirect: "manual" });
    if (answer.type === "opaqueredirect") return signedOut();
    if (answer.ok) { took(await answer.json()); return open(); }
  } catch { /* there is no line at all */ }
  down();
}
function signedOut() {
  close();
  ending = undefined;
  paused = ["Your session has ended. ", signIn, " in another tab: what you typed stays here."];
  tell();
}

// Browsers hold six lines to one place: a page that nobody sees needs none.
const isSeen = () => document.visibilityState === "visible";
document.addEventListener("visibilitychange", () => (isSeen() ? open() : close()));
addEventListener("pagehide", close);
addEventListener("pageshow", ({ persisted }) => { if (persisted) open(); });
if (isSeen()) open();
