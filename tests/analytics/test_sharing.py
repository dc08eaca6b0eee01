"""Links to numbers: who gets in with them, for how long, and behind which PIN."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from accounts.access import Access, in_brand
from accounts.services import tries
from analytics.models import ShareLink
from analytics.services import sharing
from analytics.services.sharing import BadLink, Wanted, WrongPin
from analytics.spans import Span, today
from core import ledger
from core.doors import Door
from core.tenancy import scope
from tests.world import Place

pytestmark = pytest.mark.usefixtures("inside")
MONTH = Wanted("For the board", lasts=7, days=28)


@pytest.fixture
def analyst(place: Place) -> Access:
    """The analyst, in the brand."""
    with scope.as_person(place.analyst.pk), in_brand(place.analyst, place.brand.slug) as access:
        return access


def test_a_link_leads_to_its_brand_and_its_days(place: Place, analyst: Access) -> None:
    made, secret = sharing.make(place.brand, MONTH, access=analyst)

    with scope.leave(), sharing.opened(secret) as found:
        assert found == made
        assert sharing.span_of(made) == Span.recent(28, place.brand.zone)
        assert scope.required().brand_ids == (place.brand.pk,)
    assert [event.kind for event in ledger.of(made.subject)] == ["analytics.share_made"]
    assert not Door.objects.filter(key__contains=secret).exists()


@pytest.mark.parametrize("end", ["revoked", "over", "trash", "guessed"])
def test_a_link_that_ended_leads_nowhere(place: Place, analyst: Access, end: str) -> None:
    made, secret = sharing.make(place.brand, MONTH, access=analyst)
    if end == "revoked":
        sharing.revoke(made, by=analyst.by)
        sharing.revoke(made, by=analyst.by)
    if end == "over":
        Door.objects.filter(kind=Door.Kind.SHARE).update(expires_at=Now() - timedelta(seconds=1))
    if end == "trash":
        type(place.brand)._base_manager.filter(pk=place.brand.pk).update(trashed_at=Now())

    with scope.leave(), sharing.opened("x" * 43 if end == "guessed" else secret) as found:
        assert found is None


def test_without_the_pin_nothing_is_proven(place: Place, analyst: Access) -> None:
    made, _secret = sharing.make(place.brand, Wanted("x", lasts=7, days=28, pin="4711"), access=analyst)
    other, _secret = sharing.make(place.brand, Wanted("y", lasts=7, days=28, pin="4711"), access=analyst)

    with pytest.raises(WrongPin):
        sharing.prove(made, "4712")
    proof = sharing.prove(made, " 4711 ")

    assert sharing.is_proven(made, proof)
    assert not any(sharing.is_proven(link, no) for link, no in ((made, ""), (made, "x"), (other, proof)))
    assert "4711" not in ShareLink.objects.get(pk=made.pk).pin


def test_a_pin_cannot_be_tried_out(place: Place, analyst: Access) -> None:
    made, _secret = sharing.make(place.brand, Wanted("x", lasts=7, days=28, pin="4711"), access=analyst)
    for number in range(tries.SECRETS.burst):
        with pytest.raises(WrongPin, match="not the PIN"):
            sharing.prove(made, f"{number}")

    with pytest.raises(WrongPin, match="Too many"):
        sharing.prove(made, "4711")


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("x", lasts=0, days=28),
        Wanted("x", lasts=366, days=28),
        Wanted("x", lasts=7),
        Wanted("x", lasts=7, days=0),
        Wanted("x", lasts=7, first=today("UTC"), last=today("UTC") - timedelta(days=1)),
        Wanted("x", lasts=7, days=3, first=today("UTC"), last=today("UTC")),
    ],
)
def test_a_link_says_which_days_it_shows_and_how_long(place: Place, analyst: Access, wanted: Wanted) -> None:
    with pytest.raises(BadLink):
        sharing.make(place.brand, wanted, access=analyst)

    assert not ShareLink.objects.exists()
