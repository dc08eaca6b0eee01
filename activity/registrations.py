"""What this room tells the rooms below at start-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts import membership
from activity import deeds, ownership, ways
from activity.kinds import APP, MAIL
from activity.mail import sending
from activity.models import Digest, Mail
from activity.selectors import notices
from activity.services import digests, mailing
from core.outbox import restored, serving


def register() -> None:
    """Called once, when all models are there."""
    deeds.register()
    ownership.register()
    serving.register(
        serving.Server(
            kind="mail",
            model=Mail,
            key="server",
            take=sending.take,
            serve=sending.serve,
            set_aside=sending.set_aside,
        )
    )
    restored.register("mail", sending.hold_restored)
    serving.register(
        serving.Server(
            kind="digest",
            model=Digest,
            key="person_id",
            take=digests.take,
            serve=digests.serve,
            set_aside=digests.set_aside,
        )
    )
    ways.register(ways.Way(APP, _("In the app"), "bell", 10))
    ways.register(ways.Way(MAIL, _("By mail"), "mail", 20, mailing.carry))
    membership.count("notices", notices.unread_count)
