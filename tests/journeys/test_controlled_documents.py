"""A procedure from the wish of a reader to an issue in force, read and understood, and its old issue superseded."""

from qms.models import ChangeRequest, Decision, Document, Issue, Suggestion
from tests.factories import RoleFactory
from tests.journeys import visit
from tests.journeys.organisation import PASSWORD
from tests.journeys.paperwork import LIMIT, bring_through_review, procedure_in_force, reviewed_document
from tests.journeys.person import PHONE

WISH = "Thẩm định lâu hơn đối với hồ sơ phức tạp"
COMMENT = "Quá thời hạn của luật: rút ngắn bước thẩm định"
HINT = "Ghi rõ hồ sơ phức tạp là gì"
TYPED = "Để dân khỏi phải chờ. "
APPRAISAL = 3
"""Place of the step «thẩm định» in the skeleton's table, counted from none."""
LISTS = ["/documents/", "/documents/register/", "/documents/requests/", "/decisions/", "/documents/reading/"]


def test_an_issue_from_wish_to_read_and_understood(people, sign_in, demo_clock):
    """Nobody decides on their own work; nothing waits for a worker; strangers find none of it."""
    people.documents = [procedure_in_force(people, "QT-31", "inspector1"), reviewed_document(people, "QT-33")]
    story = Story(sign_in, people, demo_clock)
    story.ask()
    story.draft_over_the_limit()
    story.send_back()
    story.mend()
    story.review()
    story.decide_on_three()
    story.refuse_their_own()
    story.sign()
    story.wait_for_the_day()
    story.come_into_force()
    story.read_and_understand()
    story.tell_old_prints()
    story.stay_hidden()


class Story:
    """The people of one journey."""

    def __init__(self, sign_in, people, demo_clock):
        self.sign_in, self.people, self.clock = sign_in, people, demo_clock
        self.document = Document.objects.get(number="QT-31")
        self.first = self.document.issue_in_force()
        self.officer = sign_in("officer1")
        self.reader = sign_in("reader1", width=PHONE)

    def ask(self):
        """A reader asks on a phone from the document's page; their manager endorses; the author starts the draft."""
        self.reader.go(f"/documents/requests/new/?document={self.document.uid}")
        self.reader.fill(kind="change", title=WISH, why="Hồ sơ phức tạp bị trả chậm")
        self.reader.check_page()
        self.reader.send()
        self.wish = ChangeRequest.objects.get()
        self.manager = self.sign_in("manager1-ncc", language="en", width=PHONE)
        self.at(self.manager, self.wish)
        self.manager.step("endorse")
        self.author = self.sign_in("inspector1")
        self.at(self.author, self.wish)
        self.author.step("start", change="issue", summary_of_change="Thêm thời gian cho hồ sơ phức tạp")
        self.issue = self.document.issues.latest("pk")
        self.is_now(self.wish, "taken_up")
        assert self.issue.issue_number == "02"

    def draft_over_the_limit(self):
        """The editor warns with the total before and after; saving sends nothing."""
        assert self.write(days=9) == "draft"
        total = "The steps add up to %(total)s working days (%(before)s in the issue in force); the legal limit is "
        total += "%(limit)s. Shorten steps, or correct the limit if it is wrong."
        warning = self.author.words(total, total=self.shown(12.5), before=self.shown(8.5), limit=LIMIT)
        self.sees_in_editor(warning)
        self.at(self.author, self.issue)
        users = self.people.users
        reviewers = {"reviewer_1": visit.key(users["manager1"]), "reviewer_2": visit.key(users["lead1"])}
        self.author.take("/review/reviewers/", **reviewers)
        self.submit()

    def write(self, days):
        """Give the appraisal so many days in the editor, and keep the draft."""
        self.author.go(f"/documents/{self.document.uid}/write/")
        self.author.page.locator("input[name$='-duration']").nth(APPRAISAL).fill(str(days))
        self.author.press(self.author.page.locator(".action-save").first)
        self.issue.refresh_from_db()
        return self.issue.status

    def shown(self, number):
        """A number of days as the person reads it."""
        return str(number).replace(".", "," if self.author.language == "vi" else ".")

    def sees_in_editor(self, *texts):
        """The author reads it on the page where they write."""
        text = self.author.page.locator("main").inner_text()
        for one in texts:
            assert one in text, (one, text)

    def submit(self):
        """The author sends it for review."""
        self.at(self.author, self.issue)
        self.author.step("submit")
        self.is_now(self.issue, "in_review")

    def send_back(self):
        """The first reviewer is on it, suggests something and returns it; the second waits for their turn."""
        self.second = self.sign_in("lead1", language="en")
        address = f"{self.issue.get_absolute_url()}steps/review/"
        self.second.is_refused(address, 409)
        self.second.sees_words(
            "Reviewers come in their order: it is the turn of %(person)s.", person=self.people.users["manager1"]
        )
        self.author.is_refused(address, 409)
        self.author.sees_words("Whoever wrote this issue does not review it.")
        self.reviewer = self.sign_in("manager1", language="en", width=PHONE)
        self.at(self.reviewer, self.issue)
        self.reviewer.take("/review/take_up/")
        self.reviewer.take("/review/suggest/", text=HINT)
        self.reviewer.check_page()
        self.reviewer.step("return", reason=COMMENT)
        self.is_now(self.issue, "draft")

    def mend(self):
        """The author reads comment and suggestion where they write, mends, answers, and sends it anew."""
        assert self.write(days=6) == "draft"
        self.sees_in_editor(COMMENT, HINT)
        assert str(LIMIT) not in self.author.page.locator("main .help-warning").last.inner_text()
        self.at(self.author, self.issue)
        self.author.sees(COMMENT)
        # nobody is on a review that was returned
        assert not self.author.page.locator("[aria-labelledby=reviewers-title] .tag-info").count()
        self.author.is_refused(f"{self.issue.get_absolute_url()}steps/submit/", 409)
        self.author.go(f"/documents/suggestions/{Suggestion.objects.get().uid}/apply/")
        self.author.fill(answer="Đã ghi rõ")
        self.author.send()
        self.submit()

    def review(self):
        """Both reviewers in their order; the second sees in one click what changed since the issue in force."""
        self.at(self.reviewer, self.issue)
        self.reviewer.step("review")
        self.is_now(self.issue, "in_review")
        self.at(self.second, self.issue)
        self.second.follow("/compare/")
        assert self.second.page.locator("main ins").count()
        self.second.check_page()
        self.at(self.second, self.issue)
        self.second.step("review")
        self.is_now(self.issue, "reviewed")

    def decide_on_three(self):
        """The officer writes another procedure from the skeleton, and puts three into one decision."""
        self.officer.go("/documents/new/")
        unit = visit.key(self.people.units["SLĐ-01"])
        self.officer.fill(number="QT-32", kind="procedure", unit=unit, title_vi="Tiếp công dân", clauses="8.5.1")
        self.officer.fill(skeleton="administrative_procedure", reviewer_1=visit.key(self.people.users["manager1"]))
        self.officer.send()
        assert "/cms/" in self.officer.page.url
        self.type_a_word(self.officer)
        document = bring_through_review(Document.objects.get(number="QT-32"), self.people)
        assert TYPED in document.issues.get().body_text
        self.officer.go("/decisions/new/?all=1")
        self.officer.fill(number="125/QĐ-SLĐTBXH", subject="Ban hành ba quy trình")
        self.officer.send()
        self.decision = Decision.objects.get()
        self.officer.sees("QT-31", "QT-32", "QT-33")

    def type_a_word(self, person):
        """At the start of the first section, with the keyboard; then keep the draft."""
        person.page.locator(".public-DraftEditor-content").first.click()
        person.page.keyboard.press("Control+Home")
        person.page.keyboard.type(TYPED)
        person.page.wait_for_timeout(600)  # the editor hands its text to the form a moment after the last key
        person.press(person.page.locator(".action-save").first)

    def refuse_their_own(self):
        """Deputy directors sign decisions; not one on what they wrote or reviewed."""
        for person in (self.author, self.second):
            RoleFactory(user=self.people.users[person.username], role="top", unit=self.people.units["SLĐ-01"])
            address = f"{self.decision.get_absolute_url()}steps/sign/"
            person.is_refused(address, 409)
            person.sees_words(
                "Whoever wrote or reviewed an issue does not approve it: %(issues)s.", issues=str(self.issue)
            )
            assert person.post(address, password=PASSWORD) in (403, 409)
        self.is_now(self.decision, "draft")

    def sign(self):
        """The director signs once for the three, from a later day on."""
        head = self.sign_in("head1", language="en", width=PHONE)
        self.at(head, self.decision)
        head.step("sign", effective_on=visit.in_days(5).isoformat(), password=PASSWORD)
        self.is_now(self.decision, "signed")
        numbers = Issue.objects.filter(status="approved", effective_on=visit.in_days(5)).values_list(
            "document__number", flat=True
        )
        assert sorted(numbers) == ["QT-31", "QT-32", "QT-33"]
        self.is_now(self.wish, "answered")

    def wait_for_the_day(self):
        """Readers still read issue 01, whatever link they follow; the officer says meanwhile who must read."""
        for issue in (self.issue, self.first):
            self.at(self.reader, issue)
            assert self.reader.path == self.first.get_absolute_url()
        for unit in ("SLĐ-01-NCC", "SLĐ-01-LĐVL"):
            self.officer.go(f"/documents/{self.document.uid}/readers/add/")
            self.officer.fill(unit=visit.key(self.people.units[unit]), days="7")
            self.officer.send()

    def come_into_force(self):
        """The day comes and no worker runs: readers land on issue 02, also by the old link; 01 is superseded."""
        self.clock.forward(5)
        self.at(self.reader, self.first)
        assert self.reader.path == self.issue.get_absolute_url()
        self.reader.sees_words("You followed a link to %(old)s. This is the issue in force.", old=str(self.first))
        self.reader.go("/documents/?q=giai+quyet+khieu+nai")
        self.reader.sees("QT-31")
        self.at(self.officer, self.first)
        assert self.officer.path == self.first.get_absolute_url()
        self.officer.sees_words("Superseded")

    def read_and_understand(self):
        """Three confirm, one with the keyboard on a phone; whoever has not is named once the days are over."""
        self.at(self.reader, self.issue)
        self.confirm_by_keyboard(self.reader)
        for person in (self.manager, self.reviewer):
            self.at(person, self.issue)
            person.press(person.page.locator("main form[action$='/reading/acknowledge/'] button").first)
        assert self.issue.acknowledgements.count() == 3
        self.clock.forward(8)
        self.officer.go("/documents/reading/overdue/")
        rows = self.officer.page.locator("tbody").inner_text()
        assert self.people.users["owner1"].full_name in rows
        for name in ("reader1", "manager1", "manager1-ncc"):
            assert self.people.users[name].full_name not in rows

    def confirm_by_keyboard(self, person):
        """From the top of the page with Tab and Enter alone."""
        page = person.page
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('form[action$=\"/reading/acknowledge/\"] button')"):
                break
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert self.issue.acknowledgements.get().user.username == person.username
        person.check_page()

    def tell_old_prints(self):
        """Whoever scans the code on a print of issue 01 learns that it is superseded; no account is asked for."""
        passer = self.sign_in("", width=PHONE)
        day = self.issue_now().effective_on.strftime("%d/%m/%Y")
        assert passer.go(f"/printed/{self.first.uid}/") == 200
        passer.sees_words("Superseded by issue %(issue)s on %(day)s.", issue=self.issue.numbers, day=day)
        passer.sees_not("Bộ phận một cửa")
        passer.check_page()
        self.at(self.reader, self.wish)
        self.reader.sees("QT-31", self.issue.numbers)
        assert self.reader.page.locator(f"main a[href='{self.issue.get_absolute_url()}']").count()

    def stay_hidden(self):
        """Another department's officer and reader find none of it."""
        records = [self.document, self.first, self.issue, self.decision, self.wish]
        numbers = ["QT-31", self.decision.number, self.wish.number]
        further = [f"{self.first.get_absolute_url()}print.docx", f"{self.issue.get_absolute_url()}compare/"]
        for name in ("officer2", "reader2"):
            stranger = self.sign_in(name)
            for address in [*(record.get_absolute_url() for record in records), *further]:
                assert stranger.answers(address) == 404, (name, address)
            for address in LISTS:
                assert not stranger.finds(f"{address}?q=giai+quyet+khieu+nai", numbers), (name, address)
                assert not stranger.finds(f"{address}?export=csv", numbers), (name, address)

    def issue_now(self):
        """The issue as it stands."""
        self.issue.refresh_from_db()
        return self.issue

    def at(self, person, record):
        """Open a record."""
        assert person.go(record.get_absolute_url()) == 200

    def is_now(self, record, status):
        """The record stands so."""
        record.refresh_from_db()
        assert record.status == status
