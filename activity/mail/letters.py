"""Letters in the receiver's language and zone: a subject and a text from templates, and the address to act on."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import Brand, User
from activity import kinds
from activity.models import Notice


def send(person: User, *, name: str, subject: str, context: dict[str, Any]) -> None:
    """Write down a mail from `<name>.txt` and `<name>.html`. Call inside the receiver's language and zone."""
    context = {"person": person, "base_url": settings.BASE_URL, "subject": subject, **context}
    text = render_to_string(f"{name}.txt", context)
    mail = EmailMultiAlternatives(subject, text.strip() + "\n", None, [person.email])
    mail.attach_alternative(render_to_string(f"{name}.html", context), "text/html")
    mail.send()


def send_notice(notice: Notice, person: User, brand: Brand | None) -> None:
    """The mail of a new notice."""
    kind = kinds.named(notice.kind)
    with translation.override(person.language), timezone.override(ZoneInfo(person.zone)):
        told = kinds.fill(kind, notice.facts)
        path = kind.address(brand.slug if brand else "", notice.subject)
        context = {"told": told, "brand": brand, "address": f"{settings.BASE_URL}{path}" if path else ""}
        send(person, name="activity/mail/notice", subject=told.mail_subject, context=context)
