"""Addresses of checklists as workbooks."""

from django.urls import URLPattern, URLResolver, path

from inspections.views import checklist_book as views

urlpatterns: list[URLPattern | URLResolver] = [
    path("inspections/<uuid:uid>/workbook/", views.Book.as_view(), name="checklist_book"),
    path("inspections/<uuid:uid>/workbook/checklist.xlsx", views.checklist_book_out, name="checklist_book_out"),
    path("inspections/<uuid:uid>/workbook/<uuid:file>/", views.Comparison.as_view(), name="checklist_book_compare"),
]
