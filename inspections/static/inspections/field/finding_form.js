/* Writing a finding, and the list of those written here. */

import { photoInput, photoList, tag } from "./card.js";
import { beginFinding, dropFinding, finishFinding, isLocked, keepFinding, readForm } from "./findings.js";
import { fill, html, icon } from "./html.js";
import { loadInspection } from "./model.js";
import { showThumbs } from "./photos.js";
import { t } from "./words.js";

let model, context, row;

export const STATES = { draft: ["warning", "Not finished"], waiting: ["info", "Waits to be sent"], refused: ["danger", "Not taken by the server"], sent: ["success", "Sent"] };
export const stateTag = ({ state }) => tag(STATES[state][0], t(STATES[state][1]));

/** All findings of an inspection that were written on this phone. */
export async function showList(root, ctx, uid) {
  context = ctx;
  model = await loadInspection(ctx.db, uid);
  if (!model) return false;
  const title = t("Findings");
  fill(root, html`<p class="record-number"><a href="#${uid}">${model.inspection.number}</a></p><h1 tabindex="-1">${title}</h1>
    <p><button class="btn btn-primary" type="button" data-action="new-finding">${icon("plus")}<span>${t("New finding")}</span></button></p>
    ${model.findings.length ? html`<ul class="plain">${model.findings.map((one) => html`<li class="card"><a href="#${uid}/finding/${one.uid}">${one.statement || t("No words yet")}</a> <span>${one.number || ""} ${gradeWord(one)}</span> ${stateTag(one)}</li>`)}</ul>` : html`<p>${t("No finding has been written on this phone yet.")}</p>`}`);
  return title;
}

const gradeWord = (one) => model.grades.find((grade) => grade.value === one.grade)?.label || "";

export async function showForm(root, ctx, uid, finding) {
  context = ctx;
  model = await loadInspection(ctx.db, uid);
  row = model?.findings.find((one) => one.uid === finding);
  if (!row) return false;
  fill(root, form());
  showThumbs(root, photos());
  return t("Finding");
}

const photos = () => model.photos.filter((one) => one.owner === `finding:${row.uid}`);

const area = (name, label, hint, value) => html`<div class="field"><label class="form-label" for="f-${name}">${label}</label>
  <textarea class="form-control" id="f-${name}" name="${name}" rows="3" maxlength="20000" aria-describedby="h-${name}">${value}</textarea><p class="form-hint" id="h-${name}">${hint}</p></div>`;

function form() {
  const locked = isLocked(row);
  const line = row.line && model.lines.get(row.line);
  return html`<p class="record-number"><a href="#${model.uid}">${model.inspection.number}</a></p><h1 tabindex="-1">${t("Finding")} ${row.number || ""}</h1>
    <p id="finding-state">${stateTag(row)}</p>${line ? html`<p>${t("From the line:")} ${line.question}</p>` : ""}
    ${locked ? html`<p class="alert alert-info">${row.state === "sent" ? t("It has been recorded on the server and is changed there.") : t("It may have reached the server already: it is sent first and then changed on the server.")}</p>` : ""}
    <form id="finding-form" novalidate><div id="finding-faults">${row.reasons.map((text) => html`<p class="alert alert-danger">${text}</p>`)}</div>
    <fieldset class="plain-fields" ${locked && "disabled"}>${unit()}${grades()}
    ${area("statement", t("What was found"), t("The fact in a sentence: what, where, how many."), row.statement)}
    ${area("requirement", t("Requirement"), t("What should have been: the clause, the document, the law."), row.requirement)}
    ${area("evidence", t("Objective evidence"), t("What shows it: number and date of the record, who said it, what was seen."), row.evidence)}
    ${clauses()}</fieldset></form>
    <div class="line-actions">${photoInput("finding-photo", `finding:${row.uid}`)}</div>${photoList(photos())}
    <div class="line-actions">${locked ? "" : html`<button class="btn btn-primary" type="button" data-action="finish">${t("Finished")}</button>
      <button class="btn" type="button" data-action="drop-finding">${t("Delete")}</button>`}<a class="btn" href="#${row.line ? model.uid : `${model.uid}/findings`}">${t("Back")}</a></div>`;
}

const unit = () => html`<div class="field"><label class="form-label" for="f-unit">${t("Unit")}</label><select class="form-select" id="f-unit" name="unit">
  ${row.unit ? "" : html`<option value=""></option>`}${model.inspection.units.map((one) => html`<option value="${one.code}" ${one.code === row.unit && "selected"}>${one.code} · ${one.name}</option>`)}</select></div>`;

const grades = () => html`<fieldset class="grades"><legend class="form-label">${t("Grade")}</legend>${model.grades.map((one) => html`<label class="segment">
  <input type="radio" id="g-${one.value}" name="grade" value="${one.value}" ${one.value === row.grade && "checked"}> <span>${one.label}<small>${one.rule}</small></span></label>`)}</fieldset>`;

const clauses = () => html`<details class="line-guidance" ${row.clauses.length && "open"}><summary>${t("Clauses")} <span id="clauses-chosen">${chosen()}</span></summary><fieldset class="clauses"><legend class="visually-hidden">${t("Clauses")}</legend>
  ${model.clauses.map((one) => html`<label><input type="checkbox" name="clauses" value="${one.uid}" ${row.clauses.includes(one.uid) && "checked"}> <span>${one.number} ${one.title}</span></label>`)}</fieldset></details>`;

const chosen = () => model.clauses.filter((one) => row.clauses.includes(one.uid)).map((one) => one.number).join(", ");

function keep() {
  const values = readForm(document.getElementById("finding-form"));
  Object.assign(row, values, { state: "draft" });
  document.getElementById("clauses-chosen").textContent = chosen();
  fill(document.getElementById("finding-state"), stateTag(row));
  keepFinding(context.db, row.uid, values).then(() => context.kept(), (error) => context.failed(error));
}

export const typed = (event) => event.target.form?.id === "finding-form" && !isLocked(row) && keep();
export const changed = typed;

/** Only the photographs change under the writer's hands; once it is sent the whole form says so. */
export async function refreshed(root) {
  const fresh = await context.db.get("findings", row.uid);
  if (!fresh || fresh.state !== row.state || fresh.tried !== row.tried) return context.again();
  const all = await context.db.getAllFromIndex("photos", "owner", `finding:${row.uid}`);
  if (all.map((one) => one.uid + one.state).join() !== photos().map((one) => one.uid + one.state).join()) return context.again();
  return root;
}

export const actions = {
  async "new-finding"() {
    context.go(`${model.uid}/finding/${await beginFinding(context.db, model)}`);
  },
  async finish() {
    const faults = await finishFinding(context.db, row.uid);
    const box = document.getElementById("finding-faults");
    fill(box, faults.map(([message, values]) => html`<p class="alert alert-danger" role="alert">${t(message, values)}</p>`));
    if (faults.length) return box.scrollIntoView({ block: "center" });
    context.kept();
    return context.go(row.line ? model.uid : `${model.uid}/findings`);
  },
  async "drop-finding"() {
    if (!window.confirm(t("Delete this finding and its photos from the phone?"))) return;
    await dropFinding(context.db, row.uid);
    context.kept();
    context.go(row.line ? model.uid : `${model.uid}/findings`);
  },
};
