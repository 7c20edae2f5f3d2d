"""Addresses of qms: home, people and units, documents, actions, imports, history, notices, files, health."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, path

from qms.views import actions, files, health, home, notices, sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("login/", sign_in.LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("files/<str:label>/<uuid:uid>/", files.serve_file, name="file"),
    path("actions/", actions.ActionList.as_view(), name="actions"),
    path("actions/new/", actions.TaskNew.as_view(), name="action_new"),
    path("actions/<uuid:uid>/", actions.ActionRecord.as_view(), name="action"),
    path("actions/<uuid:uid>/steps/<slug:step>/", actions.ActionStep.as_view(), name="action_step"),
    path("extensions/<uuid:uid>/steps/<slug:step>/", actions.ExtensionStep.as_view(), name="extension_step"),
]
