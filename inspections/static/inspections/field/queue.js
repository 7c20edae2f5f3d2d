/* What waits on the phone, what was refused, what was answered twice, what was sent. */

import { answerText } from "./answer_text.js";
import { bothAnswers, tag } from "./card.js";
import { choose } from "./changes.js";
import { stateTag } from "./finding_form.js";
import { fill, html } from "./html.js";
import { loadInspection } from "./model.js";
import { dropPhoto, showThumbs } from "./photos.js";
import { tell, unsent } from "./store.js";
import { moment, size, t } from "./words.js";

let context;
let models = new Map();

export async function show(root, ctx) {
  context = ctx;
  const title = t("What waits on this phone");
  models = new Map();
  for (const uid of await ctx.db.getAllKeys("packages")) models.set(uid, await loadInspection(ctx.db, uid));
  const [rows, log] = [await unsent(ctx.db), await ctx.db.getAll("log")];
  fill(root, html`<h1 tabindex="-1">${title}</h1>${both()}${part(t("Not taken by the server"), "refused", rows)}${part(t("Not finished"), "draft", rows)}${part(t("Waits to be sent"), "waiting", rows)}
    ${[...models.values(), rows.changes, rows.findings, rows.photos].length && count(rows) ? html`<p><button class="btn" type="button" data-action="export">${t("Save what waits as a file")}</button></p>` : html`<p class="card">${t("Nothing waits: everything has been sent.")}</p>`}
    ${sent(log)}`);
  showThumbs(root, rows.photos);
  return title;
}

const count = (rows) => rows.changes.length + rows.findings.length + rows.photos.length + rows.choices.length;

function both() {
  const lines = [...models.values()].flatMap((model) => [...model.lines.values()].filter((line) => line.conflict).map((line) => [line, model]));
  if (!lines.length) return "";
  return html`<section aria-labelledby="q-both"><h2 id="q-both">${t("Two answers")} (${lines.length})</h2>${lines.map(([line, model]) => html`<article class="card" id="line-${line.uid}" data-inspection="${model.uid}">
    <p class="line-clause">${line.clause} ${line.choice ? tag("info", t("Your choice waits to be sent")) : ""}</p><h3 class="line-question">${line.question}</h3>${bothAnswers(line, model, context.name)}</article>`)}</section>`;
}

function part(title, state, rows) {
  const of = (name) => rows[name].filter((row) => row.state === state);
  const items = [...of("changes").map(changeItem), ...of("findings").map(findingItem), ...of("photos").map(photoItem)];
  if (state === "waiting") items.push(...rows.choices.map(choiceItem));
  if (!items.length) return "";
  return html`<section aria-labelledby="q-${state}"><h2 id="q-${state}">${title} (${items.length})</h2><ul class="plain">${items}</ul></section>`;
}

const reasons = (row) => (row.reasons || []).map((text) => html`<p class="field-error">${text}</p>`);
const again = (row, kind) =>
  row.state === "refused" ? html`<button class="btn" type="button" data-action="again" data-kind="${kind}" data-uid="${row.uid}">${t("Send again")}</button>` : "";

function changeItem(row) {
  const model = models.get(row.inspection);
  const line = model?.lines.get(row.line);
  return html`<li class="card"><p class="form-hint">${model?.inspection.number} · ${moment(row.made_at)}</p><p><a href="#${row.inspection}/line/${row.line}">${line?.clause} ${line?.question || t("A line that is no longer there")}</a></p>
    <p><strong>${line ? answerText(line, row, model) : row.result}</strong> ${row.note}</p>${reasons(row)}${again(row, "changes")}</li>`;
}

const findingItem = (row) => html`<li class="card"><p class="form-hint">${models.get(row.inspection)?.inspection.number} · ${moment(row.made_at)}</p>
  <p><a href="#${row.inspection}/finding/${row.uid}">${t("Finding")}: ${row.statement || t("No words yet")}</a></p>${stateTag(row)}${reasons(row)}${again(row, "findings")}</li>`;

const photoItem = (row) => html`<li class="card"><img data-photo="${row.uid}" alt="${t("Photo of %(moment)s", { moment: moment(row.made_at) })}" width="96" height="96"> ${size(row.size)}${reasons(row)}
  <div class="line-actions">${again(row, "photos")}<button class="btn" type="button" data-action="drop-photo" data-uid="${row.uid}">${t("Delete")}</button></div></li>`;

const choiceItem = (row) => html`<li class="card"><p>${t("A choice between two answers")} · ${moment(row.made_at)}</p></li>`;

const KINDS = { answer: "Answer", finding: "Finding", photo: "Photo", choice: "Choice" };

function sent(log) {
  if (!log.length) return "";
  const rows = log.slice(-100).reverse();
  return html`<details class="line-guidance"><summary>${t("Sent lately")} (${rows.length})</summary><ul>${rows.map((row) => html`<li>${moment(row.at)} · ${t(KINDS[row.kind])} ${row.number || nameOf(row)}</li>`)}</ul></details>`;
}

const nameOf = (row) => models.get(row.inspection)?.lines.get(row.line)?.clause || row.name || "";

export const refreshed = () => context.again();

export const actions = {
  async choose(button) {
    const card = button.closest("article");
    const line = models.get(card.dataset.inspection).lines.get(card.id.slice(5));
    await choose(context.db, line.uid, card.dataset.inspection, line.conflict.uid, button.dataset.keep);
    context.kept();
  },
  async again(button) {
    const { kind, uid } = button.dataset;
    const row = await context.db.get(kind, uid);
    if (row) await context.db.put(kind, { ...row, state: "waiting", tried: false });
    tell({ inspection: row?.inspection });
    context.kept();
  },
  async "drop-photo"(button) {
    await dropPhoto(context.db, button.dataset.uid);
    context.kept();
  },
  /** Everything that waits, readable without this program; photographs by name. */
  async export() {
    const rows = await unsent(context.db);
    const text = JSON.stringify({ person: context.name, at: new Date().toISOString(), ...rows, photos: rows.photos.map(({ thumb, ...row }) => row) }, null, 2);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `field-${new Date().toISOString().slice(0, 10)}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  },
};
