"""Addresses of qms: home, people and units, documents, actions, standards, notices, files, health."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path, register_converter

from qms.views import actions, choosers, documents, files, health, home, people, sign_in, standards, units


class AddedConverter:
    """What can be added to a person."""

    regex = "|".join(people.ADDED)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(AddedConverter, "added")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("qms.account_urls")),
    path("", include("qms.declaration_urls")),
    path("", include("qms.import_urls")),
    path("", include("qms.library_urls")),
    path("", include("qms.issue_urls")),
    path("", include("qms.document_scheme_urls")),
    path("", include("qms.reading_urls")),
    path("", include("qms.decision_urls")),
    path("", include("qms.care_urls")),
    path("", include("qms.print_template_urls")),
    path("", include("qms.notice_urls")),
    path("", include("qms.job_urls")),
    path("", include("qms.holder_data_urls")),
    path("", include("qms.packing_urls")),
    path("", include("qms.action_work_urls")),
    path("", include("qms.action_view_urls")),
    path("", include("qms.duty_urls")),
    path("", include("qms.consolidation_urls")),
    path("", include("qms.risk_urls")),
    path("", include("qms.feedback_urls")),
    path("", include("qms.output_urls")),
    path("", include("qms.procedure_figure_urls")),
    path("", include("qms.objective_urls")),
    path("", include("qms.plan_urls")),
    path("", include("qms.training_urls")),
    path("", include("qms.review_urls")),
    path("", include("qms.report_urls")),
    path("", include("qms.par_urls")),
    path("", include("qms.retention_urls")),
    path("", include("qms.context_urls")),
    path("", include("qms.comment_urls")),
    path("", include("qms.clause_work_urls")),
    path("", include("qms.correspondence_urls")),
    path("", include("qms.succession_urls")),
    path("", include("qms.transition_programme_urls")),
    path("", include("qms.transition_queue_urls")),
    path("", include("qms.transition_board_urls")),
    path("", include("qms.history_urls")),
    path("", home.home, name="home"),
    path("login/", sign_in.LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("files/<str:label>/<uuid:uid>/", files.serve_file, name="file"),
    path("choose/<slug:kind>/", choosers.choose, name="choose"),
    path("actions/", actions.ActionList.as_view(), name="actions"),
    path("actions/new/", actions.TaskNew.as_view(), name="action_new"),
    path("actions/<uuid:uid>/", actions.ActionRecord.as_view(), name="action"),
    path("actions/<uuid:uid>/steps/<slug:step>/", actions.ActionStep.as_view(), name="action_step"),
    path("extensions/<uuid:uid>/steps/<slug:step>/", actions.ExtensionStep.as_view(), name="extension_step"),
    path("documents/", documents.Library.as_view(), name="documents"),
    path("documents/register/", documents.Register.as_view(), name="document_register"),
    path("documents/<uuid:uid>/", documents.DocumentRecord.as_view(), name="document"),
    path("organisation/units/", units.UnitList.as_view(), name="units"),
    path("organisation/units/new/", units.UnitNew.as_view(), name="unit_new"),
    path("organisation/units/<uuid:uid>/", units.UnitRecord.as_view(), name="unit"),
    path("organisation/units/<uuid:uid>/edit/", units.UnitEdit.as_view(), name="unit_edit"),
    path("organisation/units/<uuid:uid>/holding/", units.UnitHolding.as_view(), name="unit_holding"),
    path("organisation/units/<uuid:uid>/steps/<slug:step>/", units.UnitStep.as_view(), name="unit_step"),
    path("organisation/people/", people.PersonList.as_view(), name="people"),
    path("organisation/people/new/", people.PersonNew.as_view(), name="person_new"),
    path("organisation/people/<uuid:uid>/", people.PersonRecord.as_view(), name="person"),
    path("organisation/people/<uuid:uid>/edit/", people.PersonEdit.as_view(), name="person_edit"),
    path("organisation/people/<uuid:uid>/add/<added:kind>/", people.PersonAdd.as_view(), name="person_add"),
    path("organisation/people/<uuid:uid>/steps/<slug:step>/", people.PersonStep.as_view(), name="person_step"),
    path("organisation/roles/<uuid:uid>/steps/<slug:step>/", people.RoleStep.as_view(), name="role_step"),
    path("standards/", standards.standards, name="standards"),
    path("standards/<uuid:uid>/", standards.edition, name="edition"),
]
