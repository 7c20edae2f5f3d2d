/* Findings as they are written on the phone: the row, and what it still lacks. */

import { makeWriter } from "./changes.js";
import { tell } from "./store.js";

const NONCONFORMING = ["minor", "major"];
const TEXTS = ["unit", "grade", "statement", "requirement", "evidence"];

/** A new finding, from a line or free; what the line knows comes with it. */
export async function beginFinding(db, model, line = null) {
  const units = model.inspection.units;
  const clause = line && model.clauses.find((one) => one.number === line.clause);
  const row = {
    uid: crypto.randomUUID(), inspection: model.uid, line: line?.uid || null, grade: "", statement: "",
    unit: line?.session.unit.code || (units.length === 1 ? units[0].code : ""),
    requirement: line ? [line.clause, line.question].filter(Boolean).join(": ") : "",
    evidence: line?.note || "", clauses: clause ? [clause.uid] : [],
    made_at: new Date().toISOString(), state: "draft", tried: false, reasons: [],
  };
  await db.put("findings", row);
  return row.uid;
}

/** What is missing before it can be sent: [message, values] each. */
export function lacks(row) {
  const faults = [];
  if (!row.unit) faults.push(["Choose the unit.", {}]);
  if (!row.grade) faults.push(["Choose the grade.", {}]);
  if (!row.statement.trim()) faults.push(["Write what was found.", {}]);
  if (NONCONFORMING.includes(row.grade) && !(row.requirement.trim() && row.evidence.trim()))
    faults.push(["A nonconformity needs its requirement and its evidence.", {}]);
  return faults;
}

/** It may be on its way already: what is changed now could be lost, so it waits for the answer. */
export const isLocked = (row) => row.state === "sent" || (row.tried && row.state === "waiting");

const save = makeWriter(async (db, uid, values) => {
  const tx = db.transaction("findings", "readwrite");
  const row = await tx.store.get(uid);
  if (row && !isLocked(row)) {
    await Promise.all([tx.store.put({ ...row, ...values, state: "draft" }), tx.done]);
  }
});

/** Keep what stands in the form; it is sent when its writer says that it is finished. */
export const keepFinding = (db, uid, values) => save(uid, db, uid, values);

export function readForm(form) {
  const data = new FormData(form);
  const values = Object.fromEntries(TEXTS.map((name) => [name, String(data.get(name) || "")]));
  return { ...values, clauses: data.getAll("clauses") };
}

/** Finished: it waits to be sent. Returns what is missing. */
export async function finishFinding(db, uid) {
  await save.idle();
  const row = await db.get("findings", uid);
  if (!row || isLocked(row)) return [];
  const faults = lacks(row);
  if (faults.length) return faults;
  await db.put("findings", { ...row, state: "waiting", reasons: [] });
  tell({ line: row.line, inspection: row.inspection });
  return [];
}

/** Give up a finding that was never sent, with its photographs. */
export async function dropFinding(db, uid) {
  await save.idle();
  const row = await db.get("findings", uid);
  if (!row || isLocked(row)) return;
  const tx = db.transaction(["findings", "photos", "pictures"], "readwrite");
  for (const photo of await tx.objectStore("photos").index("owner").getAllKeys(`finding:${uid}`)) {
    await tx.objectStore("photos").delete(photo);
    await tx.objectStore("pictures").delete(photo);
  }
  await tx.objectStore("findings").delete(uid);
  await tx.done;
  tell({ line: row.line, inspection: row.inspection });
}

