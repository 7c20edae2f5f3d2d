"""Addresses of checklist templates, scores and rankings."""

from django.urls import URLPattern, URLResolver, path

from inspections.views import added_lines, rankings, template_questions, templates

urlpatterns: list[URLPattern | URLResolver] = [
    path("inspections/templates/", templates.TemplateList.as_view(), name="checklist_templates"),
    path("inspections/templates/new/", templates.TemplateNew.as_view(), name="checklist_template_new"),
    path("inspections/templates/<uuid:uid>/", templates.TemplateRecord.as_view(), name="checklist_template"),
    path("inspections/templates/<uuid:uid>/change/", templates.TemplateEdit.as_view(), name="checklist_template_edit"),
    path("inspections/templates/<uuid:uid>/copy/", templates.TemplateCopy.as_view(), name="checklist_template_copy"),
    path("inspections/templates/<uuid:uid>/compare/", templates.TemplateCompare.as_view(), name="template_compare"),
    path("inspections/templates/<uuid:uid>/ranking/", rankings.Ranking.as_view(), name="template_ranking"),
    path(
        "inspections/templates/<uuid:uid>/steps/<slug:step>/",
        templates.TemplateStep.as_view(),
        name="checklist_template_step",
    ),
    path(
        "inspections/templates/versions/<uuid:uid>/steps/<slug:step>/",
        templates.VersionStep.as_view(),
        name="template_version_step",
    ),
    path(
        "inspections/templates/versions/<uuid:uid>/questions/new/",
        template_questions.QuestionNew.as_view(),
        name="template_question_new",
    ),
    path(
        "inspections/templates/versions/<uuid:uid>/sections/<slug:direction>/",
        template_questions.SectionMove.as_view(),
        name="template_section_move",
    ),
    path(
        "inspections/templates/questions/<uuid:uid>/change/",
        template_questions.QuestionEdit.as_view(),
        name="template_question_edit",
    ),
    path(
        "inspections/templates/questions/<uuid:uid>/steps/<slug:step>/",
        template_questions.QuestionStep.as_view(),
        name="template_question_step",
    ),
    path(
        "inspections/templates/questions/<uuid:uid>/move/<slug:direction>/",
        template_questions.QuestionMove.as_view(),
        name="template_question_move",
    ),
    path("inspections/<uuid:uid>/lines/new/", added_lines.LineNew.as_view(), name="checklist_line_new"),
]
