"""What must hold before the program may serve anybody."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

ROLE = """
SELECT r.rolsuper, r.rolbypassrls,
       EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p') AND n.nspname = 'public')
FROM pg_roles r WHERE r.rolname = current_user
"""


def refuse_unsafe_role() -> None:
    """Raise ImproperlyConfigured when the runtime role could pass the wall between organizations."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        superuser, bypasses, owns = cursor.fetchone()
    user = settings.DATABASES["default"]["USER"]
    if superuser or bypasses or owns:
        raise ImproperlyConfigured(
            f"The role {user!r} in DATABASE_URL is a superuser, bypasses row security or owns tables. "
            "Use the runtime role; `manage.py create_roles` makes it."
        )
