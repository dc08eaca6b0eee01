"""The database roles and what they may do. Statements are templates with the names {owner} and {runtime}.

owner migrates and owns all tables; runtime runs the program, owns nothing and passes no row security; meydan_cross is
what `crossing` becomes for one transaction; meydan_search owns search functions. Runtime does not *inherit*
meydan_cross, else its policies would apply everywhere.
"""

from __future__ import annotations


def _role(name: str, options: str) -> str:
    return (
        f"DO $$BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {{{name}_name}}) "
        f"THEN CREATE ROLE {{{name}}} {options}; END IF; END$$"
    )


def _fixed(name: str) -> str:
    return (
        f"DO $$BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') "
        f"THEN CREATE ROLE {name} NOLOGIN NOBYPASSRLS; END IF; END$$"
    )


ROLES = [
    _role("owner", "LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS"),
    _role("runtime", "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"),
    _fixed("meydan_cross"),
    _fixed("meydan_search"),
    "GRANT meydan_cross TO {runtime} WITH INHERIT FALSE, SET TRUE",
    "GRANT meydan_search TO {owner} WITH INHERIT TRUE, SET TRUE",
]

OWNERS_NEW = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"

GRANTS = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE EXTENSION IF NOT EXISTS btree_gin",
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {runtime}, meydan_cross, meydan_search",
    "GRANT ALL ON SCHEMA public TO {owner}",
    f"{OWNERS_NEW} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {{runtime}}",
    f"{OWNERS_NEW} GRANT USAGE, SELECT ON SEQUENCES TO {{runtime}}",
]
