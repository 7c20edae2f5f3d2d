/* One line of the checklist as a card. */

import { answerText, resultWord } from "./answer_text.js";
import { scoreOf } from "./asking.js";
import { html } from "./html.js";
import { inputs } from "./inputs.js";
import { findingsElsewhere, lacksEvidence, photosElsewhere } from "./model.js";
import { moment, t } from "./words.js";

const LOOKS = { conforming: "success", not_conforming: "danger", not_examined: "warning", not_applicable: "neutral", recorded: "info" };

export const tag = (look, word) => html`<span class="tag tag-${look}">${word}</span> `;

/** What is to be said of a line's state, in words. */
export function lineState(line, model) {
  const mine = line.rows.at(-1);
  const tags = [];
  if (line.result && mine?.state !== "draft") tags.push(tag(LOOKS[line.result] || "neutral", resultWord(line.result, model)));
  if (mine?.state === "draft") tags.push(tag("warning", t("Not finished")));
  if (mine?.state === "waiting") tags.push(tag("info", t("Waits to be sent")));
  if (mine?.state === "refused") tags.push(tag("danger", t("Not taken by the server")));
  if (line.conflict && !line.choice) tags.push(tag("danger", t("Two answers")));
  if (line.choice) tags.push(tag("info", t("Your choice waits to be sent")));
  if (lacksEvidence(line)) tags.push(tag("warning", t("Photo needed")));
  return tags;
}

const stateParts = (line, model) => html`<span data-part="state">${lineState(line, model)}</span>`;

export function faults(line) {
  const mine = line.rows.at(-1);
  const texts = (line.faults || []).map(([message, values]) => t(message, values));
  if (mine?.state === "refused") texts.push(...mine.reasons);
  return texts.length ? html`<ul class="line-faults">${texts.map((text) => html`<li>${text}</li>`)}</ul>` : "";
}

const guidance = (line) =>
  line.guidance || line.demands.length
    ? html`<details class="line-guidance"><summary>${t("What to look for")}</summary>${line.guidance && html`<p class="pre">${line.guidance}</p>`}
      ${line.demands.length ? html`<ul class="line-demands">${line.demands.map((one) => html`<li>${one}</li>`)}</ul>` : ""}</details>`
    : "";

export const photoList = (photos, may = true) =>
  photos.length
    ? html`<ul class="photos">${photos.map((row) => html`<li><img data-photo="${row.uid}" alt="${t("Photo of %(moment)s", { moment: moment(row.made_at) })}" width="96" height="96">
      ${row.state === "sent" || !may ? tag("success", t("Sent")) : html`<button class="btn btn-small" type="button" data-action="drop-photo" data-uid="${row.uid}" aria-label="${t("Delete the photo of %(moment)s", { moment: moment(row.made_at) })}">${t("Delete")}</button>`}
      ${row.reasons.map((text) => html`<span class="field-error">${text}</span>`)}</li>`)}</ul>`
    : "";

export const photoInput = (id, owner) => html`<span class="btn picker"><input type="file" id="${id}" accept="image/*" capture="environment" multiple data-photo-of="${owner}"><label for="${id}">${t("Photo")}</label></span>`;

/** The score a person gave; one that follows from the answer stands only as a hint in the empty field. */
const ownScore = (line) => (line.score === null || line.score === "" || Number(line.score) === Number(earned(line)) ? "" : line.score);
export const earned = (line) => (line.result ? scoreOf(line, line.result, line.value || {}) : null) ?? "";

function more(line) {
  const note = html`<div class="field"><label class="form-label" for="note-${line.uid}">${t("What was seen")}</label>
    <textarea class="form-control" id="note-${line.uid}" name="note" rows="2" maxlength="20000">${line.note}</textarea></div>`;
  const score = line.max_score === null ? "" : html`<div class="field"><label class="form-label" for="score-${line.uid}">${t("Score, at most %(most)s", { most: line.max_score })}</label>
    <input class="form-control" id="score-${line.uid}" name="score" inputmode="decimal" autocomplete="off" placeholder="${earned(line)}" value="${ownScore(line)}"></div>`;
  return html`${note}${score}<div class="line-actions">
    ${photoInput(`photo-${line.uid}`, `line:${line.uid}`)}
    <button class="btn" type="button" data-action="finding" id="finding-${line.uid}">${t("Record a finding")}</button></div>`;
}

const findings = (line, model) => {
  const mine = line.myFindings.map((row) => html`<li><a href="#${model.uid}/finding/${row.uid}">${row.number || t("Finding")}: ${row.statement || t("Not finished")}</a></li>`);
  const others = findingsElsewhere(line).map((one) => html`<li>${one.number} · ${model.grades.find((grade) => grade.value === one.grade)?.label || ""}</li>`);
  return mine.length + others.length ? html`<ul class="line-findings">${mine}${others}</ul>` : "";
};

/** Both answers of a line, side by side, and the choice between them. */
export function bothAnswers(line, model, me) {
  const { conflict, standing } = line;
  const side = (name, who, at, answer) => html`<div class="version"><h5>${name}</h5><p class="form-hint">${[who, at && moment(at)].filter(Boolean).join(", ")}</p>
    <p><strong>${answerText(line, answer, model)}</strong></p><p class="pre">${answer.note}</p>
    <button class="btn ${line.choice?.keep === answer.keep && "btn-primary"}" type="button" data-action="choose" data-keep="${answer.keep}" data-line="${line.uid}" id="keep-${answer.keep}-${line.uid}" aria-pressed="${line.choice?.keep === answer.keep}">${t("This one stands")}</button></div>`;
  const sent = conflict.sent_by === me ? t("Sent from this phone or by you") : t("Sent at the same time");
  return html`<div class="both"><p class="both-why">${t("This line was answered twice. Neither answer is lost: choose the one that stands.")}</p>
    <div class="versions">${side(sent, conflict.sent_by, conflict.made_at, { ...conflict, keep: "sent" })}
    ${side(t("On the server"), standing.answered_by, standing.answered_at, { ...standing, keep: "standing" })}</div></div>`;
}

/** The card's inside. */
export function card(line, model, { may, me }) {
  const answers = line.conflict ? bothAnswers(line, model, me) : may ? inputs(line, model) : html`<p><strong>${answerText(line, line, model)}</strong></p><p class="pre">${line.note}</p>`;
  return html`<p class="line-clause">${line.clause} ${stateParts(line, model)}</p>
    <h4 class="line-question" id="q-${line.uid}">${line.question}</h4>${guidance(line)}${answers}
    <div data-part="faults">${faults(line)}</div>${may && !line.conflict ? more(line) : ""}
    <div data-part="attached">${attached(line, model, may)}</div>`;
}

/** What hangs on the line beside its answer: it changes also while somebody types there. */
export function attached(line, model, may) {
  return html`${photoList(line.myPhotos, may)}${photosElsewhere(line).length ? html`<p class="form-hint">${t("Photos on the server: %(number)s", { number: photosElsewhere(line).length })}</p>` : ""}
    ${findings(line, model)}${line.standing.answered_by ? html`<p class="form-hint">${line.standing.answered_by}, ${moment(line.standing.answered_at)}</p>` : ""}`;
}
