"""The demo's report goes out once, and the next one is planned."""

from __future__ import annotations

import random

import pytest

from analytics.models import ReportMail, ReportRun
from core.outbox.states import State
from smm.demo import reports as demo
from tests import world
from tests.activity.post_office import PostOffice
from tests.analytics.mailing import office
from tests.analytics.reports import drain
from tests.calendar_app import posts

__all__ = ["office"]
pytestmark = pytest.mark.django_db


def test_the_demos_report_of_last_week_is_sent_and_the_next_one_waits(office: PostOffice) -> None:
    place = world.place("one")
    with posts.inside(place):
        made = demo.fill(place.brand, rng=random.Random(7))
        assert made is not None

        drain()

        assert ReportMail.objects.count() == len(office.taken) == 2
        assert ReportRun.objects.filter(report=made, state=State.WAITING).count() == 1
