"""Addresses of retention and disposal."""

from django.urls import path

from qms.views import disposals, retention

urlpatterns = [
    path("retention/", retention.RetentionList.as_view(), name="retention_rules"),
    path("retention/new/", retention.RetentionNew.as_view(), name="retention_new"),
    path("retention/propose/", retention.RetentionPropose.as_view(), name="retention_propose"),
    path("retention/due/", retention.DueList.as_view(), name="retention_due"),
    path("retention/due/choose/", disposals.ChooseRecords.as_view(), name="retention_choose"),
    path("retention/<uuid:uid>/", retention.RetentionRecord.as_view(), name="retention_rule"),
    path("retention/<uuid:uid>/steps/<slug:step>/", retention.RetentionStep.as_view(), name="retention_rule_step"),
    path("disposals/", disposals.DisposalList.as_view(), name="disposals"),
    path("disposals/new/", disposals.DisposalNew.as_view(), name="disposal_new"),
    path(
        "disposals/items/<uuid:uid>/steps/<slug:step>/", disposals.DisposalItemStep.as_view(), name="disposal_item_step"
    ),
    path("disposals/<uuid:uid>/", disposals.DisposalRecord.as_view(), name="disposal"),
    path("disposals/<uuid:uid>/edit/", disposals.DisposalEdit.as_view(), name="disposal_edit"),
    path("disposals/<uuid:uid>/records/", disposals.DisposalItems.as_view(), name="disposal_items"),
    path("disposals/<uuid:uid>/steps/<slug:step>/", disposals.DisposalStep.as_view(), name="disposal_step"),
    path("disposals/<uuid:uid>/<slug:paper>.<slug:kind>", disposals.disposal_print, name="disposal_print"),
]
