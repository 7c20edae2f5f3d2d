"""The demo's units and people without its records, for journeys that write their own."""

from types import SimpleNamespace

from django.conf import settings

from qms import clock
from qms.demo.people import told_people, write_people
from qms.models import Clause, Unit, User
from qms.operations.bringing_documents import bring_in_documents
from qms.operations.people import account
from qms.operations.unit_files import load_units_file

PASSWORD = "mật khẩu của hành trình"


def load_organisation():
    """Load units and people from the fixtures, and one procedure in force. Returns people and units by name."""
    system = account("system")
    for name in ("reference/units.yaml", "demo/departments.yaml"):
        load_units_file(settings.BASE_DIR / "fixtures" / name, by=system)
    units = {unit.code: unit for unit in Unit.objects.all()}
    write_people(told_people(), units, by=system, password=PASSWORD)
    users = {user.username: user for user in User.objects.people()}
    document = _procedure(units, users, system)
    return SimpleNamespace(units=units, users=users, document=document)


def _procedure(units, users, system):
    clauses = Clause.objects.filter(edition__standard__code="9001", edition__year="2015", number__startswith="7.5.3")
    draft = {
        "number": "QT-05",
        "kind": "procedure",
        "unit": units["SLĐ-01"],
        "title_vi": "Kiểm soát thông tin dạng văn bản",
        "title_en": "Control of documented information",
        "author": users["officer1"],
        "reviewer": users["manager1"],
        "approved_by": users["head1"],
        "clauses": list(clauses),
        "sections": {
            "purpose": "Bảo đảm người làm việc dùng đúng bản còn hiệu lực.",
            "scope": "Mọi đơn vị của Sở.",
            "steps": [{"what": "Thu hồi bản cũ", "responsible": "Văn thư", "duration": 1, "duration_unit": "day"}],
        },
        "issues": [
            {
                "issue_number": "01",
                "signed_on": clock.today().replace(month=3, day=2),
                "effective_on": clock.today().replace(month=3, day=15),
            }
        ],
    }
    return bring_in_documents([draft], by=system, reason="Bản đang áp dụng")[0]
