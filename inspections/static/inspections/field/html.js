/* Markup from templates: every value is escaped unless it is markup itself. */

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

class Markup {
  constructor(text) {
    this.text = text;
  }
}

function shown(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(shown).join("");
  if (value === null || value === undefined || value === false) return "";
  return String(value).replace(/[&<>"']/g, (one) => ESCAPES[one]);
}

export const html = (strings, ...values) => new Markup(String.raw({ raw: strings }, ...values.map(shown)));

/** Put markup into a node; what had the focus keeps it where it is still there. */
export function fill(node, markup) {
  const kept = document.activeElement && node.contains(document.activeElement) ? document.activeElement.id : "";
  node.innerHTML = shown(markup);
  if (kept) document.getElementById(kept)?.focus({ preventScroll: true });
}

export const icon = (name) =>
  html`<svg class="icon" aria-hidden="true"><use href="${document.body.dataset.icons}#${name}"></use></svg>`;
