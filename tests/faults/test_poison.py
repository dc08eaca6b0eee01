"""Texts that break others: refused while she who wrote them is there, or sent exactly as they are."""

from __future__ import annotations

import unicodedata

import pytest

from calendar_app.document import from_bytes
from calendar_app.models import Delivery
from calendar_app.services.content import BadContent
from calendar_app.services.preflight import Unfit
from core.outbox.states import State
from tests import world
from tests.calendar_app import posts

pytestmark = pytest.mark.django_db

REFUSED = {
    "nothing": "",
    "only spaces": " \u3000\n",
    "a NUL": "Salam\x00Bakı",
    "half a letter": "Salam \ud800",
    "100,000 letters": "ə" * 100_000,
    "more than anybody keeps": "ə" * 100_001,
    "one letter too many": "ə" * 501,
}
KEPT = {
    "a family of joined signs": "👩‍👩‍👧‍👦" * 100,
    "500 flags": "🇦🇿" * 500,
    "written backwards": "\u202eabc\u202c Salam",
    "marks upon marks": "a" + "\u0301" * 200,
    "İ and ı": "İıİı ƏəÖö",
    "something like markup": "<script>alert(1)</script> {{ 7*7 }} %s %(x)s",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_sent_is_refused_before_its_time(text: str) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = posts.channel(place)

        with pytest.raises((BadContent, Unfit)) as refusal:
            posts.scheduled(place, channel, text=text)

        assert str(refusal.value.sentence)
        assert not Delivery.objects.filter(state=State.WAITING).exists()


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_is_merely_strange_waits_as_it_was_written(text: str) -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, posts.channel(place), text=text)

        row = Delivery.objects.select_related("version").get(post=post)
        assert row.state == State.WAITING
        assert from_bytes(row.version.canonical).text == unicodedata.normalize("NFC", text)
