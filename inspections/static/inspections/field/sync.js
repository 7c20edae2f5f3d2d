/* When to send, and what to say about it. One round at a time, in whichever page of the phone came first. */

import { Answered, me, Unreachable } from "./api.js";
import { countWaiting } from "./changes.js";
import { refresh, sendEverything } from "./sending.js";

const FIRST_WAIT = 5000; // milliseconds, doubled after each failure
const LONGEST_WAIT = 300000;
const REST = 300; // milliseconds
const CLOCK_TOLERANCE = 120; // seconds

export const state = { online: navigator.onLine, running: false, waiting: 0, problem: "", skew: 0, lastSent: null };

let failures = 0;
let timer = 0;
let counter = 0;
let more = false; // something came to wait while a round was running

const said = () => document.dispatchEvent(new CustomEvent("field-state"));

export function change(values) {
  Object.assign(state, values);
  said();
}

/** One round, unless another page is at it. `refreshing`: fetch every inspection taken along anew. */
export async function sync(db, person, refreshing = false) {
  clearTimeout(timer);
  more = state.running;
  await navigator.locks.request("qms-field-sync", { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    change({ running: true });
    try {
      await round(db, person, refreshing);
      failures = 0;
    } catch (error) {
      fail(error, db, person);
    }
    change({ running: false, waiting: await countWaiting(db, person) });
  });
  if (more && !state.running && !state.problem) timer = setTimeout(() => sync(db, person), FIRST_WAIT);
}

async function round(db, person, refreshing) {
  const who = await me();
  change({ online: true, skew: skewOf(who.now) });
  if (who.person !== person) {
    change({ problem: "another" });
    return;
  }
  change({ problem: "" });
  const touched = await sendEverything(db, who);
  const wanted = refreshing ? await db.getAllKeys("packages") : touched;
  for (const uid of wanted) await refreshOne(db, uid);
  const at = new Date().toISOString();
  localStorage.setItem(`qms-field-sent-${person}`, at);
  change({ lastSent: at });
}

/** Gone or closed to this person: what was taken along stays readable, and says so by what is refused. */
async function refreshOne(db, uid) {
  try {
    await refresh(db, uid);
  } catch (error) {
    if (!(error instanceof Answered) || ![403, 404].includes(error.status)) throw error;
  }
}

function skewOf(now) {
  const seconds = Math.round((Date.now() - Date.parse(now)) / 1000);
  return Math.abs(seconds) > CLOCK_TOLERANCE ? seconds : 0;
}

function fail(error, db, person) {
  if (error instanceof Unreachable) change({ online: false });
  else if (!(error instanceof Answered)) {
    change({ problem: error.name === "QuotaExceededError" ? "full" : "fault" });
    return;
  } else if (error.status === 401) {
    change({ online: true, problem: "signin" });
    return;
  } else if (error.body.code === "another_person") {
    change({ problem: "another" });
    return;
  } else change({ online: true, problem: "server" });
  const pause = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures++) * (1 + Math.random() / 4);
  timer = setTimeout(() => sync(db, person), Math.max(pause, (error.retryAfter || 0) * 1000));
}

/** Send on its own whenever there is a chance. */
export function keepSending(db, person) {
  state.lastSent = localStorage.getItem(`qms-field-sent-${person}`);
  const attempt = () => {
    failures = 0;
    return sync(db, person);
  };
  window.addEventListener("online", attempt);
  window.addEventListener("offline", () => change({ online: false }));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && attempt());
}

/** Something new waits: counted once the fingers rest, sent soon after. */
export function somethingWaits(db, person) {
  clearTimeout(counter);
  counter = setTimeout(() => countAndSend(db, person), REST);
}

async function countAndSend(db, person) {
  change({ waiting: await countWaiting(db, person) });
  more = true;
  if (!state.online || state.running || state.problem === "signin" || state.problem === "another") return;
  clearTimeout(timer);
  timer = setTimeout(() => sync(db, person), FIRST_WAIT);
}
