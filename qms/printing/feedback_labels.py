"""Words of the register of feedback and of the answer, by document language."""

VI = {
    "feedback_title": "SỔ THEO DÕI PHẢN ÁNH, KIẾN NGHỊ",
    "feedback_number": "Số",
    "feedback_received": "Ngày nhận",
    "feedback_unit": "Đơn vị, thủ tục",
    "feedback_said": "Nội dung",
    "feedback_handler": "Người xử lý",
    "feedback_due": "Hạn trả lời",
    "feedback_answer": "Kết quả trả lời",
    "letter_title": "TRẢ LỜI PHẢN ÁNH, KIẾN NGHỊ",
    "letter_about": "V/v {subject}",
    "letter_draft": "Dự thảo, chưa được duyệt",
    "letter_to": "Kính gửi:",
    "letter_nobody": "Người gửi phản ánh, kiến nghị mã {code}",
    "letter_received": "Ngày {day}, {unit} nhận được phản ánh, kiến nghị của ông (bà) với nội dung: {subject}.",
    "letter_said": "Về nội dung trên, {unit} trả lời như sau:",
}

EN = {
    "feedback_title": "REGISTER OF FEEDBACK",
    "feedback_number": "Number",
    "feedback_received": "Received",
    "feedback_unit": "Unit, procedure",
    "feedback_said": "What it says",
    "feedback_handler": "Handled by",
    "feedback_due": "Due",
    "feedback_answer": "Answer",
    "letter_title": "ANSWER TO FEEDBACK",
    "letter_about": "On: {subject}",
    "letter_draft": "Draft, not approved",
    "letter_to": "To:",
    "letter_nobody": "The sender of feedback {code}",
    "letter_received": "On {day} {unit} received your feedback: {subject}.",
    "letter_said": "{unit} answers as follows:",
}
