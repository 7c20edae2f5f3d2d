/* An answer in words. */

import { day, t } from "./words.js";

export const resultWord = (result, model) => model.results.find((one) => one.value === result)?.label || "";

export function answerText(line, answer, model) {
  const parts = [resultWord(answer.result, model), valueText(line, answer.value || {})];
  if (answer.score !== null && answer.score !== undefined && answer.score !== "") parts.push(t("Score %(score)s", { score: answer.score }));
  return parts.filter(Boolean).join(" · ");
}

function valueText(line, value) {
  if (value.answer) return value.answer === "yes" ? t("Yes") : t("No");
  if (value.number !== undefined) return `${value.number} ${line.measure || ""}`.trim();
  if (value.choice !== undefined) return line.choices[value.choice]?.label || "";
  if (value.date) return day(value.date);
  if (value.text) return value.text;
  if (value.examined !== undefined)
    return t("%(examined)s of %(of)s examined, %(failed)s did not conform", { failed: 0, examined: "…", of: "…", ...value });
  return "";
}
