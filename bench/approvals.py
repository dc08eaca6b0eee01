"""The page of approvals over short and long queues. Writes results/approvals.json.

One brand in which everybody who may approve is asked about everything that waits: 200 open reviews, then 20,000. Each row
is one address at one size: `queries` and `writes` of one request, `cpu_ms` (median of this process) and `p95_ms` of many,
`kb` of its answer, and `ratio_to_bare`: its median processor time by that of a view that reads one row by its key and
says it in plain text, asked in the same run through the same middlewares, by the same person.
"""

from __future__ import annotations

import time
from statistics import median
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path

from accounts.models import BrandPolicy, Membership, User
from accounts.services import organizations
from approvals.models import Review
from bench.measuring import database, figures
from bench.measuring.figures import percentile, rounded, say
from connections.models import Channel
from core.tenancy import scope
from smm.urls import urlpatterns as product

SIZES = (200, 20_000)
ASKS = 40
KB = 1024
WRITES = ("INSERT", "UPDATE", "DELETE")
QUEUE = "/b/approving/approvals/"
PAGES = {
    "queue": QUEUE,
    "decided": f"{QUEUE}?list=decided",
    "asked": f"{QUEUE}?list=asked",
}

FILL = """
INSERT INTO calendar_app_post (id, organization_id, brand_id, author_id, headline, planned_local, zone, planned_at,
  tzdata, revision, created_at)
SELECT md5('post' || n)::uuid, %(organization)s, %(brand)s, %(author)s, 'Post ' || n, '2027-05-20T10:00', 'Asia/Baku',
  now() + n * interval '1 minute' + interval '1 day', '2025.2', 1, now() FROM generate_series(%(first)s, %(last)s) AS n;
INSERT INTO calendar_app_postversion (id, organization_id, brand_id, post_id, number, canonical, author_id)
SELECT md5('version' || n)::uuid, %(organization)s, %(brand)s, md5('post' || n)::uuid, 1,
  convert_to('{"v":1,"text":"Post ' || n || '","language":"az","media":[],"channels":{"' || %(channel)s || '":{}}}',
    'UTF8'), %(author)s FROM generate_series(%(first)s, %(last)s) AS n;
UPDATE calendar_app_post SET version_id = md5('version' || split_part(headline, ' ', 2))::uuid
WHERE brand_id = %(brand)s AND version_id IS NULL;
INSERT INTO calendar_app_delivery (id, organization_id, brand_id, post_id, version_id, content_hash, channel_id, kind,
  position, state, tries, looks, planned_at, held_reason, problem, remote_key, remote_id, remote_url)
SELECT md5('delivery' || v.id)::uuid, v.organization_id, v.brand_id, v.post_id, v.id, v.content_hash, %(channel)s,
  'post', 0, 'draft', 0, 0, p.planned_at, '', '', '', '', '' FROM calendar_app_postversion AS v
JOIN calendar_app_post AS p ON p.id = v.post_id WHERE v.brand_id = %(brand)s
  AND NOT EXISTS (SELECT FROM calendar_app_delivery AS d WHERE d.post_id = v.post_id);
INSERT INTO approvals_review (id, organization_id, brand_id, covers, subject, version, content_hash, channel_ids, number,
  state, steps, step, allows_self, lead_minutes, tolerance_minutes, at_due, planned_at, is_immediate, deadline_at,
  urgent_at, submitted_by_id, submitted_at, note, changed)
SELECT md5('review' || v.id)::uuid, v.organization_id, v.brand_id, 'post', v.post_id, v.id, v.content_hash,
  ARRAY[%(channel)s::uuid], 1, 'open', %(steps)s::jsonb, 0, false, 240, 60, 'hold', p.planned_at, false,
  p.planned_at - interval '4 hours', p.planned_at - interval '4 hours', %(author)s, now(), '', '[]'
FROM calendar_app_postversion AS v JOIN calendar_app_post AS p ON p.id = v.post_id WHERE v.brand_id = %(brand)s
  AND NOT EXISTS (SELECT FROM approvals_review AS r WHERE r.subject = v.post_id);
INSERT INTO approvals_ask (organization_id, brand_id, review_id, step, membership_id, urgent_at, told_at, reminded)
SELECT r.organization_id, r.brand_id, r.id, 0, %(approver)s, r.urgent_at, now(), 0 FROM approvals_review AS r
WHERE r.brand_id = %(brand)s AND NOT EXISTS (SELECT FROM approvals_ask AS a WHERE a.review_id = r.id);
"""
STEPS = '[{"name": "Approval", "mode": "any", "quorum": 1, "need": 1, "seats": [{"role": "approver"}]}]'


def bare(request: HttpRequest) -> HttpResponse:
    """One row by its key, in plain text."""
    user = request.user
    number = 0 if isinstance(user, AnonymousUser) else user.pk
    return HttpResponse(User.objects.values_list("email", flat=True).get(pk=number))


urlpatterns = [path("bare/", bare), *product]


@override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False, ROOT_URLCONF="bench.approvals")
def main() -> None:
    """About two minutes."""
    with scope.leave():
        author = User.objects.create_user("approving-author@example.com", None, name="Author")
        owner = User.objects.create_user("approving@example.com", None, name="Approver")
        brand = organizations.create(
            name="Approving", owner=owner, brand_name="Approving", zone="Asia/Baku", language="en"
        )
    client = Client()
    client.force_login(owner)
    rows: list[dict[str, Any]] = []
    with scope.enter(brand.organization_id, [brand.pk]):
        BrandPolicy.objects.filter(brand=brand).update(approval_required=True)
        owned = {"organization_id": brand.organization_id, "brand": brand}
        channel = Channel.objects.create(network="sandbox", remote_id="a", handle="a", origin="x", **owned)
        approver = Membership.objects.get(user=owner)
        names = {
            "organization": brand.organization_id,
            "brand": brand.pk,
            "author": author.pk,
            "channel": str(channel.pk),
            "approver": approver.pk,
            "steps": STEPS,
        }
    last = 0
    for size in SIZES:
        say(f"{size} open reviews")
        with database.superuser() as cursor:
            cursor.execute(FILL, {**names, "first": last + 1, "last": size})
            cursor.execute(
                "ANALYZE approvals_review, approvals_ask, calendar_app_post, calendar_app_delivery"
            )
        last = size
        with scope.enter(brand.organization_id, [brand.pk]):
            waiting = Review.objects.count()
        rows += _measure(client, waiting)
    figures.write("approvals", {"machine": figures.machine(), "asks": ASKS, "rows": rows})


def _measure(client: Client, size: int) -> list[dict[str, Any]]:
    plain = median(_times(client, "/bare/")[1])
    return [_row(client, name, address, size, plain) for name, address in PAGES.items()]


def _row(client: Client, name: str, address: str, size: int, plain: float) -> dict[str, Any]:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    statements = [one["sql"] for one in asked.captured_queries]
    walls, cpus = _times(client, address)
    row = {
        "page": name,
        "size": size,
        "status": answer.status_code,
        "queries": sum(one.startswith(("SELECT", "WITH", *WRITES)) for one in statements),
        "writes": sum(one.startswith(WRITES) for one in statements),
        "kb": rounded(len(answer.content) / KB),
        "cpu_ms": rounded(median(cpus)),
        "median_ms": rounded(median(walls)),
        "p95_ms": rounded(percentile(walls, 0.95)),
        "ratio_to_bare": rounded(median(cpus) / plain),
    }
    say(", ".join(f"{key} {value}" for key, value in row.items()))
    return row


def _times(client: Client, address: str) -> tuple[list[float], list[float]]:
    """Milliseconds of the wall and of this process, of each of many requests after one that warms up."""
    client.get(address)
    walls, cpus = [], []
    for _ in range(ASKS):
        wall, cpu = time.perf_counter(), time.process_time()
        client.get(address)
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    return walls, cpus
