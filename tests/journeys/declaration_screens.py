"""Pages of declarations of conformity; each with who opens it."""

from django.urls import reverse

from qms.models import Declaration
from tests.journeys.screen import Screen


def declaration_screens():
    """Each page once."""
    signed = Declaration.objects.filter(status="signed").first()
    yield Screen("declarations", reverse("declarations"), "officer1")
    yield Screen("declaration", reverse("declaration", args=[signed.uid]), "officer1")
    draft = Declaration.objects.filter(status="drafted").first()
    yield Screen("declaration-draft", reverse("declaration", args=[draft.uid]), "officer1")
    yield Screen("declaration-sign", reverse("declaration_step", args=[draft.uid, "sign"]), "head1")
    yield Screen("declaration-new", reverse("declaration_new"), "officer1")
    yield Screen("declaration-withdraw", reverse("declaration_step", args=[signed.uid, "withdraw"]), "head1")
    yield Screen("declarations-public", reverse("public_declarations"), "")
    yield Screen("declaration-public", reverse("public_declaration", args=[signed.uid]), "")
