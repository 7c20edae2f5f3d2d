"""Declarations of the told department: one by the 2008 edition in force, one by the 2015 edition being drafted."""

import datetime as dt

from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.models.declarations import Declaration
from qms.operations import declarations as operations
from qms.signatures import SignatureIntent, content_hash

HERE = "SLĐ-01"
SCOPE = (
    "Giải quyết các thủ tục hành chính thuộc thẩm quyền của Sở về lao động, việc làm, người có công, bảo trợ xã hội và"
    " giáo dục nghề nghiệp, cùng các hoạt động quản lý và hỗ trợ kèm theo."
)
PLACE = "Trụ sở Sở Lao động - Thương binh và Xã hội"
SIGNED, EFFECTIVE, DECISION = dt.date(2018, 12, 20), dt.date(2019, 1, 1), "412/QĐ-SLĐTBXH"
DRAFTED = dt.date(2020, 7, 8)
WHY = "Chuyển đổi sang TCVN ISO 9001:2015."


def build_declarations(stage: Stage) -> None:
    """The one in force drafted by the officer, signed by the head, published; the next is being drafted."""
    officer, head = stage.people["officer1"], stage.people["head1"]
    with clock.at(moment(SIGNED)):
        draft = operations.prepare_declaration(_declaration(stage, "2008"), by=officer)
        intent = SignatureIntent(head, content_hash(draft), clock.now())
        days = {"signed_on": SIGNED, "effective_on": EFFECTIVE}
        signed = operations.sign_declaration(draft, by=head, signature=intent, decision_number=DECISION, **days)
        operations.publish_declaration(signed, by=officer)
    with clock.at(moment(DRAFTED)):
        operations.prepare_declaration(_declaration(stage, "2015", why=WHY), by=officer)


def _declaration(stage: Stage, year: str, why: str = "") -> Declaration:
    unit, edition = stage.units[HERE], stage.editions[year]
    return Declaration(unit=unit, edition=edition, scope=SCOPE, place=PLACE, why=why)
