"""Words of the printed evidence for the reform index, by document language."""

VI = {
    "par_title": "MINH CHỨNG TIÊU CHÍ VỀ ISO TRONG CHỈ SỐ CẢI CÁCH HÀNH CHÍNH",
    "par_unit": "Cơ quan, đơn vị",
    "par_criterion": "Tiêu chí, minh chứng",
    "par_state": "Tình trạng",
    "par_count": "Đã có",
    "par_records": "Hồ sơ minh chứng; phần còn thiếu",
}

EN = {
    "par_title": "EVIDENCE FOR THE CRITERIA ON ISO OF THE REFORM INDEX",
    "par_unit": "Unit",
    "par_criterion": "Criterion, proof",
    "par_state": "State",
    "par_count": "Stands",
    "par_records": "Records that prove; what is lacking",
}
