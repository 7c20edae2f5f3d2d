/* The inputs of each type of question, and what stands in them. */

import { UNEXAMINED } from "./asking.js";
import { html } from "./html.js";
import { resultWord } from "./answer_text.js";
import { t } from "./words.js";

const radio = (line, word, label, checked, look = "") => html`<label class="segment ${look && `segment-${look}`}">
  <input type="radio" id="r-${word.replace(":", "-")}-${line.uid}" name="r-${line.uid}" value="${word}" ${checked && "checked"}> <span>${label}</span></label>`;

const group = (line, segments) => html`<fieldset class="segments"><legend class="visually-hidden">${t("Result")}</legend>${segments}</fieldset>`;

const unexamined = (line, model) => UNEXAMINED.map((word) => radio(line, word, resultWord(word, model), line.result === word, word));

const given = (line, name) => (line.value || {})[name] ?? "";

const box = (line, name, label, kind, more = "") => html`<div class="field"><label class="form-label" for="v-${name}-${line.uid}">${label}</label>
  <input class="form-control" id="v-${name}-${line.uid}" name="${name}" type="${kind === "date" ? "date" : "text"}" inputmode="${kind}" autocomplete="off" value="${given(line, name)}" ${more}></div>`;

const KINDS = {
  conformity: (line, model) => ["conforming", "not_conforming"].map((word) => radio(line, word, resultWord(word, model), line.result === word, word)),
  yes_no: (line) => [["yes", t("Yes")], ["no", t("No")]].map(([word, label]) => radio(line, word, label, line.value.answer === word, yesNoLook(line, word))),
  choice: (line) => line.choices.map((choice, index) => radio(line, `choice:${index}`, choice.label, line.value.choice === index, choiceLook(choice))),
};

const yesNoLook = (line, word) => ((word === "no") === Boolean(line.conforms_when_no) ? "conforming" : "not_conforming");
const choiceLook = ({ conforms }) => (conforms === true ? "conforming" : conforms === false ? "not_conforming" : "");

const TYPED = {
  number: (line) => [box(line, "number", limits(line), "decimal")],
  date: (line) => [box(line, "date", t("Day"), "date")],
  text: (line) => [html`<div class="field"><label class="form-label" for="v-text-${line.uid}">${t("The answer")}</label>
    <textarea class="form-control" id="v-text-${line.uid}" name="text" rows="2" maxlength="20000">${given(line, "text")}</textarea></div>`],
  sample: (line) => [html`<div class="sample">${[box(line, "examined", t("Examined"), "numeric"), box(line, "of", t("Of how many"), "numeric"), box(line, "failed", t("Did not conform"), "numeric")]}</div>`],
};

function limits(line) {
  const [least, most, measure] = [line.least, line.most, line.measure || ""];
  const words = { least, most, measure };
  if (least !== null && most !== null) return t("Number, from %(least)s to %(most)s %(measure)s", words);
  if (least !== null) return t("Number, at least %(least)s %(measure)s", words);
  if (most !== null) return t("Number, at most %(most)s %(measure)s", words);
  return t("Number %(measure)s", words);
}

/** What a line is answered with. */
export function inputs(line, model) {
  if (KINDS[line.type]) return group(line, [...KINDS[line.type](line, model), ...unexamined(line, model)]);
  const without = UNEXAMINED.includes(line.result);
  const segments = [radio(line, "given", t("Answered"), !without), ...unexamined(line, model)];
  return html`<div data-part="typed" ${without && "hidden"}>${TYPED[line.type](line)}</div>${group(line, segments)}`;
}

/** What stands in a card's inputs: {result, value, note, score}. */
export function read(card, line) {
  const chosen = card.querySelector(`input[name="r-${line.uid}"]:checked`)?.value || "";
  const text = (name) => card.querySelector(`[name="${name}"]`)?.value;
  const common = { note: text("note") ?? line.note ?? "", score: text("score") ?? null, value: {}, result: "" };
  if (line.type === "conformity") return { ...common, result: chosen };
  if (["yes", "no"].includes(chosen)) return { ...common, value: { answer: chosen } };
  if (chosen.startsWith("choice:")) return { ...common, value: { choice: Number(chosen.slice(7)) } };
  const names = { number: ["number"], date: ["date"], text: ["text"], sample: ["examined", "of", "failed"] }[line.type] || [];
  const value = Object.fromEntries(names.map((name) => [name, text(name)]).filter(([, one]) => one));
  return { ...common, value, result: UNEXAMINED.includes(chosen) ? chosen : "" };
}
