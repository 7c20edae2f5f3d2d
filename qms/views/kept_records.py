"""The list of records that documents in force ask for."""

from qms import printing
from qms.reports.kept_records import KeptRecordReport
from qms.views.document_lists import DocumentList


class KeptRecords(DocumentList):
    """Records by code, unit, retention and document."""

    report = KeptRecordReport
    printed_form = printing.RECORDS_REGISTER
