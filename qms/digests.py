"""One mail a day for each person, with what came in since the last and has not been read in the product."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms import calendar, clock
from qms.batches import batched
from qms.mails import one_line
from qms.models.people import User
from qms.models.reminding import Mail, NoticeChoice
from qms.models.system import Notice
from qms.notice_kinds import group_of, group_titles
from qms.operations.choosing_notices import language_of
from qms.phrases import notice_text

HOUR = 7  # in Vietnam, from which the day's mail is written
REACHES_BACK = dt.timedelta(days=31)  # what is older is no news any more
SETTLED = dt.timedelta(minutes=1)  # what is younger may stand in a transaction that still runs: it comes tomorrow
PEOPLE = 200  # of one transaction
LINES = 30  # of one group


def write_digests() -> int:
    """Scheduled: write the day's mails, from the morning of a working day. Returns how many; again writes none."""
    now = clock.now()
    today = clock.day_of(now)
    if now.astimezone(clock.HANOI).hour < HOUR or not calendar.is_working_day(today):
        return 0
    until = now - SETTLED
    unread = Q(read_at=None) | Q(read_at=F("created_at"))  # the second: switched off in the product
    told = Notice.objects.filter(unread, created_at__gt=until - REACHES_BACK, created_at__lte=until)
    written = Mail.objects.filter(key__endswith=f":{today.isoformat()}", key__startswith="digest:").values("user_id")
    people = User.objects.people().exclude(email="").filter(pk__in=told.values("user_id")).exclude(pk__in=written)
    return sum(
        _write(keys, today, until) for keys in batched(people.order_by("pk").values_list("pk", flat=True), PEOPLE)
    )


@transaction.atomic
def _write(keys: list[int], today: dt.date, until: dt.datetime) -> int:
    """The mails of some people: their last mails, choices, notices; then all at once."""
    last = dict(
        Mail.objects.filter(user_id__in=keys, key__startswith="digest:").order_by().values_list("user_id").annotate(
            last=Max("created_at")
        )
    )  # fmt: skip
    found = _unread(keys, last, until)
    people = User.objects.filter(pk__in=list(found)).select_related("wagtail_userprofile").order_by("pk")
    mails = [_mail(person, found[person.pk], today) for person in people]
    before = Mail.objects.filter(key__in=[mail.key for mail in mails]).count()
    Mail.objects.bulk_create(mails, ignore_conflicts=True)
    return len(mails) - before


def _unread(keys: list[int], last: dict[int, dt.datetime], until: dt.datetime) -> dict[int, list[Notice]]:
    off = set(NoticeChoice.objects.filter(user_id__in=keys, by_mail=False).values_list("user_id", "kind"))
    silent = Q(read_at=None) | Q(read_at=F("created_at"))
    rows = Notice.objects.filter(silent, user_id__in=keys, created_at__gt=until - REACHES_BACK, created_at__lte=until)
    found: dict[int, list[Notice]] = defaultdict(list)
    for notice in rows.order_by("pk"):
        told_before = notice.user_id in last and notice.created_at <= last[notice.user_id] - SETTLED
        if not told_before and (notice.user_id, notice.kind) not in off:
            found[notice.user_id].append(notice)
    return found


def _mail(person: User, notices: list[Notice], today: dt.date) -> Mail:
    with translation.override(language_of(person)):
        count = ngettext("%(count)d notice", "%(count)d notices", len(notices)) % {"count": len(notices)}
        subject = _("Quality management on %(day)s: %(count)s") % {"day": today.strftime("%d/%m/%Y"), "count": count}
        return Mail(
            key=f"digest:{person.pk}:{today.isoformat()}",
            user=person,
            address=person.email,
            subject=one_line(subject),
            body=body_of(person, notices),
            created_at=clock.now(),
        )


def body_of(person: User, notices: Iterable[Notice]) -> str:
    """The text: greeting, each group with its count and its lines with links, where to choose otherwise."""
    grouped: dict[int, list[Notice]] = defaultdict(list)
    for notice in notices:
        grouped[group_of(notice.kind)].append(notice)
    titles = group_titles()
    parts = [_("Dear %(name)s,") % {"name": person}, _("This is what came in for you since the last mail.")]
    parts += [_group(titles[place], grouped[place]) for place in sorted(grouped)]
    choices = f"{settings.QMS_BASE_URL.rstrip('/')}/notices/choices/"
    parts.append(_("You receive at most one such mail a day. Choose what it holds: %(url)s") % {"url": choices})
    return "\n\n".join(parts) + "\n"


def site() -> str:
    """Where links lead, without the last slash."""
    return str(settings.QMS_BASE_URL).rstrip("/")


def _group(title: str, notices: list[Any]) -> str:
    lines = [f"{title} ({len(notices)})"]
    for notice in notices[:LINES]:
        lines.append(f"- {' '.join(notice_text(notice).split())}\n  {settings.QMS_BASE_URL.rstrip('/')}{notice.url}")
    if len(notices) > LINES:
        more = _("and %(count)d more: %(url)s") % {
            "count": len(notices) - LINES,
            "url": f"{settings.QMS_BASE_URL.rstrip('/')}/notices/",
        }
        lines.append(f"- {more}")
    return "\n".join(lines)
