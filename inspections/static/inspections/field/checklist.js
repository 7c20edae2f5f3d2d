/* The checklist of one inspection: three hundred cards, of which only the touched one is drawn again. */

import { answer, judgeAgain, layUnkept, written } from "./answering.js";
import { UNEXAMINED } from "./asking.js";
import { card, earned, faults, lineState } from "./card.js";
import { choose } from "./changes.js";
import { beginFinding } from "./findings.js";
import { look, mayAnswer, page } from "./checklist_page.js";
import { fill } from "./html.js";
import { read } from "./inputs.js";
import { asked, FILTERS, isOpen, loadInspection, progress } from "./model.js";
import { showThumbs } from "./photos.js";
import { t } from "./words.js";

let model, context, filter;

const find = (uid) => document.getElementById(`line-${uid}`);
const options = (line) => ({ may: mayAnswer(model), me: context.name });

export async function show(root, ctx, uid) {
  [context, filter] = [ctx, "all"];
  model = await load(uid);
  if (!model) return false;
  fill(root, page(model, options));
  for (const line of model.lines.values()) showPhotos(line);
  arrange();
  return model.inspection.number;
}

async function load(uid) {
  await written();
  const found = await loadInspection(context.db, uid);
  if (!found) return null;
  layUnkept(found);
  found.lines.forEach(judgeAgain);
  return found;
}

function draw(line) {
  const node = find(line.uid);
  node.className = `card line-card ${look(line)}`;
  fill(node, card(line, model, options(line)));
  showPhotos(line);
}

const showPhotos = (line) => line.myPhotos.length && showThumbs(find(line.uid), line.myPhotos);

/** Which cards are there to see: asked, and wanted by the filter. */
function arrange() {
  for (const line of model.lines.values()) find(line.uid).hidden = !asked(line) || !FILTERS[filter](line);
  count();
}

function count() {
  const { done, all } = progress(model);
  Object.assign(document.getElementById("bar"), { max: all || 1, value: done });
  document.getElementById("done").textContent = t("%(done)s of %(all)s", { done, all });
  document.getElementById("next").disabled = done === all;
}

const lineAt = (node) => model.lines.get(node.closest(".line-card")?.id.slice(5));

/** A result was chosen, or a field left. */
export function changed(event) {
  if (event.target.id === "filter") {
    filter = event.target.value;
    arrange();
    return;
  }
  const line = lineAt(event.target);
  if (!line || line.conflict || event.target.type === "file") return;
  keep(line);
  retouch(line);
  for (const other of line.session.lines) if (other.shown_after) find(other.uid).hidden = !asked(other) || !FILTERS[filter](other);
  count();
}

/** Something was typed: the inputs stay as they are, only what is said of them changes. */
export function typed(event) {
  const line = event.target.type !== "radio" && event.target.type !== "file" && lineAt(event.target);
  if (!line || line.conflict) return;
  keep(line);
  retouch(line);
}

/** After a tap or a key: what is said of the line. Its inputs stand already, and nothing moves under the finger. */
function retouch(line) {
  const node = find(line.uid);
  node.className = `card line-card ${look(line)}`;
  fill(node.querySelector("[data-part=state]"), lineState(line, model));
  fill(node.querySelector("[data-part=faults]"), faults(line));
  const given = node.querySelector("[data-part=typed]");
  if (given) given.hidden = UNEXAMINED.includes(line.result);
  const score = node.querySelector("[name=score]");
  if (score) score.placeholder = earned(line);
}

function keep(line) {
  const given = read(find(line.uid), line);
  answer(context.db, model, line, given).then(() => context.kept(), (error) => context.failed(error));
}

/** Bring a line onto the screen and the focus into it. */
export function reach(uid) {
  const node = uid && find(uid);
  if (!node) return false;
  node.hidden = false;
  node.scrollIntoView({ block: "start" });
  node.querySelector("input, textarea, button")?.focus({ preventScroll: true });
  return true;
}

/** Something came from elsewhere: the server, another page. Draw what changed; what is being typed stays. */
export async function refreshed() {
  const shown = model;
  const fresh = await load(model.uid);
  if (model !== shown || !document.getElementById("bar")) return undefined; // another page is shown by now
  if (!fresh || fresh.lines.size !== model.lines.size) return context.again();
  const before = model;
  model = fresh;
  for (const line of model.lines.values()) {
    const old = before.lines.get(line.uid);
    if (!old) return context.again();
    if (sign(old) === sign(line)) continue;
    const typing = !line.conflict && document.activeElement?.matches("textarea, input:not([type=radio])") && find(line.uid).contains(document.activeElement);
    if (typing) fill(find(line.uid).querySelector("[data-part=state]"), lineState(line, model));
    else draw(line);
  }
  arrange();
  return undefined;
}

const sign = ({ result, value, note, score, version, conflict, choice, rows, myPhotos, photos, myFindings, findings }) =>
  JSON.stringify([result, value, note, score, version, conflict, choice, rows.map((row) => [row.state, row.tried, row.reasons]), myPhotos.map((row) => [row.uid, row.state]), photos, myFindings.map((row) => [row.uid, row.state, row.statement]), findings]);

export const actions = {
  async finding(button) {
    const uid = await beginFinding(context.db, model, lineAt(button));
    context.go(`${model.uid}/finding/${uid}`);
  },
  async choose(button) {
    const line = lineAt(button);
    await choose(context.db, line.uid, model.uid, line.conflict.uid, button.dataset.keep);
    context.kept();
  },
  next() {
    const lines = [...model.lines.values()].filter((line) => asked(line) && isOpen(line));
    const below = lines.find((line) => !find(line.uid).hidden && find(line.uid).getBoundingClientRect().top > 170);
    const line = below || lines[0];
    if (!line) return;
    reach(line.uid);
  },
};
