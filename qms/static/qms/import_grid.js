/* In the grid of a register that comes in, arrows lead from one field to the next; everything works without. */
(function () {
  "use strict";
  const step = { ArrowDown: 1, ArrowUp: -1 };
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("form[data-grid] input.form-control, form[data-grid] textarea.form-control");
    if (!field || event.altKey || event.metaKey) return;
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      field.form.requestSubmit();
      return;
    }
    const way = step[event.key];
    if (!way || event.ctrlKey || event.shiftKey || field.matches("textarea, [list]")) return;
    const fields = [...field.form.querySelectorAll("input.form-control, textarea.form-control")];
    const next = fields[fields.indexOf(field) + way];
    if (!next) return;
    event.preventDefault();
    next.focus();
    if (next.select) next.select();
  });
})();
