/* The field app: who uses the phone, which view is shown, and where events go. */

import { Answered, Unreachable } from "./api.js";
import * as checklist from "./checklist.js";
import * as findingForm from "./finding_form.js";
import { fill, html } from "./html.js";
import * as list from "./list.js";
import { dropPhoto, photograph } from "./photos.js";
import * as queue from "./queue.js";
import { showState } from "./state_line.js";
import { listen } from "./store.js";
import { change, keepSending, somethingWaits, state, sync } from "./sync.js";
import { keepShell } from "./updates.js";
import { enter, gate, leaveWithPerson, withoutHttps } from "./entering.js";
import { plainWords } from "./page_words.js";
import { t } from "./words.js";

const root = document.getElementById("content");
let context = null;
let view = null;

const FINDING_LIST = { ...findingForm, refreshed: () => context.again() };

/** The view of an address, and its way to show itself. */
function route() {
  const [first, part, uid] = location.hash.slice(1).split("/");
  if (!first) return [list, () => list.show(root, context)];
  if (first === "queue") return [queue, () => queue.show(root, context)];
  if (part === "findings") return [FINDING_LIST, () => findingForm.showList(root, context, first)];
  if (part === "finding") return [findingForm, () => findingForm.showForm(root, context, first, uid)];
  return [checklist, () => checklist.show(root, context, first)];
}

/** One after the other, so that the address of now has the last word. */
let showing = Promise.resolve();
const show = (focus = true) => (showing = showing.then(() => present(focus)).catch((error) => context.failed(error)));

async function present(focus) {
  const [next, draw] = route();
  view = null;
  document.getElementById("said").replaceChildren();
  let title = await draw();
  if (!title && next === checklist) title = await takeNow(draw);
  if (!title) {
    context.go("");
    return;
  }
  view = next;
  document.title = `${title} · ${t("Inspections")}`;
  document.getElementById("back").hidden = !location.hash.slice(1);
  if (!focus) return;
  if (next !== checklist || !checklist.reach(location.hash.split("/")[2])) {
    window.scrollTo(0, 0);
    root.querySelector("h1")?.focus({ preventScroll: true });
  }
}

/** Opened from the inspection's page: take it along at once. */
async function takeNow(draw) {
  try {
    await list.take(context, location.hash.slice(1).split("/")[0]);
    return await draw();
  } catch (error) {
    context.failed(error, "take");
    return "";
  }
}

function makeContext(db, person, name) {
  return {
    db, person, name,
    go(hash) {
      if (location.hash.slice(1) === hash) show();
      else location.hash = hash;
    },
    again() {
      show(false);
    },
    say: (text) => fill(document.getElementById("said"), html`<p class="alert alert-warning">${text}</p>`),
    fine: () => ["full", "take"].includes(state.problem) && change({ problem: "" }),
    kept() {
      this.fine();
      somethingWaits(db, person);
    },
    failed(error, otherwise = "fault") {
      if (error instanceof Unreachable || error instanceof Answered) change({ problem: error.status === 401 ? "signin" : "take" });
      else if (error.name === "QuotaExceededError") change({ problem: "full" });
      else {
        console.error(error);
        change({ problem: otherwise });
      }
    },
  };
}

function hear() {
  root.addEventListener("input", (event) => view?.typed?.(event));
  root.addEventListener("change", (event) => (event.target.dataset.photoOf ? photograph(context, event.target) : view?.changed?.(event)));
  root.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-action]");
    if (!button) return;
    if (button.dataset.action === "drop-photo" && view !== queue) await dropPhoto(context.db, button.dataset.uid).then(() => context.kept());
    else await view?.actions?.[button.dataset.action]?.(button);
  });
  window.addEventListener("hashchange", () => show());
  document.getElementById("send").addEventListener("click", () => sync(context.db, context.person, true));
  listen(() => view?.refreshed?.(root));
}

async function start() {
  plainWords();
  document.addEventListener("field-state", () => {
    showState(context?.person);
    if (state.problem === "another") root.replaceChildren(); // the person signed in sees nothing of whoever wrote here
  });
  keepShell((use) => {
    const box = document.getElementById("update");
    fill(box, html`<p class="alert alert-info">${t("A new version of this page is ready.")} <button class="btn" type="button">${t("Use it now")}</button></p>`);
    box.querySelector("button").addEventListener("click", use);
  }).catch(() => {}); // without it the page works, with a network
  if (!window.isSecureContext) {
    withoutHttps(root);
    showState(null);
    return;
  }
  const who = await enter();
  if (!who) {
    gate(root);
    showState(null);
    return;
  }
  context = makeContext(who.db, who.person, who.name);
  hear();
  leaveWithPerson(who.person);
  keepSending(context.db, who.person);
  await show();
  await sync(context.db, who.person);
}

start();
