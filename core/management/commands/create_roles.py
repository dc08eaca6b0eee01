"""Make the database roles, the database and the grants, once, from an administrator's address."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from psycopg2 import sql

from core import environment as env
from core.tenancy.roles import GRANTS, ROLES


class Command(BaseCommand):
    """See the module. May be run again: it changes only what differs."""

    help = "Make roles, database and grants; passwords come from DATABASE_URL and DATABASE_OWNER_URL."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The administrator's address; in production from the environment, where no list of processes shows it."""
        parser.add_argument(
            "--admin-url",
            default=env.text("DATABASE_ADMIN_URL"),
            help="postgres://admin:password@host:5432/postgres; without it DATABASE_ADMIN_URL",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Roles first, then the database, then what they may do in it."""
        runtime: dict[str, Any] = settings.DATABASES["default"]
        owner: dict[str, str] = settings.DATABASE_OWNER
        if not owner:
            raise CommandError("set DATABASE_OWNER_URL: its user and password are what is made")
        if not options["admin_url"]:
            raise CommandError("set DATABASE_ADMIN_URL, the address of a role that may make roles")
        admin = psycopg2.connect(options["admin_url"])
        admin.autocommit = True
        with admin.cursor() as cursor:
            names = {"owner": owner["USER"], "runtime": runtime["USER"]}
            self._roles(
                cursor, names, {owner["USER"]: owner["PASSWORD"], runtime["USER"]: runtime["PASSWORD"]}
            )
            self._database(cursor, owner["NAME"], owner["USER"])
        admin.close()
        self._grants(options["admin_url"], owner["NAME"], names)
        if options["verbosity"]:
            self.stdout.write(f"roles and grants for {owner['NAME']} are there")

    def _roles(self, cursor: Any, names: dict[str, str], passwords: dict[str, str]) -> None:
        for statement in ROLES:
            cursor.execute(sql.SQL(statement).format(**_identifiers(names), **_literals(names)))
        for role, password in passwords.items():
            cursor.execute(
                sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))
            )

    def _database(self, cursor: Any, name: str, owner: str) -> None:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner))
            )

    def _grants(self, admin_url: str, database: str, names: dict[str, str]) -> None:
        for target in (database, "template1"):
            there = psycopg2.connect(admin_url, dbname=target)
            there.autocommit = True
            with there.cursor() as cursor:
                for statement in GRANTS:
                    cursor.execute(sql.SQL(statement).format(**_identifiers(names)))
            there.close()


def _identifiers(names: dict[str, str]) -> dict[str, sql.Composable]:
    return {key: sql.Identifier(name) for key, name in names.items()}


def _literals(names: dict[str, str]) -> dict[str, sql.Composable]:
    return {f"{key}_name": sql.Literal(name) for key, name in names.items()}
