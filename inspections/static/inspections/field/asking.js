/* How answers are read and judged, and which questions are asked: the same as on the server, which has the last word.
   Faults are [message, values], so that this module needs no words and no page. */

export const UNEXAMINED = ["not_examined", "not_applicable"];
const JUDGED = ["conforming", "not_conforming"];
const LONGEST = 20000; // characters
const LARGEST_SAMPLE = 1000000;

/** {result, value, note, score, faults}: judged; complete when there are no faults. */
export function readAnswer(question, given) {
  const faults = [];
  const note = String(given.note || "").trim();
  if (note.length > LONGEST) faults.push(["The text is longer than 20,000 characters: shorten it.", {}]);
  let value = {};
  let result = given.result || "";
  if (UNEXAMINED.includes(result)) {
    if (!note) faults.push(["Say why it was not examined or does not apply.", {}]);
  } else if (question.type === "conformity") {
    if (!JUDGED.includes(result)) faults.push(["Choose a result.", {}]);
  } else {
    const clean = READERS[question.type](question, given.value || {}, faults);
    value = clean || {};
    result = clean ? judge(question, clean) : "";
  }
  const score = readScore(question, result, value, given.score, faults);
  return { result, value, note, score, faults };
}

/** A day as boxes for days give it, or as people write it, in the order of the standard; "" where it is none. */
function dayIn(text) {
  const standard = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const written = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const [year, month, day] = standard ? standard.slice(1) : written ? written.slice(1).reverse() : [];
  return year ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : "";
}

const READERS = {
  yes_no(question, value, faults) {
    if (["yes", "no"].includes(value.answer)) return { answer: value.answer };
    faults.push(["Answer yes or no.", {}]);
    return null;
  },
  number(question, value, faults) {
    const number = plainNumber(value.number);
    if (number !== null) return { number };
    faults.push(["“%(text)s” is no number: write digits.", { text: String(value.number ?? "").slice(0, 40) }]);
    return null;
  },
  choice(question, value, faults) {
    if (Number.isInteger(value.choice) && question.choices[value.choice]) return { choice: value.choice };
    faults.push(["Choose one of the answers.", {}]);
    return null;
  },
  date(question, value, faults) {
    const date = dayIn(String(value.date ?? "").trim());
    const read = date ? new Date(`${date}T00:00:00Z`) : null;
    if (read && !Number.isNaN(read.getTime()) && read.toISOString().startsWith(date)) return { date }; // 31 February is not
    faults.push(["Give a day.", {}]);
    return null;
  },
  text(question, value, faults) {
    const text = String(value.text ?? "").trim();
    if (text.length > LONGEST) faults.push(["The text is longer than 20,000 characters: shorten it.", {}]);
    else if (text) return { text };
    else faults.push(["Write the answer.", {}]);
    return null;
  },
  sample(question, value, faults) {
    const [examined, of] = [count(value.examined), count(value.of)];
    const empty = value.failed === undefined || value.failed === null || value.failed === "";
    const failed = empty ? 0 : count(value.failed);
    if (examined === null || of === null || failed === null) {
      faults.push(["Say how many were examined, of how many, and how many did not conform: whole numbers.", {}]);
      return null;
    }
    const before = faults.length;
    if (examined < 1 || examined > of)
      faults.push(["%(examined)s examined of %(of)s cannot be: examine at least one, at most all.", { examined, of }]);
    if (failed > examined) faults.push(["%(failed)s cannot fail of %(examined)s examined.", { failed, examined }]);
    return faults.length > before ? null : { examined, of, failed };
  },
};

/** A number without needless zeros, decimal comma or point; null where the text says none. */
export function plainNumber(text) {
  const clean = String(text ?? "").replace(/[\s\u00a0]/g, "").replace(",", ".");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(clean) || Math.abs(Number(clean)) > 999999999.999) return null;
  const [, sign, whole, part = ""] = /^[+]?(-?)0*(\d*)\.?(\d*)$/.exec(clean);
  const rest = part.replace(/0+$/, "");
  return `${sign}${whole || "0"}${rest ? `.${rest}` : ""}`;
}

function count(value) {
  const text = value === null || value === undefined ? "" : String(value).trim();
  return /^\d{1,7}$/.test(text) && Number(text) <= LARGEST_SAMPLE ? Number(text) : null;
}

/** The result that a clean value means; recorded where nothing judges it. */
export function judge(question, value) {
  const conforms = conformsBy(question, value);
  if (conforms === null || conforms === undefined) return "recorded";
  return conforms ? "conforming" : "not_conforming";
}

function conformsBy(question, value) {
  if (question.type === "yes_no") return (value.answer === "no") === Boolean(question.conforms_when_no);
  if (question.type === "choice") return question.choices[value.choice].conforms;
  if (question.type === "sample") return value.failed === 0;
  if (question.type !== "number" || (question.least === null && question.most === null)) return null;
  const number = Number(value.number);
  const least = question.least === null || number >= Number(question.least);
  return least && (question.most === null || number <= Number(question.most));
}

function readScore(question, result, value, given, faults) {
  if (question.max_score === null || question.max_score === undefined || !result || UNEXAMINED.includes(result)) return null;
  if (given === null || given === undefined || given === "") return scoreOf(question, result, value);
  const number = plainNumber(given);
  if (number !== null && Number(number) >= 0 && Number(number) <= Number(question.max_score)) return Number(number).toFixed(2);
  const words = { given: String(given).slice(0, 40), most: plainNumber(question.max_score) };
  faults.push(["The score %(given)s is not between 0 and %(most)s.", words]);
  return null;
}

/** The score that an answer earns by itself; null where a person must say. */
export function scoreOf(question, result, value) {
  const most = Number(question.max_score);
  if (question.type === "sample" && value.examined)
    return ((most * (value.examined - value.failed)) / value.examined).toFixed(2);
  if (result === "conforming") return most.toFixed(2);
  return result === "not_conforming" ? "0.00" : null;
}

/** The words by which later questions ask what was answered. */
export function answersOf(line) {
  if (!line.result) return new Set();
  const words = new Set([line.result]);
  if ("answer" in line.value) words.add(line.value.answer);
  if ("choice" in line.value) words.add(`choice:${line.value.choice}`);
  return words;
}

/** Whether the question is asked, given the answers so far; `byKey` holds the lines of its session. */
export function isAsked(line, byKey) {
  const seen = new Set();
  while (line.shown_after && byKey.has(line.shown_after) && !seen.has(line.shown_after)) {
    seen.add(line.shown_after);
    const earlier = byKey.get(line.shown_after);
    const words = answersOf(earlier);
    if (!line.shown_when.some((word) => words.has(word))) return false;
    line = earlier;
  }
  return true;
}

/** Whether the line's answer demands a photograph or a file. */
export function demandsEvidence(line) {
  const words = answersOf(line);
  return line.evidence_when.some((word) => words.has(word));
}
