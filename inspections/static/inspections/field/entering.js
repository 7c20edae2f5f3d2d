/* Who uses the phone: decided by the server where it can be reached. */

import { Answered, me, Unreachable } from "./api.js";
import { fill, html } from "./html.js";
import { openStore, stillUsedBy, usedBy, whoUsesIt } from "./store.js";
import { change, state } from "./sync.js";
import { t } from "./words.js";

const PATIENCE = 4000; // milliseconds that a person who is known waits for a bad network

/** The person signed in; without a network, or signed out in the middle of a visit, whoever used the phone last. */
export async function enter() {
  const known = whoUsesIt();
  try {
    const who = await me(known ? PATIENCE : undefined);
    usedBy(who.person);
    const db = await openStore(who.person);
    await db.put("about", who.name, "name");
    return { db, person: who.person, name: who.name };
  } catch (error) {
    if (error instanceof Unreachable) change({ online: false });
    else if (error instanceof Answered) change({ problem: error.status === 401 ? "signin" : "server" });
    else throw error;
  }
  if (!known) return null;
  const db = await openStore(known);
  return { db, person: known, name: (await db.get("about", "name")) || "" };
}

/** What a person wrote is never left on the screen for the next one. */
export function leaveWithPerson(person) {
  const check = () => stillUsedBy(person) || location.reload();
  window.addEventListener("storage", check);
  window.addEventListener("pageshow", (event) => event.persisted && check());
}

/** Browsers keep nothing for addresses without https: the inspections stay reachable the ordinary way. */
export function withoutHttps(root) {
  document.getElementById("queue-link").hidden = true;
  fill(root, html`<h1 tabindex="-1">${t("Inspections on this phone")}</h1><p class="card"><a href="/inspections/">${t("Inspections")}</a></p>`);
}

export function gate(root) {
  document.getElementById("queue-link").hidden = true;
  const words = state.online ? t("Sign in to see your inspections.") : t("Nobody is signed in on this phone. Signing in needs a network.");
  fill(root, html`<h1 tabindex="-1">${t("Inspections on this phone")}</h1><p class="card">${words} <a href="/login/?next=/field/">${t("Sign in")}</a></p>`);
}
