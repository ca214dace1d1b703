// The chat's only script. It builds no markup: it moves focus, names what Gradio leaves
// unnamed, and tells the server which passage to open.
"use strict";

// Gradio takes its language from the browser; the page has its own, wherever it is read.
const language = document.documentElement.lang;
for (const [name, value] of [["language", language], ["languages", [language]]]) {
  Object.defineProperty(navigator, name, { get: () => value });
}

const find = (selector) => document.querySelector(selector);
const all = (selector) => document.querySelectorAll(selector);
const set = (node, name, value) => node.getAttribute(name) === value || node.setAttribute(name, value);
const spoken = () => find("#status").dataset;

let opener = null; // the link whose passage is wanted or shown
let awaited = ""; // the reference of the passage that has not come yet
let asked = 0; // questions on the page

const focusQuestion = () => find("#question textarea")?.focus();

function tell(reference, button) {
  const field = find("#reference textarea");
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, reference);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => find(button).click());
}

function openPassage(link) {
  const reference = link.getAttribute("href").slice(1);
  tell(reference, "#open");
  [opener, awaited] = [link, reference];
  showPassage();
}

function showPassage() {
  const passage = awaited && document.getElementById(`p-${awaited}`);
  if (!passage) return;
  awaited = "";
  passage.querySelector("h2").focus({ preventScroll: true });
  const panel = find("#panel");
  const below = (passage.querySelector("mark")?.getBoundingClientRect().top ?? 0)
    - panel.getBoundingClientRect().top - panel.clientHeight * 0.4;
  panel.scrollTop += Math.max(0, below);
}

function leavePassage() {
  awaited = "";
  const link = opener?.isConnected ? opener : opener && find(`a[href="${opener.getAttribute("href")}"]`);
  (link || find("#question textarea"))?.focus();
  opener = null;
}

function nameParts() {
  const log = find("#conversation [role=log]");
  const words = spoken();
  if (log) {
    set(log, "aria-label", words.conversation);
    set(log, "tabindex", "0");
    set(log, "aria-busy", String(Boolean(find(".reply.working"))));
  }
  for (const who of ["user", "bot"]) {
    for (const message of all(`#conversation .${who} div[aria-label]`)) {
      set(message, "role", "group");
      set(message, "aria-label", words[who]);
    }
  }
  for (const link of all("a.cite:not(.open)")) set(link, "aria-label", `${words.cite} ${link.textContent}`);
  for (const link of all("a.tab")) [["target", "_blank"], ["rel", "noopener"]].forEach((pair) => set(link, ...pair));
  for (const link of all("a.language")) nameLanguage(link, words.tab);
  for (const link of all("a.cite")) {
    if (link === opener) set(link, "aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const panel = find("#panel");
  if (panel) [["role", "complementary"], ["aria-label", words.panel]].forEach((pair) => set(panel, ...pair));
}

// Another language is another page: a conversation stays where it is.
function nameLanguage(link, tab) {
  const talking = Boolean(find("#conversation .reply"));
  if (talking) set(link, "title", `${link.textContent} (${tab})`);
  else link.removeAttribute("title");
  if (talking) [["target", "_blank"], ["rel", "noopener"]].forEach((pair) => set(link, ...pair));
  else link.removeAttribute("target");
}

function followConversation() {
  const rows = all("#conversation .user-row");
  if (rows.length && rows.length !== asked) rows[rows.length - 1].scrollIntoView({ block: "start" });
  asked = rows.length;
  const state = find(".reply.working") ? spoken().working : asked ? spoken().done : "";
  if (find("#status").textContent !== state) find("#status").textContent = state;
}

// A link of another page asks about a period: once the timeline shows that the server answers.
function askAboutPeriod() {
  if (!/^#q-[\d-]+$/.test(location.hash) || !find("#years a.ask")) return;
  tell(location.hash.slice(1), "#ask");
  history.replaceState(history.state, "", location.pathname + location.search);
}

function onChange() {
  nameParts();
  askAboutPeriod();
  followConversation();
  showPassage();
  receive();
  showOpinion();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.cite, a.skip, a.ask");
  if (link) {
    event.preventDefault();
    if (!link.matches(".cite")) focusQuestion();
    if (link.matches(".skip")) return;
    if (link.matches(".ask")) tell(link.getAttribute("href").slice(1), "#ask");
    else openPassage(link);
  } else if (event.target.closest?.("#close")) {
    leavePassage();
  } else if (event.target.closest?.(".example, #restart, #question button")) {
    focusQuestion();
  }
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && find("#panel .passage")) find("#close").click();
});

document.addEventListener("DOMContentLoaded", () => {
  let due = 0;
  new MutationObserver(() => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(onChange);
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
});

// --- The buttons under an answer, and what comes of them ---------------------------------------

let delivered = ""; // the address of the last file that was fetched

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button.act");
  if (!button) return;
  tell(button.id, button.id.startsWith("retry-") ? "#retry" : "#act");
  if (/^(retry|edit|keep)-/.test(button.id)) focusQuestion();
  closeMenu(button);
}, true);

function closeMenu(inside) {
  const menu = inside.closest("details.exports[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenu(event.target);
});

async function receive() {
  for (const region of all("#delivery, #editing")) set(region, "role", "status");
  const link = find("#delivery a");
  if (!link || link.href === delivered) return;
  delivered = link.href;
  const told = link.closest(".delivery");
  if (told.matches(".copy")) told.classList.add(await copied(link.href) ? "done" : "failed");
  else if (told.matches(".page")) told.classList.add(window.open(link.href) ? "done" : "failed");
  else save(link);
}

function save(link) {
  link.download = "";
  link.click();
}

async function copied(address) {
  const text = fetch(address).then((answer) => answer.blob())
    .then((blob) => blob.slice(0, blob.size, "text/plain"));
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
    return true;
  } catch {
    return false;
  }
}

// --- The session -------------------------------------------------------------------------------

// Once it is over nothing is answered any more: the page gives way to the one to sign in on.
const fetched = window.fetch;
window.fetch = async (...wanted) => {
  const answer = await fetched(...wanted);
  if (answer.status === 401) location.reload();
  return answer;
};

// --- Presence ----------------------------------------------------------------------------------

// Gradio's page says that it is open by one request that never ends, and does not begin it again
// when the network fails or the computer slept: here it goes on as long as the page.
const HEARTBEAT = /\/heartbeat\/[^/]+$/;
const PAUSE = 3000;
const sent = window.fetch;
window.fetch = (wanted, options) => HEARTBEAT.test(wanted.url ?? wanted)
  ? unending(new Request(wanted, options)) : sent(wanted, options);

async function unending(request) {
  const body = new ReadableStream({ start: (controller) => { goOn(request, controller); } });
  return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
}

async function goOn(request, controller) {
  while (!request.signal.aborted) {
    try {
      const reader = (await sent(request)).body.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) controller.enqueue(part.value);
    } catch {
      // The network is away: another try is all there is to do.
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

// --- The form of an opinion: where the focus goes ------------------------------------------------

let judging = ""; // the title of the form that is shown

function showOpinion() {
  for (const region of all("#opinion-told, #filtered")) set(region, "role", "status");
  joinReasons();
  const title = find("#opinion h2");
  if (title && title.textContent !== judging) title.focus();
  judging = title?.textContent ?? "";
}

// Gradio names each radio button apart: arrow keys would not go from one to the next.
function joinReasons() {
  const reasons = find("#opinion-reason");
  if (reasons) set(reasons, "aria-label", reasons.querySelector("span").textContent.trim());
  for (const radio of all("#opinion-reason input")) set(radio, "name", "opinion-reason");
}

document.addEventListener("change", (event) => {
  if (event.target.closest?.("#opinion-reason")) setTimeout(joinReasons, 50);
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("#opinion-leave, #opinion-send")) focusQuestion();
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest?.("#opinion")) find("#opinion-leave").click();
});

// --- Filters: the server is told three numbers; the lists themselves are never written again ----

const FILTERS = ["year", "month", "document"];

function filterBy() {
  tell(["f", ...FILTERS.map((name) => find(`#filter-${name}`).value)].join("-"), "#filter");
}

document.addEventListener("change", (event) => {
  if (event.target.closest?.(".filters")) filterBy();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("#filter-off")) return;
  for (const name of FILTERS) find(`#filter-${name}`).value = "0";
  filterBy();
  focusQuestion();
}, true);

// --- Questions to go on with ---------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button.proposed");
  if (!button) return;
  tell(button.id, "#ask");
  focusQuestion();
}, true);
