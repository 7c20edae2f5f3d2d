"""Addresses of work on actions: lines of the checklist, templates, handing over."""

from django.urls import path

from qms.views import action_steps, action_templates, handing_over

urlpatterns = [
    path("actions/lines/<uuid:uid>/<slug:step>/", action_steps.ActionLineStep.as_view(), name="action_line_step"),
    path("organisation/people/<uuid:uid>/hand-over/", handing_over.HandOver.as_view(), name="hand_over"),
    path("actions/templates/", action_templates.ActionTemplates.as_view(), name="action_templates"),
    path("actions/templates/new/", action_templates.ActionTemplateNew.as_view(), name="action_template_new"),
    path(
        "actions/templates/<uuid:uid>/edit/", action_templates.ActionTemplateEdit.as_view(), name="action_template_edit"
    ),
    path(
        "actions/templates/<uuid:uid>/steps/<slug:step>/",
        action_templates.ActionTemplateStep.as_view(),
        name="action_template_step",
    ),
]
