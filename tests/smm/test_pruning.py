"""What goes for good by itself, and how a brand or an organization is erased."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import Brand
from accounts.services import brands
from calendar_app.models import Delivery, Post
from calendar_app.services import deciding
from core import clock, doors
from core.doors import Door
from core.errors import NotAllowed
from core.ledger import SYSTEM
from core.outbox.states import State
from core.tenancy import scope
from smm import pruning
from smm.erasing import erase_brand
from tests import world
from tests.architecture import things
from tests.calendar_app import posts
from tests.world import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    """An organization with one thing of each kind in its first brand, and a second brand."""
    made = world.place("one")
    things.furnish(made)
    brands.create(organization=made.organization, name="Second", zone="UTC", language="en", by=SYSTEM)
    return made


def trash_brand(place: Place, days: int) -> None:
    """As if the owner had done it some days ago."""
    with scope.enter(place.organization.pk):
        Brand.objects.filter(pk=place.brand.pk).update(trashed_at=clock.now() - timedelta(days=days))


def rows_of(place: Place) -> dict[str, int]:
    """How many rows of the brand each table holds, the ledger left out."""
    with scope.enter(place.organization.pk), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'brand_id' "
            "AND table_schema = 'public' AND table_name <> 'core_event'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE brand_id = %s", [place.brand.pk])
            found[table] = cursor.fetchone()[0]
    return {table: number for table, number in found.items() if number}


def check_keys() -> None:
    """Let the database check at once what it would check at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_brand_goes_after_thirty_days_with_every_row_of_it(place: Place) -> None:
    trash_brand(place, days=31)
    assert {"calendar_app_post", "calendar_app_postversion", "connections_channel"} <= rows_of(place).keys()

    assert pruning.prune()["brands"] == 1

    check_keys()
    assert rows_of(place) == {}
    with scope.enter(place.organization.pk):
        assert [brand.name for brand in Brand.objects.all()] == ["Second"]
    assert doors.find(Door.Kind.BRAND, "one") is None


def test_a_brand_stays_until_then(place: Place) -> None:
    trash_brand(place, days=29)
    pruning.prune()  # begins listening to channels, too
    before = rows_of(place)

    assert pruning.prune()["brands"] == 0
    assert rows_of(place) == before


def test_a_dry_run_counts_what_would_go_in_every_organization(place: Place) -> None:
    trash_brand(place, days=31)
    other = world.place("two")
    with posts.inside(other):
        post = posts.draft(other, posts.channel(other))
        deciding.trash(post, by=posts.actor(other))
        Post.trash.update(trashed_at=clock.now() - timedelta(days=31))
    said = StringIO()

    call_command("prune", dry_run=True, stdout=said)

    assert said.getvalue().split() == ["posts", "1", "brands", "1", "calls", "0", "inbox", "0"]
    assert rows_of(place)
    assert pruning.prune() == {"posts": 1, "brands": 1, "calls": 0, "inbox": 0}
    assert pruning.prune() == {"posts": 0, "brands": 0, "calls": 0, "inbox": 0}


def test_a_brand_with_a_post_on_its_way_is_not_erased(place: Place) -> None:
    trash_brand(place, days=31)
    with scope.enter(place.organization.pk):
        row = Delivery.objects.get(brand=place.brand)
        Delivery.objects.filter(pk=row.pk).update(state=State.SENDING, fence=row.pk, fenced_at=clock.now())
        brand = Brand.trash.get()

    with pytest.raises(NotAllowed):
        erase_brand(brand)
    assert pruning.prune()["brands"] == 0
    assert rows_of(place)


def test_other_brands_and_organizations_keep_all_their_rows(place: Place) -> None:
    other = world.place("two")
    things.furnish(other)
    before = things.rows(other.organization.pk)
    trash_brand(place, days=31)

    pruning.prune()

    after = things.rows(other.organization.pk)
    mine = {table for table in things.changed(before, after) if table.endswith(f"of {other.organization.pk}")}
    assert {table.split()[0] for table in mine} <= {"core_door", "core_lane", "inbox_cursor"}
