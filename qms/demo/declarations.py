"""Declarations of the told department: by the 2008 edition, and since its move by the 2015 edition, published."""

import datetime as dt

from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.models.declarations import Declaration
from qms.models.people import User
from qms.operations import declarations as operations
from qms.signatures import SignatureIntent, content_hash

HERE = "SLĐ-01"
SCOPE = (
    "Giải quyết các thủ tục hành chính thuộc thẩm quyền của Sở về lao động, việc làm, người có công, bảo trợ xã hội và"
    " giáo dục nghề nghiệp, cùng các hoạt động quản lý và hỗ trợ kèm theo."
)
PLACE = "Trụ sở Sở Lao động - Thương binh và Xã hội"
TOLD = (
    ("2008", dt.date(2018, 12, 20), dt.date(2019, 1, 1), "412/QĐ-SLĐTBXH", ""),
    ("2015", dt.date(2020, 6, 24), dt.date(2020, 7, 1), "218/QĐ-SLĐTBXH", "Chuyển đổi sang TCVN ISO 9001:2015."),
)


def build_declarations(stage: Stage) -> None:
    """Each drafted by the officer, signed by the head, published, in its own time."""
    officer, head = (User.objects.get(username=name) for name in ("officer1", "head1"))
    for year, signed_on, effective_on, decision, why in TOLD:
        with clock.at(moment(signed_on)):
            draft = Declaration(unit=stage.units[HERE], edition=stage.editions[year], scope=SCOPE, place=PLACE, why=why)
            draft = operations.prepare_declaration(draft, by=officer)
            intent = SignatureIntent(head, content_hash(draft), clock.now())
            days = {"signed_on": signed_on, "effective_on": effective_on}
            signed = operations.sign_declaration(draft, by=head, signature=intent, decision_number=decision, **days)
            operations.publish_declaration(signed, by=officer)
