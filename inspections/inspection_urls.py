"""Addresses of programmes, inspections, sessions, checklists and findings."""

from django.urls import URLPattern, URLResolver, path

from inspections.views import checklist, findings, inspections, programmes, sessions

urlpatterns: list[URLPattern | URLResolver] = [
    path("programmes/", programmes.ProgrammeList.as_view(), name="programmes"),
    path("programmes/new/", programmes.ProgrammeNew.as_view(), name="programme_new"),
    path("programmes/<uuid:uid>/", programmes.ProgrammeRecord.as_view(), name="programme"),
    path("programmes/<uuid:uid>/change/", programmes.ProgrammeEdit.as_view(), name="programme_edit"),
    path("programmes/<uuid:uid>/steps/<slug:step>/", programmes.ProgrammeStep.as_view(), name="programme_step"),
    path("programmes/<uuid:uid>/visits/new/", programmes.VisitNew.as_view(), name="programme_line_new"),
    path("programmes/visits/<uuid:uid>/change/", programmes.VisitEdit.as_view(), name="programme_line_edit"),
    path("programmes/visits/<uuid:uid>/steps/<slug:step>/", programmes.VisitStep.as_view(), name="programme_line_step"),
    path("inspections/", inspections.InspectionList.as_view(), name="inspections"),
    path("inspections/new/", inspections.InspectionNew.as_view(), name="inspection_new"),
    path("inspections/<uuid:uid>/", inspections.InspectionRecord.as_view(), name="inspection"),
    path("inspections/<uuid:uid>/change/", inspections.InspectionEdit.as_view(), name="inspection_edit"),
    path("inspections/<uuid:uid>/steps/<slug:step>/", inspections.InspectionStep.as_view(), name="inspection_step"),
    path("inspections/<uuid:uid>/conduct/", checklist.Conduct.as_view(), name="inspection_conduct"),
    path("inspections/<uuid:uid>/sessions/new/", sessions.SessionNew.as_view(), name="session_new"),
    path("inspections/sessions/<uuid:uid>/change/", sessions.SessionEdit.as_view(), name="session_edit"),
    path("inspections/sessions/<uuid:uid>/steps/<slug:step>/", sessions.SessionStep.as_view(), name="session_step"),
    path("inspections/lines/<uuid:uid>/answer/", checklist.Answer.as_view(), name="checklist_answer"),
    path("findings/", findings.FindingList.as_view(), name="findings"),
    path("findings/new/", findings.FindingNew.as_view(), name="finding_new"),
    path("findings/<uuid:uid>/", findings.FindingRecord.as_view(), name="finding"),
    path("findings/<uuid:uid>/change/", findings.FindingEdit.as_view(), name="finding_edit"),
    path("findings/<uuid:uid>/steps/<slug:step>/", findings.FindingStep.as_view(), name="finding_step"),
]
