"""Somebody at a browser: what a person does on a page, and what the page must be."""

import re
from urllib.parse import urljoin

from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from playwright.sync_api import expect

from tests.journeys.organisation import PASSWORD

PHONE = 390
DESK = 1280


class Person:
    """One signed-in person with their own browser context."""

    def __init__(self, context, page, base, username, language):
        self.context, self.page, self.base = context, page, base
        self.username, self.language = username, language
        self.faults = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._note_console)

    def _note_console(self, message):
        if message.type == "error" and not re.search(r"status of 4\d\d", message.text):
            self.faults.append(message.text)

    @classmethod
    def sign_in(cls, browser, base, username, *, language, width):
        """Open the sign-in page in a language and width, and sign in as a person would."""
        context = browser.new_context(reduced_motion="reduce")
        context.set_default_timeout(15000)
        person = cls(context, context.new_page(), base, username, language)
        person.look(width, language)
        if username:
            person._give_password()
        return person

    def _give_password(self):
        self.go("/login/")
        self.page.fill("input[name=username]", self.username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.locator("form:has(input[name=password]) button[type=submit]").click()
        self.page.wait_for_url(lambda url: "/login" not in url)

    def look(self, width, language):
        """From now on at this width, in this language."""
        self.language = language
        self.page.set_viewport_size({"width": width, "height": 844 if width == PHONE else 900})
        self.context.add_cookies([{"name": "django_language", "value": language, "url": self.base}])

    def close(self):
        """Leave. A page that threw in the browser fails the journey."""
        self.context.close()
        assert not self.faults, self.faults

    def go(self, path):
        """Open an address. Returns the status."""
        return self.page.goto(urljoin(self.base, path)).status

    @property
    def path(self):
        """The address without the server."""
        return self.page.url.removeprefix(self.base)

    def follow(self, ending):
        """Click the link whose address ends so: a step, a page of a record."""
        self.press(self.page.locator(f"main a[href$='{ending}']").first)

    def step(self, name, **values):
        """Click an open step of the record shown, fill it in, send it, and be back on the record."""
        self.take(f"/steps/{name}/", **values)

    def take(self, ending, **values):
        """Follow the link that ends so to a form, fill it in, send it."""
        self.follow(ending)
        self.fill(**values)
        self.send()

    def fill(self, **values):
        """Fill fields by name: text, dates, choices (value or label), files, check boxes."""
        for name, value in values.items():
            self._fill_one(self.page.locator(f"main [name='{name}']"), value)

    def _fill_one(self, field, value):
        kind = field.first.evaluate("node => node.type || node.tagName.toLowerCase()")
        if kind in {"radio", "checkbox"}:
            wanted = value if isinstance(value, list) else [value]
            for one in wanted:
                box = field.and_(self.page.locator(f"[value='{one}']")).first
                box.evaluate(
                    "node => node.scrollIntoView({block: 'center', behavior: 'instant'})"
                )  # not under the head of the page
                box.check(force=True)
        elif kind in {"select-one", "select-multiple"}:
            field.first.select_option(value)
        elif kind == "file":
            field.first.set_input_files(value)
        else:
            field.first.fill(str(value))

    def send(self):
        """Send the page's form and wait for what comes."""
        form = self.page.locator("main form[method=post]:has([name]:not([type=hidden])), main form[data-guard]").last
        hidden, looking = "[aria-hidden=true]", "[formnovalidate]"
        own = f"button[type=submit]:not([name], {looking}, {hidden})"
        named = f".form-actions button[type=submit]:not({looking}, {hidden})"
        self.press(form.locator(f"{own}, {named}").first)  # the others look, and save nothing

    def press(self, button):
        """Click what leads to another page, or to the same one anew, and wait for it."""
        with self.page.expect_navigation():
            button.click()

    def sees(self, *texts):
        """The page shows the texts."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def sees_not(self, text):
        """The page does not show the text."""
        expect(self.page.locator("main")).not_to_contain_text(text)

    def words(self, message, **values):
        """A sentence of the product in this person's language."""
        with translation.override(self.language):
            sentence = translation.gettext(message)
        return sentence % values if values else sentence

    def sees_words(self, message, **values):
        """The page shows a sentence of the product in this person's language."""
        self.sees(self.words(message, **values))

    def steps(self):
        """Names of the steps that are open on the record shown."""
        addresses = self.page.locator(".steps-open a").evaluate_all("nodes => nodes.map(node => node.pathname)")
        return {address.rstrip("/").rpartition("/")[2] for address in addresses}

    def is_refused(self, path, status):
        """An address answers with this status."""
        assert self.go(path) == status, f"{self.username} at {path}: {self.page.title()}"

    def answers(self, path):
        """The status of an address, without opening it."""
        return self.context.request.get(urljoin(self.base, path)).status

    def finds(self, path, texts):
        """Those of the texts that stand in what an address answers: a page, a file."""
        answer = self.context.request.get(urljoin(self.base, path))
        assert answer.status == 200, path
        body = answer.body().decode("utf-8-sig")
        return [text for text in texts if text in body]

    def finds_record(self, path, number):
        """Whether an address tells of a record."""
        return bool(self.finds_records(path, [number]))

    def finds_records(self, path, numbers):
        """Those of the records that an address tells of: rows of the list or lines of the file, not the search box."""
        if "export=" in path:
            return self.finds(path, numbers)
        assert self.go(path) == 200, path
        rows = self.page.locator("tbody").all_inner_texts()
        return [number for number in numbers if any(number in row for row in rows)]

    def post(self, path, **values):
        """Send values straight to an address, as somebody who bypasses the pages would. Returns the status."""
        token = next(one["value"] for one in self.context.cookies() if one["name"] == "csrftoken")
        headers = {"X-CSRFToken": token, "Referer": self.base}
        return self.context.request.post(urljoin(self.base, path), form=values, headers=headers).status

    def check_page(self):
        """No fault of accessibility, and nothing wider than the screen."""
        self.page.evaluate("window.scrollTo(0, 0)")  # what sticks to the top covers nothing then
        own = {"exclude": [[".w-minimap"]]}  # which Wagtail's own script draws
        found = Axe().run(self.page, own, {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
        assert found.violations_count == 0, f"{self.path}: {found.generate_report()}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.path}: {wide} px wider than the screen"
        hidden = self.page.evaluate(
            "[...document.querySelectorAll('main .list-card .table-responsive')]"
            ".map(node => node.scrollWidth - node.clientWidth).filter(over => over > 1)"
        )
        assert not hidden, f"{self.path}: a table hides {hidden} px at its right"

    def picture(self, folder, name):
        """Keep a picture of the whole page."""
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)
