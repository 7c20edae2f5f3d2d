/* The few words that stand in the page itself, and the change of language. */

import { chooseLanguage, language, t } from "./words.js";

export function plainWords() {
  document.documentElement.lang = language();
  document.querySelectorAll("[data-t]").forEach((node) => (node.textContent = t(node.dataset.t)));
  const button = document.getElementById("language");
  const other = language() === "vi" ? "en" : "vi";
  button.textContent = other === "vi" ? "Tiếng Việt" : "English";
  button.lang = other;
  button.addEventListener("click", () => {
    chooseLanguage(other);
    location.reload();
  });
}
