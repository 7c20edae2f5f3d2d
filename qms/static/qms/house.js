/* Small conveniences; every page works without them. */
(function () {
  "use strict";

  const each = (root, selector, act) => root.querySelectorAll(selector).forEach(act);

  /* A click anywhere on a row opens its record; the row's own link serves the keyboard. */
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, label, select, summary")) return;
    if (String(window.getSelection())) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else window.location.assign(row.dataset.href);
  });

  /* Menus close on Escape and on a click elsewhere. */
  const closeMenus = (keep) => each(document, "details[data-menu][open]", (menu) => {
    if (menu !== keep) menu.open = false;
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  /* Leaving a form with unsaved words asks first. */
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) form.dataset.dirty = "";
  });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.target.removeAttribute("data-dirty");
    refuseSecondClick(event.target);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!document.querySelector("form[data-dirty]")) return;
    event.preventDefault();
    event.returnValue = document.body.dataset.unsaved || "";
  });

  /* A second click on the same button sends nothing twice; coming back frees the form. */
  function refuseSecondClick(form) {
    if (!form.matches("[data-guard]")) return;
    setTimeout(() => each(form, "button[type=submit]", (button) => { button.disabled = true; }), 0);
  }
  window.addEventListener("pageshow", () => each(document, "form button[type=submit]:disabled", (button) => {
    button.disabled = false;
  }));

  /* Text areas grow with their text where the browser does not do it itself. */
  const grow = (area) => {
    area.style.height = "auto";
    area.style.height = area.scrollHeight + 2 + "px";
  };
  const growsItself = CSS.supports("field-sizing", "content");
  if (!growsItself) document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-autosize]")) grow(event.target);
  });

  /* Typed chooser: <input data-chooser-url="/units/choose/"> offers what the address answers to ?q=,
     as {"results": [{"value": "...", "label": "..."}]}. The server checks what was typed. */
  function chooser(input) {
    const list = document.createElement("datalist");
    list.id = input.id + "_choices";
    input.after(list);
    input.setAttribute("list", list.id);
    input.autocomplete = "off";
    let timer;
    let asked = 0;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const turn = ++asked;
        const found = await choices(input);
        if (turn === asked && found) list.replaceChildren(...found.map(option));
      }, 150);
    });
  }
  async function choices(input) {
    const url = new URL(input.dataset.chooserUrl, window.location.origin);
    url.searchParams.set("q", input.value);
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      return answer.ok ? (await answer.json()).results : null;
    } catch (error) {
      return null;
    }
  }
  const option = (choice) => {
    const element = document.createElement("option");
    element.value = choice.value;
    element.label = choice.label;
    return element;
  };

  function enhance(root) {
    each(root, "input[data-chooser-url]:not([list])", chooser);
    if (!growsItself) each(root, "textarea[data-autosize]", grow);
    const summary = root.querySelector("[data-focus]");
    if (summary) summary.focus();
  }
  document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => enhance(document));
  else enhance(document);
})();
