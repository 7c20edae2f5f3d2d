"""The lifecycle tables of the product's description, row by row: written out here by hand, never read from the code.

A row: step, from, to, who may (in the organisation of tests/organisation.py, on the records of tests/scenes.py),
whether a reason is asked for, whether it is signed.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One edge of a lifecycle."""

    step: str
    source: str
    target: str
    who: frozenset[str]
    reason: bool = False
    signed: bool = False

    def __str__(self):
        return f"{self.source}-{self.step}"


def rows(step, source, target, who, flags=""):
    """The rows of one line: several sources are divided by |, people by spaces; flags: r reason, s signed.

    The target "=" is the state itself.
    """
    people = frozenset(who.split())
    return [
        Row(step, state, state if target == "=" else target, people, "r" in flags, "s" in flags)
        for state in source.split("|")
    ]


NC_OPEN = "recorded|disputed|accepted|contained|plan_proposed|in_progress|effectiveness_check"
SYSTEM = "system"

PRODUCT = {
    "issue": [
        *rows("submit", "draft", "in_review", "inspector1"),
        *rows("recall", "in_review", "draft", "inspector1"),
        *rows("return", "in_review", "draft", "officer1", "r"),
        *rows("return", "reviewed", "draft", "officer1 head1", "r"),
        *rows("abandon", "draft", "abandoned", "inspector1 officer1", "r"),
        *rows("review", "in_review", "reviewed", "officer1"),
        *rows("review", "in_review", "in_review", "officer1"),
        *rows("approve", "reviewed", "approved", "head1", "s"),
        *rows("recall_approved", "approved", "draft", "head1", "r"),
        *rows("withdraw", "approved", "withdrawn", "head1", "rs"),
    ],
    "decision": [
        *rows("sign", "draft", "signed", "head1", "s"),
        *rows("cancel", "draft", "cancelled", "officer1", "r"),
    ],
    "inspection": [
        *rows("notify", "planned", "notified", "lead1"),
        *rows("postpone", "notified", "planned", "lead1", "r"),
        *rows("change_team", "notified|in_progress", "=", "lead1", "r"),
        *rows("start", "notified", "in_progress", "lead1"),
        *rows("end_visit", "in_progress", "report_drafted", "lead1"),
        *rows("send", "report_drafted", "with_unit", "lead1"),
        *rows("conclude", "with_unit", "concluded", "lead1", "s"),
        *rows("close", "concluded", "closed", SYSTEM),
        *rows("reopen", "concluded|closed", "report_drafted", "head1", "rs"),
        *rows("cancel", "planned|notified", "cancelled", "lead1 officer1", "r"),
    ],
    "finding": [
        *rows("confirm", "draft", "confirmed", "lead1"),
        *rows("answer", "confirmed", "answered", "manager1"),
        *rows("answer_by_nonconformity", "confirmed", "answered", SYSTEM),
        *rows("close", "answered", "closed", "lead1"),
        *rows("withdraw", "draft|confirmed|answered", "withdrawn", "lead1", "r"),
        *rows("regrade", "draft|confirmed|answered", "=", "lead1", "r"),
        *rows("regrade", "answered", "confirmed", "lead1", "r"),
    ],
    "nonconformity": [
        *rows("accept", "recorded", "accepted", "manager1"),
        *rows("dispute", "recorded", "disputed", "manager1", "r"),
        *rows("settle", "disputed", "accepted", "head1", "r"),
        *rows("settle", "disputed", "withdrawn", "head1", "r"),
        *rows("contain", "accepted", "contained", "manager1 reader1"),
        *rows("propose", "contained", "plan_proposed", "manager1 reader1"),
        *rows("approve", "plan_proposed", "in_progress", "lead1 officer1"),
        *rows("refuse", "plan_proposed", "contained", "lead1 officer1", "r"),
        *rows("change_plan", "in_progress", "plan_proposed", "manager1", "r"),
        *rows("implemented", "in_progress", "effectiveness_check", "manager1"),
        *rows("effective", "effectiveness_check", "closed", "verifier1", "s"),
        *rows("not_effective", "effectiveness_check", "contained", "verifier1", "r"),
        *rows("not_yet_proven", "effectiveness_check", "in_progress", "verifier1", "r"),
        *rows("withdraw", NC_OPEN, "withdrawn", "lead1 head1", "r"),
        *rows("reopen", "closed", "contained", "head1", "rs"),
    ],
    "action": [
        *rows("assign", "proposed", "assigned", "lead1 manager1 officer1"),
        *rows("start", "assigned", "in_progress", "owner1"),
        *rows("done", "in_progress", "done", "owner1"),
        *rows("done_by_itself", "assigned|in_progress", "done", SYSTEM),
        *rows("verify", "done", "verified", "lead1 officer1"),
        *rows("return", "done", "in_progress", "lead1 officer1", "r"),
        *rows("reassign", "proposed|assigned|in_progress", "=", "manager1", "r"),
        *rows("cancel", "proposed|assigned|in_progress|done", "cancelled", "lead1", "r"),
    ],
    "extension": [
        *rows("endorse", "asked", "endorsed", "manager1"),
        *rows("grant", "endorsed", "granted", "lead1"),
        *rows("refuse", "asked|endorsed", "refused", "lead1", "r"),
    ],
    "programme": [
        *rows("approve", "draft|amended", "approved", "head1", "s"),
        *rows("amend", "approved", "amended", "officer1", "r"),
        *rows("close", "approved|amended", "closed", "officer1"),
    ],
    "changerequest": [
        *rows("endorse", "asked", "endorsed", "manager1 head1"),
        *rows("take_up", "endorsed", "taken_up", "officer1 inspector1"),
        *rows("refuse", "asked|endorsed", "refused", "manager1 head1 officer1 inspector1", "r"),
        *rows("answer", "taken_up", "answered", SYSTEM),
        *rows("reopen", "answered", "taken_up", SYSTEM, "r"),
    ],
    "templateversion": [
        *rows("publish", "draft", "in_force", "officer1"),
        *rows("supersede", "in_force", "superseded", SYSTEM),
        *rows("discard", "draft", "withdrawn", "officer1 lead1", "r"),
        *rows("withdraw", "in_force", "withdrawn", "officer1", "r"),
    ],
    "repeat": [
        *rows("take_up", "proposed", "taken_up", "officer1 head1", "r"),
        *rows("dismiss", "proposed", "dismissed", "officer1 head1", "r"),
        *rows("lapse", "proposed", "dismissed", SYSTEM, "r"),
    ],
    "transition": [
        *rows("approve", "draft", "running", "head1", "s"),
        *rows("close", "running", "closed", "officer1 head1", "r"),
    ],
    "disposal": [
        *rows("submit", "drafted", "submitted", "officer1"),
        *rows("approve", "submitted", "approved", "head1", "s"),
        *rows("carry_out", "approved", "carried_out", "officer1"),
        *rows("return", "submitted|approved", "drafted", "officer1 head1", "r"),
        *rows("cancel", "drafted|submitted|approved", "cancelled", "officer1", "r"),
    ],
    "declaration": [
        *rows("sign", "drafted", "signed", "head1", "s"),
        *rows("give_up", "drafted", "given_up", "officer1", "r"),
        *rows("withdraw", "signed", "withdrawn", "head1", "r"),
    ],
    "objective": [
        *rows("approve", "proposed", "approved", "head1", "s"),
        *rows("start", "approved", "running", "owner1 manager1 officer1 head1"),
        *rows("judge", "running", "judged", "manager1 officer1 head1"),
        *rows("return", "approved|running", "proposed", "head1", "r"),
        *rows("drop", "proposed", "dropped", "manager1 officer1 head1", "r"),
        *rows("drop", "approved|running", "dropped", "manager1 head1", "r"),
    ],
    "management_review": [
        *rows("freeze", "planned", "frozen", "officer1 head1"),
        *rows("hold", "frozen", "held", "manager1 officer1 head1"),
        *rows("sign", "held", "signed", "head1", "s"),
        *rows("close", "signed", "closed", SYSTEM),
        *rows("cancel", "planned|frozen", "cancelled", "officer1 head1", "r"),
    ],
    "workplan": [
        *rows("approve", "draft", "approved", "head1", "s"),
        *rows("close", "approved", "closed", "officer1 head1"),
        *rows("abandon", "draft", "abandoned", "officer1 head1", "r"),
        *rows("abandon", "approved", "abandoned", "head1", "r"),
    ],
    "committee": [
        *rows("hold", "planned", "held", "officer1 head1"),
        *rows("conclude", "held", "concluded", "head1", "s"),
        *rows("close", "concluded", "closed", SYSTEM),
        *rows("cancel", "planned", "cancelled", "officer1 head1", "r"),
    ],
    "training": [
        *rows("hold", "planned", "held", "manager1 officer1 head1"),
        *rows("judge", "held", "judged", "manager1 officer1 head1"),
        *rows("cancel", "planned", "cancelled", "manager1 officer1 head1", "r"),
    ],
    "output": [
        *rows("decide", "recorded", "decided", "manager1 officer1 head1"),
        *rows("close", "decided", "closed", "owner1 manager1 officer1 head1"),
        *rows("withdraw", "recorded|decided", "withdrawn", "manager1 officer1 head1", "r"),
    ],
    "consolidation": rows("sign", "drawn", "signed", "head1", "s"),
    "periodic_report": [
        *rows("fill", "open|filled|returned", "filled", "officer1 head1"),
        *rows("submit", "filled", "submitted", "head1", "s"),
        *rows("recall", "submitted", "filled", "officer1 head1", "r"),
        *rows("accept", "submitted", "accepted", "officer director"),
        *rows("return", "submitted", "returned", "officer director", "r"),
        *rows("excuse", "open|filled|returned", "excused", "officer director", "r"),
        *rows("owe", "excused", "open", "officer director", "r"),
    ],
    "risk": [
        *rows("treat", "open", "treated", "owner1 manager1 officer1 head1"),
        *rows("close", "open|treated", "closed", "manager1 officer1 head1", "r"),
        *rows("reopen", "treated|closed", "open", "manager1 officer1 head1", "r"),
    ],
    "feedback": [
        *rows("assign", "received", "assigned", "officer1"),
        *rows("propose", "assigned", "answer_proposed", "owner1"),
        *rows("approve", "answer_proposed", "answer_approved", "manager1 head1"),
        *rows("return", "answer_proposed|answer_approved", "assigned", "manager1 head1", "r"),
        *rows("send", "answer_approved", "answered", "owner1 officer1"),
        *rows("close", "answered|forwarded|refused", "closed", "officer1"),
        *rows("reopen", "answered|closed|forwarded|refused", "received", "officer1", "r"),
        *rows("move", "received|assigned", "received", "officer1", "r"),
        *rows("forward", "received|assigned", "forwarded", "officer1"),
        *rows("refuse", "received|assigned", "refused", "officer1", "r"),
    ],
    "papercopy": [
        *rows("receive", "issued", "received", "reader1", "s"),
        *rows("recall", "issued|received", "recalled", "officer1"),
        *rows("lose", "issued|received", "lost", "officer1", "r"),
    ],
}
"""What the description says."""

BESIDE = {
    "inspection": rows("comment", "with_unit", "=", "manager1"),
    "finding": rows("close_by_nonconformity", "confirmed|answered", "closed", SYSTEM),
    "nonconformity": [
        *rows("name_handler", "accepted|contained|plan_proposed|in_progress", "=", "manager1"),
        *rows("ask_withdrawal", NC_OPEN, "=", "officer1", "r"),
    ],
    "changerequest": [  # the draft that was to answer it was abandoned
        *rows("take_up", "taken_up", "=", "officer1 inspector1"),
        *rows("refuse", "taken_up", "refused", "manager1 head1 officer1 inspector1", "r"),
    ],
}
"""Steps that carry out what the description says in its words beside the tables, such as "whom they name"."""

ROWS = {name: [*told, *BESIDE.get(name, [])] for name, told in PRODUCT.items()}
