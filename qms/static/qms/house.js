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

  /* The entry of this page is in sight, however long the navigation is. */
  const here = document.querySelector(".shell-side [aria-current]");
  const entries = here && here.closest(".nav-links");
  if (entries) entries.scrollTop = here.offsetTop - entries.clientHeight / 2;

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

  /* Naming people in a text: after @ and a letter the people who fit are offered; the server reads user names. */
  const NAMING = /(^|[\s(])@([\p{L}\d._+-]+(?: [\p{L}]+){0,3})$/u;
  function mentions(area) {
    const list = document.createElement("ul");
    Object.assign(list, { id: area.id + "_people", className: "mentions", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", area.labels[0] ? area.labels[0].textContent.trim() : "@");
    area.after(list);
    area.setAttribute("aria-controls", list.id);
    area.setAttribute("aria-autocomplete", "list");
    let timer, asked = 0, at = -1;
    const typed = () => NAMING.exec(area.value.slice(0, area.selectionStart));
    const close = () => { list.hidden = true; at = -1; asked++; area.removeAttribute("aria-activedescendant"); };
    const mark = (index) => {
      at = (index + list.children.length) % list.children.length;
      each(list, "[role=option]", (item) => item.setAttribute("aria-selected", String(item === list.children[at])));
      area.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    };
    const take = (item) => {
      const found = typed();
      if (!found) return close();
      const from = area.selectionStart - found[2].length;
      area.setRangeText(item.dataset.username + " ", from, area.selectionStart, "end");
      close();
      area.focus();
    };
    const offer = (person, index) => {
      const item = document.createElement("li");
      item.id = list.id + index;
      item.setAttribute("role", "option");
      item.dataset.username = person.username;
      item.textContent = person.text + " (@" + person.username + ")";
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(item); });
      return item;
    };
    area.addEventListener("input", () => {
      clearTimeout(timer);
      const found = typed();
      if (!found) return close();
      timer = setTimeout(async () => {
        const turn = ++asked;
        const people = await choices({ dataset: { chooserUrl: area.dataset.mentions }, value: found[2] });
        if (turn !== asked || !people || !people.length) return turn === asked ? close() : null;
        list.replaceChildren(...people.slice(0, 8).map(offer));
        list.hidden = false;
        mark(0);
      }, 150);
    });
    area.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      const act = {
        ArrowDown: () => mark(at + 1), ArrowUp: () => mark(at - 1), Escape: close,
        Enter: () => take(list.children[at]), Tab: () => take(list.children[at]),
      }[event.key];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    });
    area.addEventListener("blur", close);
  }

  function enhance(root) {
    each(root, "input[data-chooser-url]:not([list])", chooser);
    each(root, "textarea[data-mentions]:not([aria-controls])", mentions);
    if (!growsItself) each(root, "textarea[data-autosize]", grow);
    const summary = root.querySelector("[data-focus]");
    if (summary) summary.focus();
  }
  document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => enhance(document));
  else enhance(document);
})();
