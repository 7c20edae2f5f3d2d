"""A nonconformity that is disputed, refused, judged twice, closed and reopened; its printed form tells all of it."""

from io import BytesIO
from urllib.parse import urljoin

import pytest
from django.core.management import call_command
from docx import Document as WordFile

from inspections.models import Cause, Nonconformity
from inspections.operations import corrective_action, nonconformity
from qms import clock
from qms.models import Action, ActionExtension
from qms.operations import actions, documents
from tests.counts import FULL
from tests.journeys import visit
from tests.journeys.organisation import PASSWORD
from tests.journeys.person import PHONE

FACT = "Ba hồ sơ cấp giấy phép lao động trả chậm, không có phiếu xin lỗi"
DISPUTE = "Hồ sơ chậm do chờ cơ quan khác trả lời"
SETTLEMENT = "Không lập phiếu vẫn là lỗi của phòng; mức nhẹ"
GUESS, REFUSAL = "Công chức thiếu trách nhiệm", "Chỉ là suy đoán, chưa có bằng chứng"
CAUSE, SHOWN = "QT-05 không nói ai lập phiếu xin lỗi", "QT-05 lần 01, bước 4 để trống người làm"
SECOND_CAUSE = "Không ai theo dõi hạn trả từng ngày"
REVISE, FORM, TRAIN = "Sửa đổi QT-05", "Lập mẫu phiếu xin lỗi", "Phổ biến cho cả phòng"
DAILY = "Lập bảng theo dõi hạn trả"
PLAN_REFUSED = "Chưa thấy việc phổ biến cho người làm"
WAIT, TOO_LATE = "Phải chờ ý kiến của Văn phòng", "Quá muộn so với ngày kiểm tra hiệu lực"
MISSED = "Vẫn còn hai hồ sơ trả chậm không có phiếu"
PROVEN = "Xem 30 hồ sơ: không hồ sơ nào trả chậm mà thiếu phiếu"
AGAIN = "Công dân lại phản ánh trả chậm"


@pytest.mark.parametrize("language", ["vi", "en"] if FULL else ["vi"])
def test_from_dispute_to_reopening(language, people, sign_in, demo_clock):
    """Everybody does their own part; every turn stays readable to the end."""

    def someone(username, width=1280):
        return sign_in(username, language=language, width=width)

    story = Story(someone, people, demo_clock)
    story.record()
    story.dispute_and_settle()
    story.contain()
    story.ask_why()
    story.plan_three_actions()
    story.refuse_and_approve()
    story.ask_for_time()
    story.issue_document()
    story.implement()
    story.fail()
    story.go_round_again()
    story.close_and_reopen()
    story.print_all()


class Story:
    """The people of one journey, and what they write."""

    def __init__(self, someone, people, demo_clock):
        self.someone, self.people, self.users, self.clock = someone, people, people.users, demo_clock
        self.officer, self.manager = someone("officer1"), someone("manager1")
        self.lead, self.head, self.owner = someone("lead1"), someone("head1"), someone("owner1", width=PHONE)
        self.told = []

    def record(self):
        """The officer records what the office itself found."""
        self.officer.go("/nonconformities/new/")
        unit = visit.key(self.people.units["SLĐ-01-LĐVL"])
        self.officer.fill(unit=unit, source="own_report", grade="major", fact=FACT)
        self.officer.fill(requirement="QT-05, bước 4", evidence="Sổ theo dõi hồ sơ quý II")
        self.officer.send()
        self.problem = Nonconformity.objects.get()
        self.tell(FACT)

    def dispute_and_settle(self):
        """The unit disputes it; not who raised it but the head settles, with another grade."""
        self.at(self.manager, self.problem)
        self.manager.step("dispute", reason=DISPUTE)
        self.at(self.officer, self.problem)
        assert "settle" not in self.officer.steps()
        self.at(self.head, self.problem)
        self.head.step("settle", settled_as="accepted", grade="minor", reason=SETTLEMENT)
        self.is_now("accepted")
        assert self.problem.grade == "minor"
        self.tell(DISPUTE, SETTLEMENT)

    def contain(self):
        """What is put right at once."""
        self.at(self.manager, self.problem)
        self.manager.step("contain", correction="Gửi phiếu xin lỗi", correction_on=clock.today().isoformat())
        self.is_now("contained")

    def ask_why(self):
        """5 whys; the first answer is refused for lack of evidence, the second confirmed by somebody else."""
        self.manager.follow("/causes/new/five_whys/")
        self.manager.fill(why_1="Không có phiếu xin lỗi", why_2="Không ai lập phiếu", why_3=GUESS, text=GUESS)
        self.manager.send()
        cause = Cause.objects.get()
        self.manager.is_refused(f"/nonconformities/causes/{cause.uid}/steps/confirm/", 409)
        self.at(self.lead, self.problem)
        self.lead.take(f"/nonconformities/causes/{cause.uid}/steps/refuse/", reason=REFUSAL)
        self.at(self.manager, self.problem)
        self.manager.sees(REFUSAL)
        whys = {"why_3": "Không rõ việc của ai", "why_4": "Quy trình bỏ trống người làm", "why_5": CAUSE}
        self.manager.take(f"/nonconformities/causes/{cause.uid}/change/", text=CAUSE, **whys)
        self.at(self.lead, self.problem)
        self.lead.take(f"/nonconformities/causes/{cause.uid}/steps/confirm/", evidence=SHOWN)
        cause.refresh_from_db()
        assert cause.confirmed_by == self.users["lead1"]
        self.tell(REFUSAL, CAUSE, SHOWN)

    def plan_three_actions(self):
        """One waits for the document's next issue; the others are people's."""
        document = f"qms.document:{self.people.document.uid}"
        self.plan(REVISE, "owner1", 20, waits_for=document)
        self.plan(FORM, "owner1", 7, lines="Lập mẫu\nXin ý kiến Văn phòng")
        self.plan(TRAIN, "manager1", 15)
        self.revise, self.form, self.train = Action.objects.order_by("pk")
        self.propose()
        self.tell(REVISE, FORM, TRAIN)

    def plan(self, title, owner, days, **values):
        """An action against the only cause of this round."""
        self.at(self.manager, self.problem)
        self.manager.press(self.manager.page.locator("main a[href*='/actions/new/']").first)
        self.manager.fill(title=title, owner=visit.key(self.users[owner]), due_on=visit.in_days(days).isoformat())
        self.manager.fill(**values)
        self.manager.send()

    def propose(self):
        """With criterion and day of the check."""
        self.check_on = visit.in_days(60)
        plan = {"similar_cases": "none", "criterion": "Không hồ sơ trả chậm nào thiếu phiếu"}
        self.at(self.manager, self.problem)
        self.manager.step("propose", check_on=self.check_on.isoformat(), **plan)
        self.is_now("plan_proposed")

    def refuse_and_approve(self):
        """The officer refuses the plan once; the manager mends it and proposes it anew."""
        self.at(self.officer, self.problem)
        self.officer.step("refuse", reason=PLAN_REFUSED)
        self.is_now("contained")
        self.at(self.manager, self.problem)
        self.manager.sees(PLAN_REFUSED)
        self.propose()
        self.at(self.officer, self.problem)
        self.officer.step("approve", verifier=visit.key(self.users["verifier1"]))
        self.is_now("in_progress")
        self.tell(PLAN_REFUSED)

    def ask_for_time(self):
        """Endorsed and granted for one action, refused for the other; the original day stays visible."""
        original = self.form.due_on
        granted = self.ask(self.form, 14)
        self.at(self.manager, self.form)
        self.manager.take(f"/extensions/{granted.uid}/steps/endorse/")
        self.at(self.officer, self.form)
        self.officer.take(f"/extensions/{granted.uid}/steps/grant/")
        refused = self.ask(self.revise, 40)
        self.at(self.officer, self.revise)
        self.officer.take(f"/extensions/{refused.uid}/steps/refuse/", reason=TOO_LATE)
        for action in (self.form, self.revise):
            action.refresh_from_db()
        assert self.form.original_due_on == original
        assert self.form.due_on == granted.to_day
        assert self.revise.due_on == self.revise.original_due_on
        self.tell(f"{original:%d/%m/%Y}", f"{granted.to_day:%d/%m/%Y}")
        self.tell(self.ledger(granted, "Granted"), self.ledger(refused, "Refused", TOO_LATE))

    def ledger(self, asked, how, note=""):
        """How the printed form tells of a request beside its action."""
        words = {"day": f"{asked.to_day:%d/%m/%Y}", "how": self.officer.words(how), "note": note}
        return self.officer.words("More time until %(day)s: %(how)s. %(note)s", **words).strip()

    def ask(self, action, days):
        """The owner asks on a phone."""
        self.at(self.owner, action)
        self.owner.step("extension", to_day=visit.in_days(days).isoformat(), reason=WAIT)
        return ActionExtension.objects.latest("pk")

    def issue_document(self):
        """QT-05 is issued anew: on the day on which that holds, not before, the action is done by itself."""
        # How an issue is written and reviewed is a journey of its own: here the operations stand for the pages.
        officer, document = self.users["officer1"], self.people.document
        reviewers = [self.users["manager1"]]
        issue = documents.start_issue(document, by=officer, summary_of_change="Nêu rõ người lập", reviewers=reviewers)
        documents.review_issue(documents.submit_issue(issue, by=officer), by=self.users["manager1"])
        self.at(self.head, issue)
        self.head.step("approve", effective_on=visit.in_days(5).isoformat(), password=PASSWORD)
        self.stands(self.revise, "assigned")
        self.clock.forward(5)
        call_command("tick", verbosity=0)
        self.stands(self.revise, "done")
        self.at(self.owner, self.revise)
        self.owner.sees("QT-05", f"{clock.today():%d/%m/%Y}")

    def implement(self):
        """The owner does one on a phone, the officer looks at it; the manager reports when all are verified."""
        self.at(self.owner, self.form)
        self.owner.step("start")
        assert "verify" not in self.owner.steps()
        self.owner.step("done", evidence="Đã gửi cả phòng", done_on=clock.today().isoformat())
        self.at(self.officer, self.form)
        self.officer.step("verify", verification_note="Đã xem mẫu")
        self.at(self.manager, self.problem)
        assert "implemented" not in self.manager.steps()
        # The other two are done and verified by the same pages: here the operations stand for them.
        manager, officer = self.users["manager1"], self.users["officer1"]
        actions.report_done(actions.start_action(self.train, by=manager), by=manager, evidence="Biên bản họp phòng")
        for action in (self.revise, self.train):
            actions.verify_action(Action.objects.get(pk=action.pk), by=officer)
        self.at(self.manager, self.problem)
        self.manager.step("implemented")
        self.is_now("effectiveness_check")

    def fail(self):
        """On the day of the check the sample misses the criterion: the next round begins."""
        self.verifier = self.someone("verifier1")
        self.verifier.is_refused(f"{self.problem.get_absolute_url()}steps/not_effective/", 409)
        self.move_to_check()
        self.at(self.verifier, self.problem)
        self.verifier.step("not_effective", reason=MISSED, examined="20", of="64", failed="2")
        self.is_now("contained")
        assert self.problem.loop == 2
        self.at(self.manager, self.problem)
        self.manager.sees(MISSED)
        self.tell(MISSED)

    def move_to_check(self):
        """The morning of the day of the check."""
        self.problem.refresh_from_db()
        self.clock.forward((self.problem.check_on - clock.today()).days)

    def go_round_again(self):
        """The second round goes by the same pages as the first one: here the operations stand for them."""
        manager, officer, lead, owner = (self.users[name] for name in ("manager1", "officer1", "lead1", "owner1"))
        draft = Cause(nonconformity=self.problem, method="sentence", text=SECOND_CAUSE)
        cause = corrective_action.write_cause(draft, by=manager)
        corrective_action.confirm_cause(cause, by=lead, evidence="Không có bảng theo dõi nào")
        due = visit.in_days(10)
        link = corrective_action.plan_action(
            self.problem, by=manager, cause=cause, title=DAILY, owner=owner, due_on=due
        )
        facts = {"similar_cases": "none", "criterion": self.problem.criterion, "check_on": visit.in_days(45)}
        nonconformity.propose_plan(self.problem, by=manager, **facts)
        nonconformity.approve_plan(self.problem, by=officer, verifier=self.users["verifier1"])
        action = actions.start_action(Action.objects.get(pk=link.action_id), by=owner)
        actions.verify_action(actions.report_done(action, by=owner, evidence="Bảng treo tại phòng"), by=officer)
        nonconformity.report_implemented(self.problem, by=manager)
        self.tell(SECOND_CAUSE, DAILY)

    def close_and_reopen(self):
        """The verifier closes it, signed; weeks later the head reopens it, signed."""
        self.move_to_check()
        self.at(self.verifier, self.problem)
        self.verifier.step("effective", effect_evidence=PROVEN, examined="30", of="30", failed="0", password=PASSWORD)
        self.is_now("closed")
        self.clock.forward(20)
        self.at(self.head, self.problem)
        self.head.step("reopen", reason=AGAIN, password=PASSWORD)
        self.is_now("contained")
        assert self.problem.loop == 3
        self.tell(PROVEN, AGAIN)

    def print_all(self):
        """The page and the printed form tell every turn, also the days that moved and those that did not."""
        self.at(self.officer, self.problem)
        self.officer.check_page()
        printed = self.printed(self.officer)
        missing = [text for text in self.told if text not in printed]
        assert not missing, missing
        for name in ("lead1", "verifier1", "head1"):
            assert self.users[name].full_name in printed, name
        for number in (1, 2):
            assert self.officer.words("Round %(number)d", number=number) in printed

    def printed(self, person):
        """The words of the Word file that somebody gets."""
        path = f"{self.problem.get_absolute_url()}print.docx"
        answer = person.context.request.get(urljoin(person.base, path))
        assert answer.status == 200
        body = WordFile(BytesIO(answer.body())).element.body
        return " ".join(" ".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")).split())

    def tell(self, *texts):
        """What the printed form must say in the end."""
        self.told.extend(texts)

    def at(self, person, record):
        """Open a record."""
        assert person.go(record.get_absolute_url()) == 200

    def stands(self, record, status):
        """A record stands so."""
        record.refresh_from_db()
        assert record.status == status

    def is_now(self, status):
        """The nonconformity stands so."""
        self.stands(self.problem, status)
