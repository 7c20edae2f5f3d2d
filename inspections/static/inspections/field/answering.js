/* From what stands in a card's inputs to what is kept: judged, shown at once, written at once. */

import { readAnswer } from "./asking.js";
import { keepAnswer, makeWriter } from "./changes.js";
import { overlay } from "./model.js";

const unkept = new Map(); // what the phone had no room for, by line: it stays on the screen and is tried again

const save = makeWriter(async (db, line, inspection, content) => {
  await keepAnswer(db, line, inspection, content);
  unkept.delete(line.uid);
});

export const written = () => save.idle();

/** Take over what was given for a line. Resolves when it is kept; rejects where the phone cannot keep it. */
export async function answer(db, model, line, given) {
  const read = readAnswer(line, given);
  line.faults = read.faults;
  const ready = !read.faults.length;
  const { result, value, score } = ready ? read : given;
  const made_at = new Date().toISOString(); // of the tap, not of the moment at which the phone has written it
  const content = { result, value, score, typed: given.value, note: given.note, state: ready ? "waiting" : "draft", made_at };
  if (isSame(line, content)) return;
  lay(line, content);
  unkept.set(line.uid, content);
  const others = [...unkept].filter(([uid]) => uid !== line.uid && model.lines.has(uid));
  await save(line.uid, db, line, model.uid, content);
  for (const [uid, one] of others) await save(uid, db, model.lines.get(uid), model.uid, one);
}

/** Leaving a field says again what was said: no change, and nothing to send. */
function isSame(line, content) {
  const last = line.rows.at(-1);
  const shape = ({ result, value, note, score }) => JSON.stringify([result, value || {}, note || "", score === null || score === "" ? null : Number(score)]);
  if (!last) return shape(line.standing) === shape({ ...content, value: content.state === "draft" ? content.typed : content.value });
  return last.state === content.state && shape(last) === shape(content) && JSON.stringify(last.typed) === JSON.stringify(content.typed);
}

function lay(line, content) {
  const last = line.rows.at(-1);
  const open = last && !last.tried;
  const row = { tried: false, ...(open ? last : {}), ...content, reasons: [] };
  if (open) line.rows.pop();
  line.rows.push(row);
  overlay(line);
}

/** Lay what could not be kept over an inspection that was read anew. */
export function layUnkept(model) {
  for (const [uid, content] of unkept) if (model.lines.has(uid)) lay(model.lines.get(uid), content);
}

/** The faults of what is not finished, as they were said when it was written. */
export function judgeAgain(line) {
  const mine = line.rows.at(-1);
  line.faults = mine?.state === "draft" ? readAnswer(line, { ...mine, value: mine.typed || mine.value }).faults : [];
}
