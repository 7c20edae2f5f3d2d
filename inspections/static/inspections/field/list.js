/* The inspections of a person: those taken along first, then those that could be. */

import { Answered, myInspections, Unreachable } from "./api.js";
import { fill, html } from "./html.js";
import { loadInspection, progress } from "./model.js";
import { refresh } from "./sending.js";
import { howMany, unsent } from "./store.js";
import { day, moment, size, t } from "./words.js";

const LOW = 50e6; // bytes left on the phone

let context;

export async function show(root, ctx) {
  context = ctx;
  const title = t("Inspections on this phone");
  fill(root, html`<h1 tabindex="-1">${title}</h1><div id="room"></div>${await takenPart()}<div id="offered"></div>`);
  offer();
  warnOfRoom();
  return title;
}

async function takenPart() {
  const keys = await context.db.getAllKeys("packages");
  if (!keys.length) return html`<p class="card">${t("No inspection has been taken along yet. Take it along while you have a network; then it opens without one.")}</p>`;
  const cards = [];
  for (const uid of keys) cards.push(takenCard(await loadInspection(context.db, uid), howMany(await unsent(context.db, uid))));
  return html`<ul class="plain">${cards}</ul>`;
}

function takenCard(model, waiting) {
  const { done, all } = progress(model);
  const words = t("%(done)s of %(all)s lines done", { done, all });
  return html`<li class="card"><p class="record-number">${model.inspection.number}</p><h2><a href="#${model.uid}">${model.inspection.title}</a></h2>
    <p>${days(model.inspection)} · ${model.inspection.units.map((unit) => unit.name).join(", ")}</p>
    <p class="progress-line"><progress max="${all || 1}" value="${done}" aria-label="${words}"></progress> <span>${words}</span></p>
    <p class="form-hint">${waiting ? t("%(number)s waiting to be sent", { number: waiting }) : t("Everything sent")} · ${t("as on the server at %(moment)s", { moment: moment(model.refreshed_at) })}</p>
    <div class="line-actions"><a class="btn btn-primary" href="#${model.uid}">${t("Open the checklist")}</a><button class="btn" type="button" data-action="refresh" data-uid="${model.uid}">${t("Fetch anew")}</button>
    <button class="btn" type="button" data-action="put-away" data-uid="${model.uid}">${t("Put away")}</button></div></li>`;
}

const days = ({ starts_on, ends_on }) => (starts_on === ends_on ? day(starts_on) : `${day(starts_on)} – ${day(ends_on)}`);

/** What the server offers, where it can be reached. */
async function offer() {
  const part = document.getElementById("offered");
  try {
    const [rows, taken] = [await myInspections(), await context.db.getAllKeys("packages")];
    if (!part.isConnected) return;
    const others = rows.filter((row) => !taken.includes(row.uid));
    fill(part, html`<h2 id="offered-title">${t("To take along")}</h2>${others.length ? html`<ul class="plain">${others.map(offeredCard)}</ul>` : html`<p>${t("No further inspection of yours is notified or in progress.")}</p>`}`);
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof Answered)) throw error;
    fill(part, html`<h2 id="offered-title">${t("To take along")}</h2><p>${t("Without a network only what was taken along can be opened.")}</p>`);
  }
}

const offeredCard = (row) => html`<li class="card"><p class="record-number">${row.number} · ${row.status_label}</p><h3>${row.title}</h3><p>${days(row)} · ${row.unit} · ${t("%(number)s lines", { number: row.lines })}</p>
  <button class="btn btn-primary" type="button" data-action="take" data-uid="${row.uid}">${t("Take along")}</button></li>`;

async function warnOfRoom() {
  const { quota, usage } = (await navigator.storage?.estimate?.()) || {};
  const box = document.getElementById("room");
  if (box && quota && quota - usage < LOW) fill(box, html`<p class="alert alert-warning">${t("Only %(size)s are left on this phone. Send what waits, delete photos.", { size: size(quota - usage) })}</p>`);
}

/** Bring an inspection onto the phone, and ask the phone to keep it. */
export async function take(ctx, uid) {
  await navigator.storage?.persist?.();
  await refresh(ctx.db, uid);
}

async function takeAnd(uid, then) {
  try {
    await take(context, uid);
    context.fine();
    then();
  } catch (error) {
    context.failed(error);
  }
}

export const refreshed = () => context.again();

export const actions = {
  take: (button) => takeAnd(button.dataset.uid, () => context.go(button.dataset.uid)),
  refresh: (button) => takeAnd(button.dataset.uid, () => context.again()),
  async "put-away"(button) {
    const uid = button.dataset.uid;
    if (howMany(await unsent(context.db, uid))) return context.say(t("Something of this inspection has not been sent yet. Send it first."));
    const tx = context.db.transaction(["packages", "findings", "photos"], "readwrite");
    for (const name of ["findings", "photos"]) {
      for (const key of await tx.objectStore(name).index("inspection").getAllKeys(uid)) await tx.objectStore(name).delete(key);
    }
    await tx.objectStore("packages").delete(uid);
    await tx.done;
    return context.again();
  },
};
