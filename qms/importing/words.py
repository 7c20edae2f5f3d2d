"""Words of registers that stand for values: grades, statuses, footers. Plain data, folded when used."""


def words(text):
    """Words written with bars between them."""
    return tuple(text.split(" | "))


# Words of sums and footers in the first filled cell of a row below the table.
FOOTERS = words(
    "tổng | tổng cộng | tổng số | cộng | người lập | người lập biểu | trưởng đoàn | thủ trưởng đơn vị | lãnh đạo "
    "đơn vị | nơi nhận | xác nhận của | total | totals | sum | grand total | subtotal | prepared by | approved by "
    "| all rights reserved | number of"
)

SUMS = words("tổng | tổng cộng | tổng số | cộng | cộng dồn | total | totals | sum | grand total | subtotal")
SIGNATURES = words(
    "người lập | người lập biểu | người lập bảng | người kiểm tra | trưởng đoàn | thủ trưởng | lãnh đạo | kế toán | "
    "giám đốc | phó giám đốc | chủ tịch | trưởng phòng | đại diện lãnh đạo | xác nhận của | nơi nhận | prepared by | "
    "approved by | reviewed by | checked by"
)

GRADES = {
    "major": words(
        "major | nặng | kph nặng | không phù hợp nặng | sự không phù hợp nặng | không phù hợp lớn | kph lớn | lớn | "
        "major nc | major nonconformity | major non-conformity | major nonconformance | nc major | nghiêm trọng | ncn "
        "| maj"
    ),
    "minor": words(
        "minor | nhẹ | kph nhẹ | không phù hợp nhẹ | sự không phù hợp nhẹ | không phù hợp nhỏ | kph nhỏ | nhỏ | minor "
        "nc | minor nonconformity | minor non-conformity | minor nonconformance | nc minor | min"
    ),
    "observation": words("observation | obs | lưu ý | điểm lưu ý | điểm cần lưu ý | quan sát | nhận xét | khuyến cáo"),
    "opportunity": words(
        "opportunity | ofi | opportunity for improvement | opportunities for improvement | cơ hội cải tiến | khuyến "
        "nghị | cải tiến | kiến nghị | improvement | recommendation"
    ),
}
UNGRADED = words("nc | ncr | kph | không phù hợp | sự không phù hợp | nonconformity | non-conformity | nonconformance")

# Own states keep their own names; the rest are what other registers call them.
STATUSES = {
    "draft": words("draft | nháp | dự thảo"),
    "open": words(
        "open | opened | new | mở | đang mở | chưa đóng | chưa khắc phục | mới | chưa xử lý | not started | chưa thực "
        "hiện"
    ),
    "recorded": words("recorded | đã ghi nhận | ghi nhận"),
    "confirmed": words("confirmed | đã xác nhận"),
    "answered": words("answered | đã trả lời | đã phản hồi"),
    "accepted": words("accepted | đã chấp nhận | chấp nhận"),
    "disputed": words("disputed | không đồng ý | đang khiếu nại | có ý kiến khác"),
    "contained": words("contained | đã khắc phục tạm thời | đã khắc phục ngay"),
    "plan_proposed": words("plan proposed | đã đề xuất kế hoạch | chờ duyệt kế hoạch"),
    "in_progress": words("in progress | ongoing | đang thực hiện | đang khắc phục | đang xử lý | đang tiến hành"),
    "implemented": words(
        "implemented | done | completed | complete | đã thực hiện | hoàn thành | đã khắc phục | đã hoàn thành | "
        "mitigated"
    ),
    "verified": words("verified | đã kiểm tra xác nhận | đã thẩm tra"),
    "effectiveness_check": words("effectiveness check | đang kiểm tra hiệu lực | chờ đánh giá hiệu lực"),
    "closed": words("closed | close | resolved | đóng | đã đóng | kết thúc | đã kết thúc"),
    "withdrawn": words("withdrawn | cancelled | canceled | hủy | huỷ | đã hủy | rút | đã rút"),
}

# Nothing is meant by words of what has not been answered yet.
RESULTS = {
    "conforming": words(
        "conforming | phù hợp | đạt | có | conformity | compliant | conforms | pass | passed | yes | ok | conforme"
    ),
    "not_conforming": words(
        "not conforming | không phù hợp | không đạt | không | nonconforming | non conforming | non compliant | fail | "
        "failed | no | non conforme | nc"
    ),
    "major": GRADES["major"],
    "minor": GRADES["minor"],
    "observation": GRADES["observation"],
    "opportunity": GRADES["opportunity"],
    "not_applicable": words("not applicable | không áp dụng | n/a"),
    "not_examined": words("not examined | không xem xét | chưa xem xét"),
    "": words("not started | not tested | chưa | chưa đánh giá | chưa trả lời | open"),
}

# A sheet with such a name lists no nonconformities.
OPPORTUNITY_SHEETS = words("opportunit | ofi | cơ hội cải tiến | khuyến nghị | recommendation")
