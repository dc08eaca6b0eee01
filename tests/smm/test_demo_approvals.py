"""The demo's approvals: decided ones with times that make figures, and some that wait."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from approvals.models import Decision, Review
from approvals.selectors import figures
from calendar_app.models import Delivery, Post
from calendar_app.services import scheduling
from core import clock
from smm.demo import approvals
from tests import world
from tests.approvals import asked
from tests.calendar_app import posts

pytestmark = pytest.mark.django_db


def test_the_demo_has_decided_and_open_reviews() -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = posts.channel(place)
        out = [asked.draft(place, channel, text=f"Out {number}") for number in range(6)]
        past = clock.now() - timedelta(days=3)
        Post.objects.update(planned_at=past, planned_local="2026-11-19T10:00", zone="Asia/Baku", tzdata="1")
        Delivery.objects.update(state="live", remote_id="x", planned_at=past)
        for number in range(3):
            draft = asked.draft(place, channel, text=f"Draft {number}")
            scheduling.plan_draft(draft, asked.at(place, 3000), by=posts.actor(place))

        approvals.fill(place.brand, random.Random(7))

        minutes = figures.approval_minutes(place.brand, past - timedelta(days=9), clock.now())
        assert len(minutes) >= len(out)
        assert 1 < sorted(minutes)[len(minutes) // 2] < 900
        assert figures.waiting(place.brand) == 2
        assert Review.objects.filter(state="approved").count() == len(out)
        assert Decision.objects.count() == len(minutes)
