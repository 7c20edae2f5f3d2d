"""The holder's own Word templates in place of ours."""

from typing import Any

from django.core.files.storage import storages

from qms import clock, policy
from qms.history.recording import operation
from qms.models.document_care import PrintTemplate
from qms.models.organisation import Unit
from qms.models.reach import UnitPath
from qms.operations.files import store_file
from qms.printing import PrintedForm, with_word_template


def form_for(form: PrintedForm, unit_id: int) -> PrintedForm:
    """The form with the Word template of the nearest unit that has its own, at or above the unit in its QMS."""
    paths = UnitPath.objects.filter(unit_id=unit_id, inside=True).order_by("depth")
    above = paths.values_list("ancestor_id", flat=True)
    own = {
        template.unit_id: template
        for template in PrintTemplate.objects.filter(form=form.name, ended_at=None).select_related("file")
    }
    nearest = next((own[ancestor] for ancestor in above if ancestor in own), None) if own else None
    if nearest is None:
        return form
    with storages["records"].open(nearest.file.stored_name) as content:
        return with_word_template(form, content.read())


@operation("set_print_template")
def set_print_template(unit: Unit, form: str, content: bytes, media_type: str, name: str, *, by: Any) -> PrintTemplate:
    """Put the holder's own Word template in place of the form's; the one before ends. The caller has checked it."""
    template = PrintTemplate(unit=unit, form=form, name=name, added_by=by)
    policy.require(by, "qms.set_print_template", unit)
    Unit.objects.locked().get(pk=unit.pk)  # whoever comes second ends the first one's
    end_print_template(unit, form, by=by)
    template.file = store_file(content, media_type, by=by)
    template.save()
    return template


@operation("end_print_template")
def end_print_template(unit: Unit, form: str, *, by: Any) -> int:
    """Back to our form. Returns how many templates ended: one or none."""
    policy.require(by, "qms.set_print_template", unit)
    standing = list(PrintTemplate.objects.filter(unit=unit, form=form, ended_at=None))
    for template in standing:
        template.ended_at = clock.now()
        template.save()
    return len(standing)
