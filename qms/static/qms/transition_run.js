// A long run goes on by itself, portion by portion; leaving the page stops nothing that was done.
(function () {
  "use strict";
  var form = document.querySelector("form[data-goes-on]");
  if (form) { window.setTimeout(function () { form.requestSubmit(); }, 800); }
})();
