"""A phone with the field app: a browser profile of its own that outlives its browser; its network goes on and off."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, expect

from tests.journeys.organisation import PASSWORD

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


class Handset:
    """A phone, 390 px wide, with a browser that keeps what was stored."""

    def __init__(self, browser_type, executable, profile, base, *, language="en", width=390):
        self.browser_type, self.executable, self.profile, self.base = browser_type, executable, profile, base
        self.language, self.width = language, width
        self.faults = []
        self.context = None

    def start(self):
        """Open the browser, as after the phone was switched on."""
        self.context = self.browser_type.launch_persistent_context(
            self.profile,
            executable_path=self.executable,
            args=ARGUMENTS,
            viewport={"width": self.width, "height": 844 if self.width < 500 else 900},
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(15000)
        self.context.add_cookies([{"name": "django_language", "value": self.language, "url": self.base}])
        self.page = self._new_page()
        return self

    def _new_page(self):
        page = self.context.pages[0] if self.context.pages else self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._note)
        return page

    def _note(self, message):
        if message.type == "error" and not re.search(
            r"status of [45]\d\d|ERR_INTERNET_DISCONNECTED|ERR_FAILED", message.text
        ):
            self.faults.append(message.text)

    def stop(self):
        """Close the browser."""
        self.context.close()

    def restart(self, *, network):
        """Close the browser and open it again, with the network on or off."""
        self.stop()
        self.start()
        self.network(network)

    def kill_tab(self):
        """The tab dies, with no chance to tidy up; another one is opened."""
        dead, self.page = self.page, self.context.new_page()
        try:
            dead.goto("chrome://crash", timeout=3000)
        except Error:
            dead.close()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._note)

    def network(self, on):
        """Switch the network, for the page and for its worker."""
        self.context.set_offline(not on)

    def sign_in(self, username):
        """Sign in as somebody."""
        self.page.goto(f"{self.base}/login/")
        self.give_password(username)

    def give_password(self, username):
        """Fill in the sign-in form that is open."""
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.locator("form:has(input[name=password]) button[type=submit]").click()
        self.page.wait_for_url(lambda url: "/login" not in url)

    def sign_out(self):
        """Sign out as a person does, from any page."""
        self.page.goto(f"{self.base}/notices/")
        self.page.locator("details.shell-user > summary").click()
        self.page.locator("details.shell-user button[type=submit]").click()
        self.page.wait_for_url(lambda url: "/login" in url)

    def open(self, inspection=None, part=""):
        """Open the field app, at an inspection or at its list."""
        self.page.goto(f"{self.base}/field/" + (f"#{inspection.uid}{part}" if inspection else part))
        if inspection or part:
            self.page.reload()
        self.page.locator("main h1").wait_for()

    def take_along(self, inspection):
        """Open the inspection with the network on, until phone and worker have all of it."""
        self.open(inspection)
        self.page.locator(".line-card").first.wait_for()
        self.page.evaluate("navigator.serviceWorker.ready")
        self.page.wait_for_function("() => navigator.serviceWorker.controller !== null")

    def card(self, line):
        """The card of a line."""
        return self.page.locator(f"#line-{line.uid}")

    def answer(self, line, word, note=None):
        """Choose a result, and write a note."""
        self.card(line).evaluate("node => node.scrollIntoView({block: 'center'})")
        self.card(line).locator(f"input[type=radio][value='{word}']").check(force=True)
        if note is not None:
            self.card(line).locator("[name=note]").fill(note)

    def photograph(self, line, path):
        """Add a photo to a line."""
        before = self.card(line).locator(".photos li").count()
        self.card(line).locator("input[type=file]").set_input_files(path)
        expect(self.card(line).locator(".photos li")).to_have_count(before + 1)

    def record_finding(self, line, **texts):
        """Write a finding from a line and say that it is finished."""
        self.card(line).locator("[data-action=finding]").click()
        self.page.locator("#finding-form").wait_for()
        self.page.locator(f"input[name=grade][value={texts.pop('grade')}]").check(force=True)
        for name, text in texts.items():
            self.page.locator(f"#finding-form [name={name}]").fill(text)
        self.page.locator("[data-action=finish]").click()
        self.page.locator(".line-card").first.wait_for()

    def says(self, *texts):
        """The line of state says these words."""
        for text in texts:
            expect(self.page.locator("#state-text")).to_contain_text(text)

    def send(self):
        """Press the button that sends."""
        self.page.locator("#send").click()

    def check_page(self):
        """No fault of accessibility, and nothing wider than the screen."""
        found = Axe().run(self.page, None, {"runOnly": RULES})
        assert found.violations_count == 0, found.generate_report()
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{wide} px wider than the screen"

    def picture(self, path):
        """Keep a picture of the page."""
        self.page.screenshot(path=path, full_page=True)
