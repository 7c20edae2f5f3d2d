"""Somebody at a browser: what a person does on a page, and what the page must be."""

import re
from urllib.parse import urljoin

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.organisation import PASSWORD

PHONE = 390
DESK = 1280


class Person:
    """One signed-in person with their own browser context."""

    def __init__(self, context, page, base, username):
        self.context, self.page, self.base, self.username = context, page, base, username
        self.faults = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._note_console)

    def _note_console(self, message):
        if message.type == "error" and not re.search(r"status of 4\d\d", message.text):
            self.faults.append(message.text)

    @classmethod
    def sign_in(cls, browser, base, username, *, language, width):
        """Open the sign-in page in a language and width, and sign in as a person would."""
        context = browser.new_context(viewport={"width": width, "height": 844 if width == PHONE else 900})
        context.add_cookies([{"name": "django_language", "value": language, "url": base}])
        context.set_default_timeout(15000)
        page = context.new_page()
        person = cls(context, page, base, username)
        person.go("/login/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.locator("form:has(input[name=password]) button[type=submit]").click()
        page.wait_for_url(lambda url: "/login" not in url)
        return person

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
        self.page.locator(f"main a[href$='{ending}']").first.click()
        self.page.wait_for_load_state()

    def step(self, name, **values):
        """Click an open step of the record shown, fill it in, send it, and be back on the record."""
        self.follow(f"/steps/{name}/")
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
                field.and_(self.page.locator(f"[value='{one}']")).first.check(force=True)
        elif kind in {"select-one", "select-multiple"}:
            field.first.select_option(value)
        elif kind == "file":
            field.first.set_input_files(value)
        else:
            field.first.fill(str(value))

    def send(self):
        """Send the page's form and wait for what comes."""
        form = self.page.locator("main form[method=post]:has([name]:not([type=hidden])), main form[data-guard]").last
        form.locator("button[type=submit]").last.click()
        self.page.wait_for_load_state()

    def sees(self, text):
        """The page shows the text."""
        expect(self.page.locator("body")).to_contain_text(text)

    def sees_not(self, text):
        """The page does not show the text."""
        expect(self.page.locator("body")).not_to_contain_text(text)

    def is_refused(self, path, status):
        """An address answers with this status."""
        assert self.go(path) == status, f"{self.username} at {path}: {self.page.title()}"

    def check_page(self):
        """No fault of accessibility, and nothing wider than the screen."""
        found = Axe().run(self.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
        assert found.violations_count == 0, f"{self.path}: {found.generate_report()}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.path}: {wide} px wider than the screen"

    def picture(self, folder, name):
        """Keep a picture of the whole page."""
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)
