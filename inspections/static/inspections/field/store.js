/* What lies on the phone: one database for each person; beside it only who uses the phone now and how much waits. */

import { openDB } from "../../vendor/idb.js";

const PERSON = "qms-field-person";
const WAITING = "qms-field-waiting";

export const whoUsesIt = () => localStorage.getItem(PERSON);
export const stillUsedBy = (person) => whoUsesIt() === person;
export const usedBy = (person) => localStorage.setItem(PERSON, person);

/** How many changes of a person wait on this phone: a number, nothing of what they say. */
export function rememberWaiting(person, number) {
  const counts = JSON.parse(localStorage.getItem(WAITING) || "{}");
  if (number) counts[person] = number;
  else delete counts[person];
  localStorage.setItem(WAITING, JSON.stringify(counts));
}

export function waitingOfOthers(person) {
  const counts = JSON.parse(localStorage.getItem(WAITING) || "{}");
  return Object.entries(counts).reduce((sum, [one, number]) => (one === person ? sum : sum + number), 0);
}

export function openStore(person) {
  return openDB(`qms-field-${person}`, 1, {
    upgrade(db) {
      db.createObjectStore("packages", { keyPath: "uid" });
      db.createObjectStore("choices", { keyPath: "conflict" });
      db.createObjectStore("log", { autoIncrement: true });
      db.createObjectStore("about");
      db.createObjectStore("pictures", { keyPath: "uid" }); // the bytes apart, so that counting reads none of them
      for (const name of ["changes", "findings", "photos"]) {
        const store = db.createObjectStore(name, { keyPath: "uid" });
        store.createIndex("inspection", "inspection");
        store.createIndex("state", "state");
        if (name !== "findings") store.createIndex(name === "changes" ? "line" : "owner", name === "changes" ? "line" : "owner");
      }
    },
    blocking: (current, blocked, event) => event.target.close(),
  });
}

const channel = new BroadcastChannel("qms-field");

/** Tell this page and the other ones of the same phone that the store changed. */
export function tell(what) {
  channel.postMessage(what);
  document.dispatchEvent(new CustomEvent("field-changed", { detail: what }));
}

export function listen(act) {
  channel.addEventListener("message", (event) => act(event.data, "another page"));
  document.addEventListener("field-changed", (event) => act(event.detail, "this page"));
}

const UNSENT = ["draft", "waiting", "refused"];
export const isUnsent = (row) => UNSENT.includes(row.state);

/** Everything of a person that has not reached the server, all or of one inspection. */
export async function unsent(db, inspection = null) {
  const of = (name) => (inspection ? db.getAllFromIndex(name, "inspection", inspection) : db.getAll(name));
  const [changes, findings, photos, choices] = await Promise.all([of("changes"), of("findings"), of("photos"), db.getAll("choices")]);
  return {
    changes: changes.filter(isUnsent),
    findings: findings.filter(isUnsent),
    photos: photos.filter(isUnsent),
    choices: choices.filter((row) => !inspection || row.inspection === inspection),
  };
}

/** How many changes of a person have not reached the server, without reading them. */
export async function countUnsent(db) {
  const kept = ["changes", "findings", "photos"].flatMap((name) => UNSENT.map((state) => db.countFromIndex(name, "state", state)));
  return (await Promise.all([db.count("choices"), ...kept])).reduce((sum, number) => sum + number, 0);
}

export const howMany = (rows) => rows.changes.length + rows.findings.length + rows.photos.length + rows.choices.length;

export async function noteSent(db, row) {
  const key = await db.add("log", { at: new Date().toISOString(), ...row });
  if (key > 300) await db.delete("log", key - 300);
}
