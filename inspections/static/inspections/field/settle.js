/* What the server answered, written down: what is sent leaves the queue, and what stands comes into the inspection. */

import { linesOf } from "./changes.js";
import { noteSent } from "./store.js";

const ANSWER = ["result", "value", "note", "score", "version", "answered_by", "answered_at"];

function stand(line, standing) {
  for (const name of ANSWER) if (standing && name in standing) line[name] = standing[name];
}

const sentOf = (row) => ({ result: row.result, value: row.value, note: row.note, score: row.score, made_at: row.made_at });

/** The outcomes of one request of answers. A later change of the same line builds on what was just saved. */
export async function settleAnswers(db, inspection, rows, outcomes, sender) {
  const byUid = new Map(rows.map((row) => [row.uid, row]));
  const tx = db.transaction(["packages", "changes"], "readwrite");
  const changes = tx.objectStore("changes");
  const taken = await tx.objectStore("packages").get(inspection);
  const lines = new Map(linesOf(taken).map((line) => [line.uid, line]));
  for (const outcome of outcomes) {
    const row = byUid.get(outcome.uid);
    if (!row) continue;
    if (outcome.outcome === "refused") {
      await refuse(changes, row, outcome.reasons);
      continue;
    }
    await changes.delete(row.uid);
    const line = lines.get(row.line);
    if (line) settleLine(line, row, outcome, sender);
    if (outcome.outcome !== "conflict") await buildOn(changes, row.line, outcome.version);
  }
  if (taken) await tx.objectStore("packages").put(taken);
  await tx.done;
  await Promise.all(outcomes.map((outcome) => told(db, inspection, byUid.get(outcome.uid), outcome)));
}

function settleLine(line, row, outcome, sender) {
  const mine = { ...sentOf(row), version: outcome.version };
  stand(line, outcome.standing || (outcome.outcome === "conflict" ? null : mine));
  if (outcome.version) line.version = outcome.version;
  if (outcome.outcome === "conflict") line.conflict = { uid: outcome.conflict, sent_by: sender, ...sentOf(row) };
}

async function buildOn(changes, line, version) {
  for (const later of await changes.index("line").getAll(line)) {
    if (later.base_version < version) await changes.put({ ...later, base_version: version });
  }
}

/** A refused row stays, with the reasons, to be mended: under a new name, since the old one has been answered. */
export async function refuse(store, row, reasons) {
  const current = await store.get(row.uid);
  if (!current) return;
  await store.delete(row.uid);
  const rows = await store.index("line").getAll(row.line);
  if (rows.some((one) => one.seq > current.seq)) return; // what was written later replaces it, and goes next
  await store.put({ ...current, uid: crypto.randomUUID(), state: "refused", tried: false, reasons: reasons || [] });
}

async function told(db, inspection, row, outcome) {
  if (row && outcome.outcome !== "refused")
    await noteSent(db, { kind: "answer", inspection, line: row.line, made_at: row.made_at, outcome: outcome.outcome });
}

/** The outcomes of findings: a recorded one has its number and is changed on its own page from now on. */
export async function settleFindings(db, inspection, rows, outcomes) {
  const byUid = new Map(rows.map((row) => [row.uid, row]));
  const tx = db.transaction("findings", "readwrite");
  for (const outcome of outcomes) {
    const row = byUid.get(outcome.uid);
    if (!row) continue;
    const refused = outcome.outcome === "refused";
    const state = refused ? { state: "refused", tried: false, reasons: outcome.reasons || [] } : { state: "sent", number: outcome.number, reasons: [] };
    await tx.store.put({ ...row, ...state });
  }
  await tx.done;
  for (const outcome of outcomes) {
    if (outcome.outcome !== "refused")
      await noteSent(db, { kind: "finding", inspection, number: outcome.number, made_at: byUid.get(outcome.uid)?.made_at, outcome: outcome.outcome });
  }
}

/** A photograph that arrived keeps its small picture; the large one makes room. */
export async function settlePhoto(db, row, outcome) {
  await db.put("photos", { ...row, state: "sent", reasons: [] });
  await db.delete("pictures", row.uid);
  await noteSent(db, { kind: "photo", inspection: row.inspection, name: row.name, size: row.size, made_at: row.made_at, outcome });
}

export async function settleChoice(db, row, answer) {
  const tx = db.transaction(["packages", "changes", "choices"], "readwrite");
  const taken = await tx.objectStore("packages").get(row.inspection);
  const line = linesOf(taken).find((one) => one.uid === row.line);
  if (line) {
    stand(line, answer);
    line.conflict = null;
    await tx.objectStore("packages").put(taken);
    await buildOn(tx.objectStore("changes"), row.line, line.version);
  }
  await tx.objectStore("choices").delete(row.conflict);
  await tx.done;
  await noteSent(db, { kind: "choice", inspection: row.inspection, line: row.line, made_at: row.made_at, outcome: row.keep });
}
