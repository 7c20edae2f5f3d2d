"""The words of the files that an issue carries, for search."""

from qms.models.documents import Issue


def text_of_files(issue: Issue) -> str:
    """Words of the Word, PDF and Excel files under the issue's control, in their order."""
    return ""
