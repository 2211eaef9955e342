"use strict";
/* Every button is a key, and the presenter's window sends its keys to the slides' window. */
const LOST = "Ingen kontakt med servern. Bilderna finns kvar.";
const STILL_AWAY = "Ingen kontakt med servern. Projektorn visar den vanliga sidan. Försök igen med Esc.";
const AWAY = "Projektorn visar en vanlig sida. Esc här tar tillbaka bilderna.";
const whole = `<!doctype html>${document.documentElement.outerHTML}`;
const slides = [...document.querySelectorAll(".slide")];
const overview = document.getElementById("oversikt");
const told = document.querySelector("[role=status]");
const tells = window.name === "anteckningar" && window.opener !== null;
let other = tells ? window.opener : null;
let now = slides[0];
let typed = "";
let asking = 0;

const named = (address) => slides.find((slide) => slide.id === address);
const addressed = () => named(decodeURIComponent(location.hash.slice(1)));
const isDetail = (slide) => slide.dataset.run !== "";
const inRun = (slide) => slides.filter((each) => each.dataset.run === slide.dataset.run);
const say = (message) => other && !other.closed && other.postMessage(message, "*");
const asked = () => tells && other && !other.closed;
const tell = (words) => { told.textContent = words; };

/** The last resort where another font takes more room than ours. */
function fit() {
  const body = now.querySelector(".body");
  const content = body.querySelector(".content");
  if (!content) return;
  content.style.zoom = 1;
  for (let part = 0.95; body.scrollHeight > body.clientHeight + 1 && part > 0.5; part -= 0.05) content.style.zoom = part;
}

function show(slide) {
  now.classList.remove("now");
  now = slide;
  now.classList.add("now");
  overview.close();
  fit();
  now.querySelector("h1, h2").focus({ preventScroll: true });
  if (!tells) say({ at: now.id });
}

/** A step in the dialogue is a step in the browser's history; within a detail it is not, so that one step leads back. */
function go(slide) {
  if (!slide || slide === now) return;
  const opens = isDetail(slide) && slide.dataset.run !== now.dataset.run;
  if (isDetail(slide) && !opens) history.replaceState(history.state, "", `#${slide.id}`);
  else history.pushState({ opened: opens }, "", `#${slide.id}`);
  show(slide);
}

function step(by) {
  const run = inRun(now);
  const next = run[run.indexOf(now) + by];
  if (next) go(next);
  else if (isDetail(now)) leaveDetail();
}

/** To the very slide; after a link straight to the detail to the first slide that opens it. */
function leaveDetail() {
  if (history.state && history.state.opened) history.back();
  else go(slides.find((slide) => !isDetail(slide) && slide.querySelector(`a[href="#${now.dataset.run}"]`)) ?? slides[0]);
}

function leave() {
  const page = now.querySelector("a.page");
  if (isDetail(now)) leaveDetail();
  else if (page) follow(page);
}

/** Heard to its end, so that leaving does not break it off. */
function answers(address) {
  const asked = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(3000) };
  return fetch(address, asked).then((answer) => answer.text().then(() => answer.ok)).catch(() => false);
}

/** The browser's error page has no way back, so the slides stay where the server does not answer. */
async function follow(link) {
  if (await answers(link.href)) window.open(link.href, link.target || "_self", link.rel);
  else tell(LOST);
}

/** From the presenter's window, while the slides' window shows an ordinary page. */
async function bringBack() {
  if (await answers(now.querySelector("a.page").href)) other.location.assign(location.href);
  else tell(STILL_AWAY);
}

/** The slides' window is on another page: the presenter is told, and it is asked until it answers. */
function wait() {
  clearInterval(asking);
  asking = setInterval(() => say({ there: "?" }), 500);
  tell(AWAY);
}

function follows(slide) {
  clearInterval(asking);
  asking = 0;
  tell("");
  history.replaceState(null, "", `#${slide.id}`);
  show(slide);
}

function openRow(digit) {
  const link = now.querySelector(`[data-digit="${digit}"]`);
  if (link) go(named(link.hash.slice(1)));
}

function toggleOverview() {
  if (overview.open) return overview.close();
  typed = "";
  overview.showModal();
  const links = [...overview.querySelectorAll("a")];
  (links.find((link) => link.hash === `#${now.id}`) ?? links[0]).focus();
}

function toggleNotes() {
  if (tells) return window.close();
  other = window.open("", "anteckningar", "popup,width=900,height=700");
  if (!other) document.documentElement.classList.toggle("telling");
  else if (!other.document.body.childElementCount) writeNotes();
  else if (other.location.search !== location.search) other.location.assign(location.href);
  other?.focus();
}

/** The same file, from here and not from the server: it may be gone. */
function writeNotes() {
  other.document.write(whole);
  other.document.close();
  say({ at: now.id });
}

function toggleDark() {
  const { style } = document.documentElement;
  const dark = style.colorScheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  style.colorScheme = dark === "dark" ? "light" : "dark";
}

const KEYS = {
  ArrowRight: () => step(1), PageDown: () => step(1), " ": () => step(1),
  ArrowLeft: () => step(-1), PageUp: () => step(-1),
  Home: () => go(inRun(now)[0]), End: () => go(inRun(now).at(-1)),
  Escape: leave, Backspace: () => isDetail(now) && leaveDetail(),
};
const OWN = { o: toggleOverview, n: toggleNotes, m: toggleDark };

function press(key) {
  if (key in OWN) OWN[key]();
  else if (asked() && asking) key === "Escape" && bringBack();
  else if (asked()) say({ key });
  else if (key in KEYS) KEYS[key]();
  else if (/^[1-9]$/.test(key)) openRow(key);
}

function choose(slide) {
  overview.close();
  if (asked()) say({ go: slide.id });
  else go(slide);
}

/** In the overview: arrows move, a number goes as soon as no longer one can follow, Enter takes what is focused. */
function pressInOverview(key) {
  const links = [...overview.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const inRow = links.filter((link) => link.offsetTop === links[0].offsetTop).length;
  const moves = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: inRow, ArrowUp: -inRow, Home: -at, End: links.length - 1 - at };
  if (key === "o") overview.close();
  else if (key in moves) links[at + moves[key]]?.focus();
  else if (/^\d$/.test(key)) {
    typed = links[Number(typed + key) - 1] ? typed + key : key;
    const link = links[Number(typed) - 1];
    if (link && Number(typed) * 10 > links.length) choose(named(link.hash.slice(1)));
    else link?.focus();
  } else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  tell(asking ? AWAY : "");
  if (overview.open) {
    if (pressInOverview(key)) event.preventDefault();
    return;
  }
  if (key === " " && event.target.closest("button")) return;
  if (!(key in KEYS || key in OWN || /^[1-9]$/.test(key))) return;
  event.preventDefault();
  press(key);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-key]");
  const row = event.target.closest("tr");
  const link = event.target.closest("a") ?? row?.querySelector("a[data-digit]");
  if (button) press(button.dataset.key);
  else if (link?.getAttribute("href").startsWith("#")) {
    event.preventDefault();
    choose(named(link.hash.slice(1)));
  } else if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    follow(link);
  }
});

window.addEventListener("pagehide", () => !tells && say({ left: true }));
window.addEventListener("hashchange", () => show(addressed() ?? slides[0]));
window.addEventListener("resize", fit);
window.addEventListener("message", ({ data, origin, source }) => {
  if (origin !== self.origin || !data || source === window) return;
  if (tells && data.left) wait(); // a window that is left is no source any more
  else if (tells && source === other && named(data.at)) follows(named(data.at));
  else if (!tells) {
    other = source;
    if (data.there) say({ at: now.id });
    else if (data.key in KEYS || /^[1-9]$/.test(data.key)) press(data.key);
    else if (named(data.go)) go(named(data.go));
  }
});

document.documentElement.classList.add("live");
document.documentElement.classList.toggle("telling", tells);
for (const button of document.querySelectorAll("[data-key], nav")) button.hidden = false;
show(addressed() ?? slides[0]);
document.fonts.ready.then(fit);
