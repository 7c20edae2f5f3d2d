"""From the yearly programme to a closed nonconformity and a closed inspection, in both languages."""

import pytest

from inspections.models import Nonconformity
from qms import clock
from qms.models.actions import Action
from tests.counts import FULL
from tests.journeys import visit
from tests.journeys.organisation import PASSWORD
from tests.journeys.person import PHONE

FACT = "Bản hết hiệu lực còn ở bàn làm việc"
STEPS_TOLD = [
    "Nonconformity recorded",
    "Accepted",
    "Correction recorded",
    "Cause written",
    "Cause confirmed",
    "Action planned",
    "Plan proposed",
    "Plan approved",
    "Reported as implemented",
    "Effect confirmed; closed",
]
LISTS = ["/programmes/", "/inspections/", "/findings/", "/nonconformities/", "/actions/"]


@pytest.mark.parametrize("language", ["vi", "en"] if FULL else ["vi"])
def test_one_finding_from_programme_to_closure(language, people, sign_in, demo_clock, tmp_path):
    """Everybody does their own part; whoever is not to, is told why."""

    def someone(username, width=1280):
        return sign_in(username, language=language, width=width)

    story = Story(someone, people, demo_clock, tmp_path)
    story.plan()
    story.notify()
    story.visit()
    story.record_finding()
    story.end_visit()
    story.accept_and_correct()
    story.find_cause()
    story.plan_action()
    story.approve()
    story.act()
    story.prove()
    story.conclude()
    story.tell()
    story.stay_hidden()


class Story:
    """The people of one journey, and what they write."""

    def __init__(self, someone, people, demo_clock, folder):
        self.someone, self.people, self.clock, self.folder = someone, people, demo_clock, folder
        self.officer, self.lead, self.manager = someone("officer1"), someone("lead1"), someone("manager1")

    def plan(self):
        """Programme, visit, inspection, session."""
        head = self.someone("head1")
        programme = visit.plan_programme(
            self.officer, head, self.people, unit="SLĐ-01-LĐVL", month=clock.today().month, lead="lead1"
        )
        self.inspection = visit.plan_from_line(
            self.officer, programme, self.people, day=visit.in_days(10), lead="lead1", team=["inspector1"]
        )
        visit.add_session(
            self.officer,
            self.inspection,
            self.people,
            inspectors=["inspector1"],
            clauses=["7.5.3", "9.1.1"],
            document=self.people.document,
        )
        self.officer.sees("QT-05")
        assert "notify" not in self.officer.steps()

    def notify(self):
        """Less than 14 days ahead asks for a reason; before its day nothing starts."""
        self.at(self.lead, self.inspection)
        self.lead.step("notify")
        self.lead.sees_words(
            "That is less than %(days)s days before the visit (the team: 14): give the reason.", days=7
        )
        self.lead.fill(reason="Đoàn đã thống nhất ngày với phòng")
        self.lead.send()
        self.is_now(self.inspection, "notified")
        assert "start" not in self.lead.steps()
        self.lead.sees_words("It starts on %(day)s.", day=self.inspection.starts_on.strftime("%d/%m/%Y"))

    def visit(self):
        """On its day: start, then the checklist on a phone."""
        self.clock.forward(10)
        self.at(self.lead, self.inspection)
        self.lead.step("start")
        self.inspector = self.someone("inspector1", width=PHONE)
        self.at(self.inspector, self.inspection)
        self.inspector.follow("/conduct/")
        self.inspector.sees("QT-05")
        visit.answer(self.inspector, 0, "conforming", "Có danh mục tài liệu")
        visit.answer(self.inspector, 1, "not_conforming", FACT, visit.photo(self.folder))
        self.inspector.page.locator(".line-photos img").first.wait_for()
        self.inspector.check_page()

    def record_finding(self):
        """From the line: requirement and evidence come with it."""
        card = self.inspector.page.locator(".line-card").nth(1)
        self.inspector.press(card.locator("a[href*='/findings/new/?line=']"))
        self.inspector.fill(grade="minor", statement=FACT, files=visit.photo(self.folder, "desk.jpg"))
        self.inspector.check_page()
        self.inspector.send()
        self.inspector.sees(FACT)
        self.finding = self.inspection.findings.get()
        assert self.finding.status == "draft"

    def end_visit(self):
        """The rest is not examined, the finding confirmed; then the visit ends."""
        self.at(self.lead, self.inspection)
        assert "end_visit" not in self.lead.steps()
        self.lead.step("not_examined", reason="Hết thời gian")
        self.lead.step("confirm_findings")
        self.lead.step("end_visit", closing_meeting_on=clock.today().isoformat())
        self.is_now(self.inspection, "report_drafted")
        self.problem = Nonconformity.objects.get()
        assert self.problem.grade == "minor"

    def accept_and_correct(self):
        """The unit's manager answers for it."""
        self.at(self.manager, self.problem)
        self.manager.step("accept")
        self.manager.step("contain", correction="Thu hồi bản cũ", correction_on=clock.today().isoformat())
        self.is_now(self.problem, "contained")

    def find_cause(self):
        """Nobody confirms what they wrote themselves."""
        self.manager.follow("/causes/new/sentence/")
        self.manager.fill(text="Không ai được giao thu hồi bản cũ")
        self.manager.send()
        self.manager.sees_words("Whoever wrote the cause does not confirm it.")
        cause = self.problem.causes.get()
        self.manager.is_refused(f"/nonconformities/causes/{cause.uid}/steps/confirm/", 409)
        self.at(self.lead, self.problem)
        self.lead.step("confirm", evidence="Bảng phân công không có việc này")
        cause.refresh_from_db()
        assert cause.confirmed_by.username == "lead1"

    def plan_action(self):
        """An action for somebody of the unit; the plan is proposed."""
        self.at(self.manager, self.problem)
        self.manager.press(self.manager.page.locator("main a[href*='/actions/new/']").first)
        owner = visit.key(self.people.users["owner1"])
        due = visit.in_days(7).isoformat()
        self.manager.fill(title="Giao văn thư thu hồi", details="Sửa phân công", owner=owner, due_on=due)
        self.manager.send()
        self.check_on = visit.in_days(30)
        plan = {"similar_cases": "none", "criterion": "Không còn bản cũ", "check_on": self.check_on.isoformat()}
        self.manager.step("propose", **plan)
        self.is_now(self.problem, "plan_proposed")

    def approve(self):
        """Not by who proposed it: the page says why and who can; the lead names the verifier."""
        reason = self.manager.words("Whoever proposed the plan does not approve it.")
        who = self.manager.words("the lead, a quality officer")
        assert "approve" not in self.manager.steps()
        self.manager.sees(reason, who)
        address = f"{self.problem.get_absolute_url()}steps/approve/"
        self.manager.is_refused(address, 409)
        self.manager.sees(reason, who)
        assert self.manager.post(address, verifier=visit.key(self.people.users["verifier1"])) in (403, 409)
        self.is_now(self.problem, "plan_proposed")
        self.at(self.lead, self.problem)
        self.lead.step("approve", verifier=visit.key(self.people.users["verifier1"]))
        self.is_now(self.problem, "in_progress")

    def act(self):
        """The owner does it and shows it; an officer verifies."""
        owner, action = self.someone("owner1"), Action.objects.get()
        self.at(owner, action)
        owner.step("start")
        done = {"evidence": "Biên bản thu hồi", "files": visit.photo(self.folder, "done.jpg")}
        owner.step("done", done_on=clock.today().isoformat(), **done)
        owner.is_refused(f"{action.get_absolute_url()}steps/verify/", 409)
        owner.sees_words("Whoever did the action, or helped, does not verify it.")
        self.at(self.officer, action)
        self.officer.step("verify", verification_note="Đã xem biên bản")
        self.at(self.manager, self.problem)
        self.manager.step("implemented")
        self.is_now(self.problem, "effectiveness_check")

    def prove(self):
        """Not before its day, and not with a wrong password: what was typed stays."""
        verifier = self.someone("verifier1")
        address = f"{self.problem.get_absolute_url()}steps/effective/"
        verifier.is_refused(address, 409)
        day = self.check_on.strftime("%d/%m/%Y")
        verifier.sees_words("The effect is judged from %(day)s on.", day=day)
        self.clock.move_to(self.morning(self.check_on))
        verifier.go(address)
        verifier.fill(effect_evidence="Xem 12 bàn: không còn bản cũ", password="sai")
        verifier.send()
        assert verifier.page.locator("[name=effect_evidence]").input_value() == "Xem 12 bàn: không còn bản cũ"
        self.is_now(self.problem, "effectiveness_check")
        verifier.fill(password=PASSWORD)
        verifier.send()
        self.is_now(self.problem, "closed")
        self.is_now(self.finding, "closed")

    def morning(self, day):
        """Eight o'clock of a day."""
        return clock.now().astimezone(clock.HANOI).replace(year=day.year, month=day.month, day=day.day, hour=8)

    def conclude(self):
        """The report; the unit's word; the lead's signature. The system closes the inspection."""
        self.at(self.lead, self.inspection)
        self.lead.step("report", conclusion="Phòng kiểm soát tài liệu tốt hơn")
        self.lead.step("send")
        self.at(self.manager, self.inspection)
        self.manager.step("comment", unit_comment="Phòng nhất trí")
        self.at(self.lead, self.inspection)
        self.lead.step("conclude", password=PASSWORD)
        self.is_now(self.inspection, "closed")

    def tell(self):
        """The nonconformity's history tells each step in the reader's language."""
        self.at(self.officer, self.problem)
        told = self.officer.page.locator(".trail").inner_text()
        for step in STEPS_TOLD:
            assert self.officer.words(step) in told, step

    def stay_hidden(self):
        """Another department's officer and reader find nothing of it; readers see the procedure in force."""
        records = [self.inspection, self.finding, self.problem, Action.objects.get()]
        for name in ("officer2", "reader2"):
            stranger = self.someone(name)
            for record in records:
                stranger.is_refused(record.get_absolute_url(), 404)
            for address in LISTS:
                for query in ("", "?q=SLĐ-01", "?q=bàn làm việc", "?export=csv"):
                    assert not stranger.finds_records(address + query, [one.number for one in records])
        reader = self.someone("reader1")
        reader.go("/documents/")
        reader.sees("QT-05")

    def at(self, person, record):
        """Open a record."""
        assert person.go(record.get_absolute_url()) == 200

    def is_now(self, record, status):
        """The record stands so."""
        record.refresh_from_db()
        assert record.status == status
