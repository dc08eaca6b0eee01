"""The room's tables."""

from __future__ import annotations

from activity.models.digest import Digest
from activity.models.mail import Mail
from activity.models.notice import Notice
from activity.models.preference import Preference
from activity.models.rhythm import Rhythm
from activity.models.turn import MailTurn
from activity.models.unsubscribe import Unsubscribe

__all__ = ["Digest", "Mail", "MailTurn", "Notice", "Preference", "Rhythm", "Unsubscribe"]
