/* The parts of one round: decisions, answers with findings, photographs. Each is sent until nothing of it waits. */

import { Answered, call, takeAlong } from "./api.js";
import { answersToSend, markTried } from "./changes.js";
import { refuse, settleAnswers, settleChoice, settleFindings, settlePhoto } from "./settle.js";
import { howMany, tell, unsent } from "./store.js";

const CHUNK = 500; // answers in one request

/** Whoever is signed in, and the token of their session, for one round: {person, name, csrf}. */
export async function sendEverything(db, who) {
  for (const row of await db.getAll("choices")) await sendChoice(db, who, row);
  const touched = new Set();
  const sent = new Set();
  for (const inspection of await db.getAllKeys("packages")) {
    if (await waitsForStart(db, inspection)) continue;
    while (await sendRows(db, who, inspection, sent)) touched.add(inspection);
  }
  for (const key of await db.getAllKeys("photos")) await sendPhoto(db, who, await db.get("photos", key), touched);
  return touched;
}

/** What was answered before the visit was started on the server waits until it is. */
async function waitsForStart(db, inspection) {
  let taken = await db.get("packages", inspection);
  if (taken.inspection.status === "notified" && howMany(await unsent(db, inspection))) taken = await refresh(db, inspection);
  return taken.inspection.status === "notified";
}

async function sendChoice(db, who, row) {
  const json = { person: who.person, keep: row.keep };
  try {
    await settleChoice(db, row, await call("POST", `conflicts/${row.conflict}`, { csrf: who.csrf, json }));
  } catch (error) {
    if (!isFinal(error)) throw error;
    await db.delete("choices", row.conflict); // somebody else chose: the refreshed inspection shows what stands
  }
  tell({ line: row.line, inspection: row.inspection });
}

/** Whether something was sent, so that the next chunk follows. */
async function sendRows(db, who, inspection, sent) {
  const found = await db.getAllFromIndex("findings", "inspection", inspection);
  const findings = found.filter((row) => row.state === "waiting" && !sent.has(row.uid));
  const answers = await answersToSend(db, inspection, CHUNK, sent);
  if (!answers.length && !findings.length) return false;
  const batch = { answers: await markTried(db, "changes", answers), findings: await markTried(db, "findings", findings) };
  if (!batch.answers.length && !batch.findings.length) return false;
  for (const row of [...batch.answers, ...batch.findings]) sent.add(row.uid);
  await sendBatch(db, who, inspection, batch);
  tell({ inspection });
  return true;
}

async function sendBatch(db, who, inspection, batch) {
  const json = { person: who.person, sent_at: new Date().toISOString(), answers: batch.answers.map(answerOf), findings: batch.findings.map(findingOf) };
  try {
    const answer = await call("POST", `inspections/${inspection}/sync`, { csrf: who.csrf, json });
    who.skew = answer.skew_seconds || 0;
    await settleAnswers(db, inspection, batch.answers, answer.answers, who.name);
    await settleFindings(db, inspection, batch.findings, answer.findings);
  } catch (error) {
    if (!isFinal(error)) throw error;
    await divide(db, who, inspection, batch, error);
  }
}

/** One row that the server cannot take must not hold up the others: halves, until it stands alone. */
async function divide(db, who, inspection, batch, error) {
  const rows = [...batch.answers.map((row) => ["answers", row]), ...batch.findings.map((row) => ["findings", row])];
  if (rows.length === 1 || [403, 404].includes(error.status)) {
    for (const [name, row] of rows) await refuseRow(db, name === "answers" ? "changes" : "findings", row, error);
    return;
  }
  const middle = Math.ceil(rows.length / 2);
  for (const half of [rows.slice(0, middle), rows.slice(middle)]) {
    const of = (name) => half.filter(([kind]) => kind === name).map(([, row]) => row);
    await sendBatch(db, who, inspection, { answers: of("answers"), findings: of("findings") });
  }
}

async function refuseRow(db, name, row, error) {
  const tx = db.transaction(name, "readwrite");
  if (name === "changes") await refuse(tx.store, row, error.reasons);
  else await tx.store.put({ ...(await tx.store.get(row.uid)), state: "refused", tried: false, reasons: error.reasons });
  await tx.done;
}

async function sendPhoto(db, who, row, touched) {
  if (!row || row.state !== "waiting" || (await waitsForFinding(db, row))) return;
  if ((await db.get("packages", row.inspection))?.inspection.status === "notified") return;
  const query = new URLSearchParams({ [row.kind]: row.of, sha256: row.sha256, name: row.name, made_at: row.made_at, sent_at: new Date().toISOString(), person: who.person });
  try {
    await db.put("photos", { ...row, tried: true });
    const picture = await db.get("pictures", row.uid);
    if (!picture) return void (await db.delete("photos", row.uid)); // taken away meanwhile
    const { bytes } = picture;
    const answer = await call("PUT", `photos/${row.uid}?${query}`, { csrf: who.csrf, bytes });
    await settlePhoto(db, row, answer.outcome);
    touched.add(row.inspection);
  } catch (error) {
    if (!isFinal(error)) throw error;
    await refuseRow(db, "photos", row, error);
  }
  tell({ [row.kind]: row.of, inspection: row.inspection });
}

async function waitsForFinding(db, row) {
  return row.kind === "finding" && (await db.get("findings", row.of))?.state !== "sent";
}

/** The inspection as it stands on the server now; what waits here is laid over it wherever it is shown. */
export async function refresh(db, uid) {
  const taken = await takeAlong(uid);
  await db.put("packages", { ...taken, uid, refreshed_at: new Date().toISOString() });
  tell({ inspection: uid });
  return taken;
}

/** An answer about the thing sent, not about the moment, the session or the person. */
const isFinal = (error) =>
  error instanceof Answered && !error.passes && error.status !== 401 && error.body.code !== "another_person";

const answerOf = ({ uid, line, base_version, result, value, note, score, made_at }) => ({ uid, line, base_version, result, value, note, score, made_at });
const findingOf = ({ uid, line, unit, grade, statement, requirement, evidence, clauses, made_at }) => ({ uid, line, unit, grade, statement, requirement, evidence, clauses, made_at });
