"""Who is signed in where, and how often somebody tried to be. Both belong to a person or to nobody, never to a tenant."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

DEVICE_LENGTH = 300
PLACE_LENGTH = 60


class Session(AbstractBaseSession):
    """A browser's session (see accounts.sessions, the engine). `person` is empty until somebody signed in with it.

    `device` is the browser's own description, `place` its address without the part that names the household.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=DEVICE_LENGTH, blank=True)
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            # selectors.sessions.of(): a person's own list; services.sessions.end_others()
            models.Index(fields=["person", "-seen_at"], name="session_person"),
        ]

    def __str__(self) -> str:
        return f"session of {self.person_id}"


class Tries(models.Model):
    """How many tries something has left: a bucket that fills with time (see accounts.services.tries)."""

    key = models.CharField(max_length=64, primary_key=True)
    remaining = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            # services.tries.forget_full(): buckets that nobody touched for long
            models.Index(fields=["at"], name="tries_at"),
        ]

    def __str__(self) -> str:
        return f"{self.remaining} left"
