"""A mail that we owe somebody: an outgoing row like a post."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.ids import uuid7
from core.outbox.rows import Outgoing
from core.outbox.states import DUE, State
from core.tenancy import scope

SERVER = "default"
TROUBLED = (State.REFUSED, State.UNSURE)
"""States in which a mail waits for a person."""


class MailManager(models.Manager["Mail"]):
    """Mails of the open organization; outside a scope those that belong to none."""

    def get_queryset(self) -> models.QuerySet[Mail]:
        """The same rows that the database would let through, said so that its index is used."""
        opened = scope.current()
        return super().get_queryset().filter(organization_id=opened.organization_id if opened else None)


class Mail(Outgoing):
    """`organization_id` is null for mails to a person as such (verification, reset); then only unscoped code sees it.

    Bodies are wiped when the mail is out, because they carry links with secrets; so are `attachments`, a list of
    {name, type, content in base64}. `about` is the kind of notice, or the template, that it was made from;
    `unsubscribe` the address that RFC 8058 posts to, "" for mails that are a must.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization_id = models.BigIntegerField(null=True, blank=True)
    server = models.CharField(max_length=20, default=SERVER)
    sender = models.CharField(max_length=254)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    about = models.CharField(max_length=60, blank=True, db_default="")
    reply_to = models.EmailField(max_length=254, blank=True, db_default="")
    unsubscribe = models.CharField(max_length=300, blank=True, db_default="")
    attachments = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))
    message_id = models.CharField(max_length=120)
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[MailManager] = MailManager()

    class Meta(Outgoing.Meta):
        indexes = [
            # the next due mail of a lane
            models.Index(
                fields=["organization_id", "server", "due_at"],
                condition=Q(state__in=DUE),
                name="mail_due",
            ),
            # those that did not arrive, for admins
            models.Index(
                fields=["organization_id", "-created_at", "-id"],
                condition=Q(state__in=TROUBLED),
                name="mail_troubled",
            ),
        ]

    def __str__(self) -> str:
        return f"mail {self.message_id}"
