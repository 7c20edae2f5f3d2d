"""A document being written in the first department of the shared organisation."""

from types import SimpleNamespace

import pytest
from django.test import Client

from qms.enums import DocumentKind
from qms.models import Clause, User
from qms.operations.documents import create_document
from qms.operations.people import project_groups

SECTIONS = {
    "purpose": "Trả kết quả đúng hạn.",
    "scope": "Mọi hồ sơ của Sở.",
    "references": ["TCVN ISO 9001:2015"],
    "definitions": [{"term": "TTHC", "meaning": "thủ tục hành chính"}],
    "steps": [
        {"what": "Tiếp nhận", "responsible": "Một cửa", "duration": 4, "duration_unit": "hour", "result": "Phiếu hẹn"},
        {"what": "Thẩm định", "responsible": "Phòng", "duration": 2.5, "duration_unit": "day", "result": "Tờ trình"},
        {"what": "Ký", "responsible": "Giám đốc", "duration": None, "duration_unit": None, "result": "Quyết định"},
    ],
    "forms": [{"code": "BM-01", "name": "Phiếu hẹn"}],
    "records": [{"name": "Hồ sơ giải quyết", "retention": "5 năm", "place": "Văn phòng"}],
    "time_limit_days": 5,
}


@pytest.fixture
def org(organisation):
    """The organisation, with everybody in the groups that their roles give."""
    for user in vars(organisation).values():
        if isinstance(user, User):
            project_groups(user)
    return organisation


@pytest.fixture
def draft(org):
    """QT-31 of the first department: written by officer1, still a draft."""
    document = create_document(
        by=org.officer1,
        number="QT-31",
        kind=DocumentKind.PROCEDURE,
        unit=org.department,
        title_vi="Giải quyết hồ sơ",
        title_en="Handling dossiers",
        clauses=Clause.objects.filter(edition=org.edition, number="8.5.1"),
        sections=SECTIONS,
    )
    return SimpleNamespace(document=document, issue=document.issues.get(), page=document.page, org=org)


@pytest.fixture
def other(org):
    """QT-77 of the second department."""
    document = create_document(
        by=org.officer2,
        number="QT-77",
        kind=DocumentKind.PROCEDURE,
        unit=org.department2,
        title_vi="Việc của nơi khác",
        sections=SECTIONS,
    )
    return SimpleNamespace(document=document, issue=document.issues.get(), page=document.page)


@pytest.fixture
def sign_in():
    """A client of that person, in English."""

    def signed_in(user):
        client = Client()
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return client

    return signed_in
