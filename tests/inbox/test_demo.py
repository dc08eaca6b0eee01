"""The demo's conversations: the same ones for the same seed, some answered, some waiting, nothing sent."""

from __future__ import annotations

import random

import pytest

from inbox.models import Answer, Conversation, Label, Message, Reply, SavedReply
from smm.demo import inbox
from tests import world
from tests.calendar_app import posts

pytestmark = pytest.mark.django_db


def test_a_brand_is_filled_with_conversations() -> None:
    place = world.place("one")
    with posts.inside(place):
        assert inbox.fill(place.brand, place.owner, random.Random(1)) == 0
        posts.channel(place)
        filled = inbox.fill(place.brand, place.owner, random.Random(1))
        states = set(Conversation.objects.values_list("state", flat=True))

        assert filled == Conversation.objects.count() >= 20
        assert {"open", "closed"} <= states
        assert Answer.objects.count() > 5
        assert (SavedReply.objects.count(), Label.objects.count()) == (4, 3)
        assert Message.objects.exists()
        assert not Reply.objects.exists()


def test_filling_again_adds_nothing() -> None:
    place = world.place("one")
    with posts.inside(place):
        posts.channel(place)
        for _time in range(2):
            inbox.fill(place.brand, place.owner, random.Random(1))

        assert Conversation.objects.count() < 25
        assert SavedReply.objects.count() == 4
