"""Addresses of the templates of printed forms."""

from django.urls import path

from qms.views import print_templates as views

urlpatterns = [
    path("documents/print-templates/", views.print_templates, name="print_templates"),
    path("documents/print-templates/<slug:form>/", views.print_template, name="print_template"),
    path("documents/print-templates/<slug:form>/ours.docx", views.print_template_ours, name="print_template_ours"),
    path("documents/print-templates/<slug:form>/own.docx", views.print_template_own, name="print_template_own"),
    path("documents/print-templates/<slug:form>/end/", views.print_template_end, name="print_template_end"),
    path("documents/print-templates/<slug:form>/<uuid:uid>/", views.print_template_file, name="print_template_file"),
    path(
        "documents/print-templates/<slug:form>/<uuid:uid>/sample-<slug:language>.docx",
        views.print_template_sample,
        name="print_template_sample",
    ),
]
