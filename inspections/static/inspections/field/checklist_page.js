/* The page of a checklist before anything is touched: sessions, sections, groups of cards, the bar below. */

import { card } from "./card.js";
import { html, icon } from "./html.js";
import { isOpen } from "./model.js";
import { day, t } from "./words.js";

export const look = (line) => (isOpen(line) ? "" : "line-answered");
export const mayAnswer = (model) => model.inspection.can_answer || model.inspection.status === "notified";

/** The page; `options(line)` says how each card is drawn. */
export const page = (model, options) => html`<p class="record-number">${model.inspection.number}</p><h1 tabindex="-1">${model.inspection.title}</h1>
  ${notStarted(model)}<p class="progress-line"><progress id="bar" aria-label="${t("Answered lines")}"></progress> <span id="done"></span></p>
  ${model.sessions.map((one) => session(one, model, options))}
  <div class="bottom-bar"><label class="visually-hidden" for="filter">${t("Show")}</label><select class="form-select" id="filter">
    <option value="all">${t("All lines")}</option><option value="open">${t("Open lines")}</option><option value="not_conforming">${t("Not conforming")}</option></select>
    <button class="btn" type="button" data-action="next" id="next">${t("Next open")}</button>
    <a class="btn" href="#${model.uid}/findings">${icon("flag")}<span>${t("Findings")}</span></a></div>`;

function notStarted(model) {
  if (model.inspection.can_answer) return "";
  const words = mayAnswer(model)
    ? t("The visit has not been started yet. Your answers are kept on this phone and sent once the lead has started it.")
    : t("Lines are answered by the team while the inspection is in progress.");
  return html`<p class="alert alert-info">${words}</p>`;
}

const GROUP = 10; // lines that the browser lays out together, once they come near the screen

function session(one, model, options) {
  const when = [one.day && day(one.day), one.from_time && one.from_time.slice(0, 5), one.topic].filter(Boolean).join(" · ");
  const groups = [];
  for (let start = 0; start < one.lines.length; start += GROUP) groups.push(group(one.lines, start, model, options));
  return html`<section class="field-session" aria-labelledby="session-${one.uid}"><h2 id="session-${one.uid}">${one.unit.name}</h2>
    <p class="form-hint">${[when, one.place, one.inspectors.join(", "), one.documents.join(", ")].filter(Boolean).join(" · ")}</p>${groups}</section>`;
}

const group = (lines, start, model, options) => html`<div class="line-group">${lines.slice(start, start + GROUP).map((line, index) => {
  const begins = line.section && line.section !== lines[start + index - 1]?.section;
  return html`${begins ? html`<h3 class="section-name">${line.section}</h3>` : ""}
    <article class="card line-card ${look(line)}" id="line-${line.uid}" aria-labelledby="q-${line.uid}">${card(line, model, options(line))}</article>`;
})}</div>`;
