// Deciding by keys: while a clause's box has the focus, 1 to 9 tick the boxes; Ctrl+Enter decides from anywhere in the form.
(function () {
  "use strict";
  var form = document.querySelector("form[data-decide]");
  if (!form) { return; }
  var boxes = Array.prototype.slice.call(form.querySelectorAll(".transition-boxes input[type=checkbox]"));
  var hint = form.querySelector("[data-keys]");
  if (hint) { hint.hidden = false; }
  form.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    var plain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (plain && boxes.indexOf(event.target) >= 0 && /^[1-9]$/.test(event.key) && boxes[event.key - 1]) {
      boxes[event.key - 1].click();
      boxes[event.key - 1].focus();
    }
  });
})();
