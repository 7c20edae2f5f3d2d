"""Base of forms that create or change a record through an operation."""

from typing import Any

from django import forms

from qms.forms.fields import DayField


def house_field(db_field: Any, **kwargs: Any) -> Any:
    """Form fields of model fields in the house's manner: days by a date box, texts in four lines."""
    kind = db_field.get_internal_type()
    if kind == "DateField":
        return db_field.formfield(form_class=DayField, **kwargs)
    if kind == "TextField":
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
    return db_field.formfield(**kwargs)


class RecordForm(forms.ModelForm):
    """A ModelForm that knows who fills it in and which version was shown; it cleans and never decides authority.

    Subclasses restrict their choices to reach in `restrict`.
    """

    fields: Any  # by name; choices get their querysets in `restrict`
    data: Any  # a copy that may be written to

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        self.restrict()
        if self.is_bound:
            self.data = self.data.copy()

    class Meta:
        formfield_callback = house_field

    def restrict(self) -> None:
        """Limit querysets of choices to what `self.user` reaches: an unseen key is an invalid choice."""

    def extra_values(self) -> dict[str, Any]:
        """Cleaned values that the operation takes beside the record (fields that the model does not have)."""
        own = {field.name for field in self._meta.model._meta.get_fields()}
        return {name: value for name, value in self.cleaned_data.items() if name not in own and name != "version"}

    def show_again(self, record: Any) -> None:
        """After a conflict: the typed values stay, the version follows the record."""
        self.data["version"] = str(record.version)
