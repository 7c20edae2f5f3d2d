// Long lists of tick boxes get a button that ticks all of them; the words come from the page's language.
(function () {
  "use strict";
  var words = document.documentElement.lang === "en" ? ["Tick all", "Untick all"] : ["Chọn tất cả", "Bỏ chọn tất cả"];
  document.querySelectorAll("fieldset .choices").forEach(function (list) {
    var boxes = Array.prototype.slice.call(list.querySelectorAll("input[type=checkbox]"));
    if (boxes.length < 5) { return; }
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-outline-secondary tick-all";
    function all() { return boxes.every(function (box) { return box.checked; }); }
    function say() { button.textContent = all() ? words[1] : words[0]; }
    button.addEventListener("click", function () {
      var on = !all();
      boxes.forEach(function (box) { box.checked = on; });
      say();
    });
    list.addEventListener("change", say);
    list.parentNode.insertBefore(button, list);
    say();
  });
})();
