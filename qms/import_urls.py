"""Addresses of bringing registers in."""

from django.urls import path

from qms.views import (
    import_decision,
    import_files,
    import_preview,
    import_runs,
    import_templates,
    import_understanding,
    imports,
)

urlpatterns = [
    path("imports/templates/<slug:kind>.xlsx", import_templates.import_template, name="import_template"),
    path("imports/", imports.imports, name="imports"),
    path("imports/runs/", import_runs.ImportRunList.as_view(), name="import_runs"),
    path("imports/runs/<uuid:uid>/", import_runs.ImportRunRecord.as_view(), name="import_run"),
    path("imports/runs/<uuid:uid>/file/", import_runs.import_run_file, name="import_run_file"),
    path("imports/runs/<uuid:uid>/steps/<slug:step>/", import_runs.ImportRunStep.as_view(), name="import_run_step"),
    path("imports/<uuid:uid>/", import_preview.import_preview, name="import_preview"),
    path("imports/<uuid:uid>/state/", import_files.import_state, name="import_state"),
    path("imports/<uuid:uid>/reading/", import_understanding.import_understanding, name="import_understanding"),
    path("imports/<uuid:uid>/rows/", import_preview.import_rows, name="import_rows"),
    path("imports/<uuid:uid>/commit/", import_decision.import_commit, name="import_commit"),
    path("imports/<uuid:uid>/cancel/", import_decision.import_cancel, name="import_cancel"),
    path("imports/<uuid:uid>/again/", import_decision.import_again, name="import_again"),
    path("imports/<uuid:uid>/annotated/", import_decision.import_annotated, name="import_annotated"),
]
