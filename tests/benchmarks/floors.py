"""The floors: the same middlewares, session, base template and filter form round a plain query, form and save."""

from django.core.paginator import Paginator
from django.db import connection, models
from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template import engines
from django.urls import include, path

from inspections.models import Nonconformity
from inspections.reports.nonconformities import NonconformityReport
from tests.benchmarks import checklists, documents, workshop


class PlainNonconformity(models.Model):
    """The same columns that a person fills, without history, reach or workflow."""

    unit = models.ForeignKey("qms.Unit", models.DO_NOTHING, related_name="+")
    source = models.CharField(max_length=30)
    grade = models.CharField(max_length=20)
    requirement = models.TextField()
    fact = models.TextField()
    evidence = models.TextField()
    correction = models.TextField(blank=True)
    correction_on = models.DateField(null=True, blank=True)
    raised_on = models.DateField(auto_now_add=True)

    class Meta:
        app_label = "qms"
        managed = False
        db_table = "benchmark_floor"

    def __str__(self) -> str:
        return self.fact


LIST = """{% extends "base.html" %}{% block content %}<form>
{% for field in filter.form %}{{ field.label_tag }}{{ field }}{% endfor %}</form><table class="table">
{% for record in rows %}<tr><td>{{ record.number }}</td><td>{{ record.fact }}</td>
<td>{{ record.unit.name }}</td><td>{{ record.get_grade_display }}</td><td>{{ record.get_status_display }}</td>
<td>{{ record.due_on|date }}</td></tr>{% endfor %}</table>{{ page_obj.number }}/{{ page_obj.paginator.num_pages }}
{% endblock %}"""
DETAIL = """{% extends "base.html" %}{% block content %}<h1>{{ record.number }}</h1>
<dl><dt>unit</dt><dd>{{ record.unit }}</dd>
<dt>fact</dt><dd>{{ record.fact }}</dd><dt>requirement</dt><dd>{{ record.requirement }}</dd><dt>evidence</dt>
<dd>{{ record.evidence }}</dd><dt>status</dt><dd>{{ record.get_status_display }}</dd></dl>{% endblock %}"""
TEMPLATES = {}


def _template(name: str, source: str) -> object:
    if name not in TEMPLATES:
        TEMPLATES[name] = engines["django"].from_string(source)
    return TEMPLATES[name]


def floor_list(request: HttpRequest) -> HttpResponse:
    """A plain query, counted and paged, with the product's own filter form."""
    rows = Nonconformity.objects.select_related("unit").order_by("-id")
    filterset = NonconformityReport.filterset_class(request.GET, queryset=rows, request=request, user=request.user)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {"filter": filterset, "rows": page.object_list, "page_obj": page}
    return HttpResponse(_template("list", LIST).render(context, request))


def floor_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One row and the base template."""
    record = get_object_or_404(Nonconformity.objects.select_related("unit"), pk=pk)
    return HttpResponse(_template("detail", DETAIL).render({"record": record}, request))


Create = modelform_factory(PlainNonconformity, fields=["unit", "source", "grade", "requirement", "fact", "evidence"])
Update = modelform_factory(PlainNonconformity, fields=["correction", "correction_on"])


def floor_save(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One ModelForm and one save."""
    row = get_object_or_404(PlainNonconformity, pk=pk) if pk else None
    form = (Update if pk else Create)(request.POST, instance=row)
    if not form.is_valid():
        return render(request, "qms/generic/form.html", {"form": form}, status=400)
    form.save()
    return HttpResponseRedirect("/")


def make_table() -> None:
    """Create the floor's own table in the benchmark's database."""
    PlainNonconformity._meta.managed = True
    with connection.schema_editor() as editor:
        editor.create_model(PlainNonconformity)


urlpatterns = [
    path("floor/list/", floor_list),
    path("floor/page/", documents.floor_page),
    path("floor/detail/<int:pk>/", floor_detail),
    path("floor/editor/<int:page_id>/", workshop.floor_editor),
    path("floor/checklist/<int:session_id>/", checklists.floor_checklist),
    path("floor/create/", floor_save),
    path("floor/update/<int:pk>/", floor_save),
    path("", include("qms.config.urls")),
]
