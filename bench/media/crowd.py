"""Very many assets of one brand, made inside the database; also what a test of the library stands on."""

from __future__ import annotations

from django.db import connection

from accounts.models import Brand

MANY = 50_000
COFFEES = ("espresso", "latte", "filter", "mocha", "cortado", "ristretto", "flat white")
INSERT = """
INSERT INTO media_library_asset
 (id, organization_id, brand_id, kind, sha256, mime, byte_size, width, height, name, original_name, tags, alt,
  alt_waived, focal_x, focal_y, folded, created_at)
SELECT gen_random_uuid(), %(organization)s, %(brand)s,
       CASE WHEN n %% 50 = 0 THEN 'video' ELSE 'picture' END, encode(sha256(n::text::bytea), 'hex'), 'image/jpeg',
       1000, 40, 30, coffee || ' ' || n || '.jpg', '', ARRAY[coffee], '', false, 0.5, 0.5,
       coffee || ' ' || n || E'.jpg\\n\\n\\x1f' || coffee || E'\\x1f', now() - n * interval '1 minute'
FROM (SELECT n, (%(coffees)s::text[])[1 + n %% 7] AS coffee FROM generate_series(1, %(many)s) AS n) AS made
"""


def fill(brand: Brand, many: int = MANY) -> None:
    """`many` assets, a minute between two of them, each with the name and tag of a coffee; every fiftieth is a video.

    In the brand's scope; the statistics of the table are up to date afterwards only for its owner.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            {
                "organization": brand.organization_id,
                "brand": brand.pk,
                "coffees": list(COFFEES),
                "many": many,
            },
        )
