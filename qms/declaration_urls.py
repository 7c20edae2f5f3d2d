"""Addresses of declarations of conformity, those open to everybody among them."""

from django.urls import path

from qms.views import declarations, public_declarations

urlpatterns = [
    path("declarations/", declarations.DeclarationList.as_view(), name="declarations"),
    path("declarations/new/", declarations.DeclarationNew.as_view(), name="declaration_new"),
    path("declarations/<uuid:uid>/", declarations.DeclarationRecord.as_view(), name="declaration"),
    path("declarations/<uuid:uid>/edit/", declarations.DeclarationEdit.as_view(), name="declaration_edit"),
    path("declarations/<uuid:uid>/print.<slug:kind>", declarations.declaration_print, name="declaration_print"),
    path("declarations/<uuid:uid>/steps/<slug:step>/", declarations.DeclarationStep.as_view(), name="declaration_step"),
    path("public/declarations/", public_declarations.public_declarations, name="public_declarations"),
    path("public/declarations/<uuid:uid>/", public_declarations.public_declaration, name="public_declaration"),
]
