"""Words of the printed list of quality objectives, by document language."""

VI = {
    "objective_title": "MỤC TIÊU CHẤT LƯỢNG VÀ KẾ HOẠCH THỰC HIỆN",
    "objective_objective": "Mục tiêu",
    "objective_target": "Chỉ tiêu",
    "objective_plan": "Biện pháp",
    "objective_resources": "Nguồn lực",
    "objective_owner": "Trách nhiệm",
    "objective_due": "Thời hạn",
    "objective_how": "Tần suất, cách đo",
    "objective_result": "Kết quả",
    "objective_met": "Đạt/Không",
}
EN = {
    "objective_title": "QUALITY OBJECTIVES AND PLAN",
    "objective_objective": "Objective",
    "objective_target": "Target",
    "objective_plan": "What is done",
    "objective_resources": "With what",
    "objective_owner": "Responsible",
    "objective_due": "By",
    "objective_how": "How often, how measured",
    "objective_result": "Result",
    "objective_met": "Met",
}
