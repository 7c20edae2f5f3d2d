/* One inspection as it is shown: what was taken along, with what waits on the phone laid over it. */

import { answersOf, demandsEvidence, isAsked } from "./asking.js";

export async function loadInspection(db, uid) {
  const taken = await db.get("packages", uid);
  if (!taken) return null;
  const of = (name) => db.getAllFromIndex(name, "inspection", uid);
  const [changes, photos, findings, choices] = await Promise.all([of("changes"), of("photos"), of("findings"), db.getAll("choices")]);
  const lines = new Map();
  for (const session of taken.sessions) {
    session.byKey = new Map();
    for (const line of session.lines) {
      Object.assign(line, { session, rows: [], myPhotos: [], myFindings: [], choice: null, standing: answerOf(line) });
      lines.set(line.uid, line);
      if (line.key) session.byKey.set(line.key, line);
    }
  }
  const known = (uid) => lines.get(uid) || { rows: [], myPhotos: [], myFindings: [] };
  changes.sort((one, other) => one.seq - other.seq).forEach((row) => known(row.line).rows.push(row));
  photos.filter((row) => row.kind === "line").forEach((row) => known(row.of).myPhotos.push(row));
  findings.filter((row) => row.line).forEach((row) => known(row.line).myFindings.push(row));
  choices.forEach((row) => (known(row.line).choice = row));
  lines.forEach(overlay);
  return { ...taken, lines, photos, findings };
}

const answerOf = ({ result, value, note, score, answered_by, answered_at }) => ({ result, value: value || {}, note, score, answered_by, answered_at });

/** What was written last on this phone, else what stands. */
export function overlay(line) {
  const mine = line.rows.at(-1);
  Object.assign(line, mine ? answerOf({ ...line.standing, ...mine, value: mine.typed || mine.value }) : line.standing);
}

export const asked = (line) => !line.shown_after || isAsked(line, line.session.byKey);

/** The photographs of a line that the server has and that do not lie here too. */
export function photosElsewhere(line) {
  const mine = new Set(line.myPhotos.map((row) => row.uid));
  return (line.photos || []).filter((photo) => !mine.has(photo.uid));
}

export function findingsElsewhere(line) {
  const mine = new Set(line.myFindings.map((row) => row.uid));
  return (line.findings || []).filter((finding) => !mine.has(finding.uid));
}

export const lacksEvidence = (line) => demandsEvidence(line) && !line.myPhotos.length && !(line.photos || []).length;

/** Whether something is still owed on a line: an answer, a mended one, a choice, a photograph. */
export function isOpen(line) {
  const mine = line.rows.at(-1);
  return !line.result || Boolean(mine && mine.state !== "waiting") || Boolean(line.conflict && !line.choice) || lacksEvidence(line);
}

export const FILTERS = {
  all: () => true,
  open: isOpen,
  not_conforming: (line) => answersOf(line).has("not_conforming"),
};

export function progress(model) {
  let [done, all] = [0, 0];
  for (const line of model.lines.values()) {
    if (!asked(line)) continue;
    all += 1;
    if (!isOpen(line)) done += 1;
  }
  return { done, all };
}
