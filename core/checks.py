"""What must hold before the program may serve anybody."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

ROLE = """
SELECT EXISTS (SELECT FROM pg_roles r
               WHERE (r.rolsuper OR r.rolbypassrls) AND pg_has_role(current_user, r.oid, 'MEMBER')),
       EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public'
                 AND pg_has_role(current_user, c.relowner, 'MEMBER'))
"""


def refuse_unsafe_role() -> None:
    """Raise ImproperlyConfigured when the runtime role, or a role it may become, could pass the wall."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        bypasses, owns = cursor.fetchone()
    user = settings.DATABASES["default"]["USER"]
    if bypasses or owns:
        raise ImproperlyConfigured(
            f"The role {user!r} in DATABASE_URL is a superuser, bypasses row security or owns tables. "
            "Use the runtime role; `manage.py create_roles` makes it."
        )
