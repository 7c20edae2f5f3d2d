"""Words of the register of nonconforming outputs, by document language."""

VI = {
    "output_title": "SỔ THEO DÕI ĐẦU RA KHÔNG PHÙ HỢP",
    "output_number": "Số",
    "output_found": "Ngày phát hiện",
    "output_unit": "Đơn vị, thủ tục",
    "output_dossier": "Mã hồ sơ",
    "output_description": "Nội dung không phù hợp",
    "output_decision": "Xử lý, phiếu xin lỗi",
    "output_new_date": "Ngày hẹn lại",
    "output_returned": "Ngày trả",
    "output_decided_by": "Người quyết định",
}

EN = {
    "output_title": "REGISTER OF NONCONFORMING OUTPUTS",
    "output_number": "Number",
    "output_found": "Found on",
    "output_unit": "Unit, procedure",
    "output_dossier": "Dossier",
    "output_description": "What does not conform",
    "output_decision": "What is done, apology slip",
    "output_new_date": "New date",
    "output_returned": "Returned on",
    "output_decided_by": "Decided by",
}
