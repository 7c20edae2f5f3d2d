"""The columns of a register of people: one row for each role, with where they work and what they are competent in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from qms.enums import Role
from qms.imports.fields import CHOICE, DAY, UNIT, Field
from qms.models.people import Competence, Membership, RoleAssignment, User


@dataclass(frozen=True)
class PersonRow:
    """What one row says of a person."""

    user: User
    membership: Membership | None = None
    role: RoleAssignment | None = None
    competence: Competence | None = None


def of(part: str, name: str) -> Callable[[PersonRow], Any]:
    """A value of a part, None where the row has no such part."""

    def said(row: PersonRow) -> Any:
        found = getattr(row, part)
        return getattr(found, name) if found is not None else None

    return said


def unit_of(part: str) -> Callable[[PersonRow], Any]:
    """The code of a part's unit."""
    return lambda row: getattr(row, part).unit.code if getattr(row, part) is not None else None


def standard_of(row: PersonRow) -> str | None:
    """9001, or 9001:2015 where it is one edition."""
    if row.competence is None:
        return None
    return row.competence.edition.code if row.competence.edition else row.competence.standard.code


def role_of(row: PersonRow) -> str | None:
    return row.role.get_role_display() if row.role is not None else None


ROLES = {
    "reader": "người đọc | nhân viên | chuyên viên | reader | staff",
    "officer": "cán bộ chất lượng | thư ký iso | ban iso | quality officer",
    "inspector": "đánh giá viên | chuyên gia đánh giá | auditor | internal auditor",
    "manager": "trưởng phòng | trưởng đơn vị | lãnh đạo phòng | manager | head",
    "top": "lãnh đạo | lãnh đạo cao nhất | giám đốc | top management | director",
    "auditor": "đánh giá bên ngoài | external auditor",
    "admin": "quản trị | quản trị viên | administrator",
}

FIELDS = (
    Field(
        "username",
        "Tên đăng nhập | Tài khoản | Mã nhân viên | Mã cán bộ | Số hiệu cán bộ",
        "User name | Username | Account | Login | Staff number | Staff no | Employee id",
        lambda row: row.user.username,
        required=True,
        longest=150,
        width=18,
        note=gettext_lazy(
            "The account's name, such as the staff number; by it or by the e-mail a person is known again."
        ),
        example="nguyenvana",
    ),
    Field(
        "full_name",
        "Họ và tên | Họ tên | Tên người",
        "Full name | Name | Person",
        lambda row: row.user.full_name,
        attr="full_name",
        required=True,
        longest=150,
        width=26,
        example="Nguyễn Văn A",
    ),
    Field(
        "position_vi",
        "Chức vụ | Chức danh",
        "Position in Vietnamese | Position | Job title | Title",
        lambda row: row.user.position_vi,
        attr="position_vi",
        longest=150,
        width=22,
        example="Chuyên viên",
    ),
    Field(
        "position_en",
        "Chức vụ tiếng Anh",
        "Position in English",
        lambda row: row.user.position_en,
        attr="position_en",
        longest=150,
        width=22,
    ),
    Field(
        "email",
        "Thư điện tử | E-mail | Email | Địa chỉ thư",
        "E-mail | Email | Mail | E-mail address",
        lambda row: row.user.email,
        attr="email",
        longest=254,
        width=26,
        example="nguyenvana@example.vn",
    ),
    Field(
        "unit",
        "Đơn vị công tác | Đơn vị | Phòng ban | Phòng",
        "Works in | Unit | Department | Works in unit",
        unit_of("membership"),
        UNIT,
        width=16,
        note=gettext_lazy("Where the person works: code or full name of the unit."),
    ),
    Field("works_from", "Công tác từ", "Works there from", of("membership", "valid_from"), DAY, width=13),
    Field("works_to", "Công tác đến", "Works there to", of("membership", "valid_to"), DAY, width=13),
    Field(
        "role",
        "Vai trò | Quyền",
        "Role | System role",
        role_of,
        CHOICE,
        choices=Role,
        words=ROLES,
        width=22,
        note=gettext_lazy("One role in a row; a person with two roles has two rows."),
        example="reader",
    ),
    Field(
        "role_unit",
        "Vai trò tại đơn vị | Đơn vị của vai trò",
        "Role in unit | Role unit",
        unit_of("role"),
        UNIT,
        width=16,
        note=gettext_lazy("Empty means the unit where the person works."),
    ),
    Field(
        "role_from",
        "Vai trò từ ngày | Từ ngày",
        "Role from | From",
        of("role", "valid_from"),
        DAY,
        width=13,
        note=gettext_lazy("Empty means from today on."),
    ),
    Field("role_to", "Vai trò đến ngày | Đến ngày", "Role to | To", of("role", "valid_to"), DAY, width=13),
    Field(
        "competence",
        "Năng lực đánh giá | Tiêu chuẩn được đánh giá | Năng lực",
        "Competence | Competent in | Standard",
        standard_of,
        width=18,
        note=gettext_lazy("The standard or the edition that the person may inspect, such as 9001 or 9001:2015."),
    ),
    Field(
        "competence_basis",
        "Chứng chỉ | Căn cứ năng lực | Khóa đào tạo",
        "Certificate | Certificate or course | Course",
        of("competence", "basis"),
        longest=250,
        width=26,
    ),
    Field(
        "competence_from",
        "Năng lực từ ngày | Ngày cấp",
        "Competent from | Issued on",
        of("competence", "valid_from"),
        DAY,
        width=13,
    ),
    Field(
        "competence_to",
        "Năng lực đến ngày | Ngày hết hạn",
        "Competent to | Expires on",
        of("competence", "valid_to"),
        DAY,
        width=13,
    ),
)
