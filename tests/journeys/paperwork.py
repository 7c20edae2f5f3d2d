"""Documents of a journey that are there before it begins, or that others bring along meanwhile."""

import datetime as dt

from cms.skeletons import skeleton
from qms import clock
from qms.operations.bringing_documents import bring_in_documents
from qms.operations.documents import create_document, review_issue, submit_issue
from qms.operations.people import account

LIMIT = 10
"""Working days that the law gives for the procedure; the skeleton's steps take 8.5."""


def sections_of_skeleton(**administrative):
    """The sections that the skeleton of an administrative procedure brings, with some of its fields filled in."""
    sections = dict(skeleton("administrative_procedure").sections)
    return sections | {"administrative": sections["administrative"] | administrative}


def procedure_in_force(people, number, author):
    """A procedure begun from the skeleton, its issue 01 in force for four months."""
    signed = clock.today() - dt.timedelta(days=120)
    draft = {
        "number": number,
        "kind": "procedure",
        "unit": people.units["SLĐ-01"],
        "title_vi": "Giải quyết khiếu nại",
        "title_en": "Handling complaints",
        "author": people.users[author],
        "approved_by": people.users["head1"],
        "sections": sections_of_skeleton(time_limit_days=LIMIT),
        "issues": [{"issue_number": "01", "signed_on": signed, "effective_on": signed}],
    }
    return bring_in_documents([draft], by=account("system"), reason="Bản đang áp dụng")[0]


def reviewed_document(people, number):
    """A first issue that the officer wrote and a manager has reviewed."""
    document = create_document(
        by=people.users["officer1"],
        number=number,
        kind="procedure",
        unit=people.units["SLĐ-01"],
        title_vi=f"Quy trình {number}",
        sections=sections_of_skeleton(time_limit_days=LIMIT),
        reviewers=[people.users["manager1"]],
    )
    return bring_through_review(document, people)


def bring_through_review(document, people):
    """Its author submits the document's draft; the reviewer whom they named reviews it."""
    issue = submit_issue(document.issues.get(), by=people.users["officer1"])
    review_issue(issue, by=people.users["manager1"])
    return document
