"""What Wagtail's admin may do with a page: our rules answer, Wagtail's groups only open the building."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from wagtail.locks import BaseLock
from wagtail.models import PagePermissionTester

from qms import policy


class NobodyTester(PagePermissionTester):
    """Denies every act; subclasses allow what our rules allow."""

    def _no(self, *args: Any, **kwargs: Any) -> bool:
        return False

    can_edit = can_add_subpage = can_delete = can_unpublish = can_publish = _no
    can_submit_for_moderation = can_set_view_restrictions = can_unschedule = can_lock = can_unlock = _no
    can_publish_subpage = can_reorder_children = can_move = can_copy = can_move_to = can_copy_to = _no
    can_view_revisions = _no


class DocumentPageTester(NobodyTester):
    """Whoever may write the document opens its page and its revisions; nothing else is done here."""

    @cached_property
    def _may_write(self) -> bool:
        return bool(policy.may(self.user, "qms.write_document", self.page.document))

    def can_edit(self) -> bool:
        """The editor opens to writers, whatever the task; it is locked unless an issue is a draft."""
        return self._may_write

    def can_view_revisions(self) -> bool:
        """Earlier drafts are the writers' own."""
        return self._may_write


class NoDraftLock(BaseLock):
    """The page is read-only for everybody while no issue of its document is a draft."""

    def for_user(self, user: Any) -> bool:
        """Nobody is excepted."""
        return True

    def get_message(self, user: Any) -> str:
        """Why, and the way out."""
        return _(
            "No issue of this document is a draft, so its content is closed. "
            "Take the issue back, have it returned, or start a new issue."
        )

    def get_locked_by(self, user: Any) -> str:
        """Shown beside the lock."""
        return _("Closed to changes")

    def get_description(self, user: Any) -> str:
        """Shown beside the lock."""
        return _("Only drafts are written.")
