/* Names for the boxes that Wagtail's editor leaves without one, so that screen readers say which they are. */
(() => {
  "use strict";

  const BOXES = ".public-DraftEditor-content[contenteditable], .w-panel input[type=text], .w-panel textarea";

  const hasName = (box) =>
    box.hasAttribute("aria-label") || box.hasAttribute("aria-labelledby") || (box.labels && box.labels.length > 0);

  const headingOf = (panel) => {
    const heading = panel.querySelector(":scope > .w-panel__header .w-panel__heading");
    return heading ? heading.textContent.replace("*", "").trim() : "";
  };

  const nameOf = (box) => {
    const label = box.closest(".w-field__wrapper")?.querySelector("label");
    let name = label ? label.textContent.replace("*", "").trim() : "";
    for (let panel = box.closest(".w-panel"); panel && !name; panel = panel.parentElement.closest(".w-panel")) {
      name = headingOf(panel);
    }
    return name;
  };

  const nameBoxes = () => {
    for (const box of document.querySelectorAll(BOXES)) {
      if (!hasName(box)) {
        const name = nameOf(box);
        if (name) box.setAttribute("aria-label", name);
      }
    }
  };

  let waits = false;
  const later = () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      nameBoxes();
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("#page-edit-form");
    if (!form) return;
    nameBoxes();
    new MutationObserver(later).observe(form, { childList: true, subtree: true });
  });
})();
