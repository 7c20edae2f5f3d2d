"""Prints, or gives, the rights under which the product runs on PostgreSQL."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from qms.history.roles import right_statements, role_statements
from qms.management.base import BAD_INPUT, ProductCommand


class Command(ProductCommand):
    """database_roles [--owner ROLE] [--app ROLE] [--apply]"""

    help = "Print the SQL of two PostgreSQL roles: one owns the tables and migrates, the other runs the product."
    requires_system_checks: list[str] = []  # needed before the first migrate as well

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--owner", default="qms_owner", metavar="ROLE", help="owns the tables (default: qms_owner)")
        parser.add_argument("--app", default="qms_app", metavar="ROLE", help="runs the product (default: qms_app)")
        parser.add_argument("--apply", action="store_true", help="give the rights, as the owner; roles must be there")

    def actor(self, username: str) -> Any:
        """Nobody: rights are the database's, not a record."""
        return None

    def run(self, *, by: Any, owner: str, app: str, apply: bool, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError(_("Roles are PostgreSQL's: set DATABASE_URL."), returncode=BAD_INPUT)
        rights = list(right_statements(owner, app))
        if apply:
            self._give(rights)
            return
        self.stdout.write("-- " + _("Once, by whoever may create roles; then give each a password with \\password."))
        for statement in role_statements(owner, app, connection.settings_dict["NAME"]):
            self.stdout.write(f"{statement};")
        self.stdout.write("-- " + _("After each migrate, by the owner (or with --apply)."))
        for statement in rights:
            self.stdout.write(f"{statement};")

    def _give(self, statements: list[str]) -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        except DatabaseError as fault:
            sentence = _("The rights were not given, nothing was changed: %(why)s")
            raise CommandError(sentence % {"why": str(fault).strip()}, returncode=BAD_INPUT) from fault
        self.stdout.write(f"statements={len(statements)}")
