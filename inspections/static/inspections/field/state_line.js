/* The line that always says how things stand: network, what waits, when it was last sent; and what to do about it. */

import { fill, html } from "./html.js";
import { state } from "./sync.js";
import { waitingOfOthers } from "./store.js";
import { moment, t } from "./words.js";

const here = () => encodeURIComponent(`/field/${location.hash}`);

const PROBLEMS = {
  signin: () => html`${t("You are signed out. Sign in again: nothing is lost.")} <a href="/login/?next=${here()}">${t("Sign in")}</a>`,
  another: () => html`${t("Another person is signed in on this phone. What waits is sent when its writer signs in.")} <a href="/field/">${t("Open as the person signed in")}</a>`,
  server: () => t("The server does not take anything at the moment. It is tried again on its own."),
  full: () => t("The phone has no room left. What you typed stays on the screen: send what waits, or delete photos, then go on."),
  fault: () => t("Something went wrong on this phone. What was kept is safe; reload the page."),
  take: () => t("It could not be fetched. It is not open to you, or the network is gone."),
};

let said = "";

export function showState(person) {
  const bar = document.getElementById("state");
  const parts = [state.online ? t("Online") : t("No network")];
  if (person) parts.push(state.running ? t("sending ...") : state.waiting ? t("%(number)s waiting", { number: state.waiting }) : t("nothing waits"));
  if (person && state.lastSent) parts.push(t("last sent %(moment)s", { moment: moment(state.lastSent) }));
  const text = parts.join(" · ");
  bar.dataset.online = state.online;
  if (text !== said) document.getElementById("state-text").textContent = text;
  said = text;
  document.getElementById("send").hidden = !person;
  document.getElementById("send").disabled = state.running;
  fill(document.getElementById("problem"), problems(person));
}

function problems(person) {
  const texts = [];
  if (PROBLEMS[state.problem]) texts.push(["warning", PROBLEMS[state.problem]()]);
  if (!window.isSecureContext) texts.push(["danger", t("Work without a network needs an address that begins with https. Ask whoever runs this installation.")]);
  const others = waitingOfOthers(person);
  if (others) texts.push(["info", t("%(number)s changes of another person wait on this phone, unseen. They are sent when that person signs in here.", { number: others })]);
  if (state.skew && !("movedClock" in document.body.dataset)) texts.push(["info", t("This phone's clock differs from the server's by %(span)s. The server corrects the times.", { span: span(Math.abs(state.skew)) })]);
  return texts.map(([look, text]) => html`<p class="alert alert-${look}">${text}</p>`);
}

function span(seconds) {
  if (seconds < 7200) return t("%(number)s minutes", { number: Math.round(seconds / 60) });
  if (seconds < 172800) return t("%(number)s hours", { number: Math.round(seconds / 3600) });
  return t("%(number)s days", { number: Math.round(seconds / 86400) });
}
