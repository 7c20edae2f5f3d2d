"""Words of the declaration of conformity, by document language."""

VI = {
    "declaration_title": "BẢN CÔNG BỐ",
    "declaration_subtitle": "Hệ thống quản lý chất lượng phù hợp {edition}",
    "declaration_said": "{unit} công bố hệ thống quản lý chất lượng của cơ quan phù hợp {edition}, áp dụng đối với"
    " phạm vi nêu dưới đây.",
    "declaration_scope": "Phạm vi của hệ thống",
    "declaration_place": "Địa điểm áp dụng",
    "declaration_decision": "Theo Quyết định số",
    "declaration_effective_on": "Có hiệu lực từ ngày",
    "declaration_why": "Lý do công bố lại",
    "declaration_exclusions": "Điều khoản không áp dụng",
    "declaration_no_exclusions": "Không có: mọi điều khoản đều được áp dụng.",
    "declaration_clause": "Điều khoản",
    "declaration_reason": "Lý do",
    "declaration_annex": "PHỤ LỤC",
    "declaration_annex_title": "DANH MỤC TÀI LIỆU CỦA HỆ THỐNG QUẢN LÝ CHẤT LƯỢNG",
    "declaration_annex_of": "(Kèm theo Bản công bố số {number})",
}

EN = {
    "declaration_title": "DECLARATION",
    "declaration_subtitle": "of conformity of the quality management system to {edition}",
    "declaration_said": "{unit} declares that its quality management system conforms to {edition}, in the scope given"
    " below.",
    "declaration_scope": "Scope of the system",
    "declaration_place": "Where it applies",
    "declaration_decision": "By Decision No.",
    "declaration_effective_on": "In force from",
    "declaration_why": "Why it is declared anew",
    "declaration_exclusions": "Clauses that do not apply",
    "declaration_no_exclusions": "None: every clause applies.",
    "declaration_clause": "Clause",
    "declaration_reason": "Reason",
    "declaration_annex": "ANNEX",
    "declaration_annex_title": "DOCUMENTS OF THE QUALITY MANAGEMENT SYSTEM",
    "declaration_annex_of": "(To Declaration No. {number})",
}
