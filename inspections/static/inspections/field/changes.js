/* Answers that wait: at most one per line that may already be on its way, and one that was written after it. */

import { countUnsent, rememberWaiting, tell } from "./store.js";

const inOrder = (one, other) => one.seq - other.seq;

export async function rowsOf(store, line) {
  return (await store.index("line").getAll(line)).sort(inOrder);
}

/** Keep what a line is answered with (its made_at among it). Until it is sent, later words replace earlier ones. */
export async function keepAnswer(db, line, inspection, answer) {
  const tx = db.transaction("changes", "readwrite");
  const last = (await rowsOf(tx.store, line.uid)).at(-1);
  const open = last && !last.tried;
  const begun = { uid: crypto.randomUUID(), line: line.uid, inspection, base_version: line.version, seq: Date.now(), tried: false };
  const row = { ...(open ? last : begun), ...answer, reasons: [] };
  if (open && last.state === "refused") {
    await tx.store.delete(last.uid);
    row.uid = crypto.randomUUID();
  }
  await Promise.all([tx.store.put(row), tx.done]); // either may say that there is no room
  return row;
}

/** One writer a line: what is typed while a write runs is written right after it, so nothing waits for a pause. */
export function makeWriter(write) {
  const running = new Map();
  function save(key, ...given) {
    const turn = running.get(key);
    if (turn) {
      turn.next = given;
      return turn.done;
    }
    const mine = { next: given };
    mine.done = (async () => {
      try {
        while (mine.next) {
          const now = mine.next;
          mine.next = null;
          await write(...now);
        }
      } finally {
        running.delete(key);
      }
    })();
    running.set(key, mine);
    return mine.done;
  }
  save.idle = () => Promise.allSettled([...running.values()].map((one) => one.done));
  return save;
}

/** The answers of an inspection to send now: the first of each line, unless its two answers must be chosen first. */
export async function answersToSend(db, inspection, limit, sent) {
  const [all, choices, taken] = await Promise.all([
    db.getAllFromIndex("changes", "inspection", inspection),
    db.getAll("choices"),
    db.get("packages", inspection),
  ]);
  const blocked = new Set(choices.map((row) => row.line));
  for (const line of linesOf(taken)) if (line.conflict) blocked.add(line.uid);
  const first = new Map();
  for (const row of all.sort(inOrder)) if (!first.has(row.line)) first.set(row.line, row);
  return [...first.values()].filter((row) => row.state === "waiting" && !sent.has(row.uid) && !blocked.has(row.line)).slice(0, limit);
}

export const linesOf = (taken) => (taken ? taken.sessions.flatMap((session) => session.lines) : []);

/** From now on the rows may have reached the server: what is written later becomes a change of its own. */
export async function markTried(db, name, rows) {
  const tx = db.transaction(name, "readwrite");
  const still = [];
  for (const row of rows) {
    const current = await tx.store.get(row.uid);
    if (!current || current.state !== "waiting") continue;
    still.push({ ...current, tried: true });
    await tx.store.put(still.at(-1));
  }
  await tx.done;
  return still;
}

/** How much waits, also for the eyes of the next person on this phone. */
export async function countWaiting(db, person) {
  const number = await countUnsent(db);
  rememberWaiting(person, number);
  return number;
}

/** Choose which of two answers stands. */
export async function choose(db, line, inspection, conflict, keep) {
  await db.put("choices", { conflict, line, inspection, keep, made_at: new Date().toISOString() });
  tell({ line, inspection });
}
