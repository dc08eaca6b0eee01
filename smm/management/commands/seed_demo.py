"""Fill the demo organization, once. May be run again: it does nothing when the demo is there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.access import by
from accounts.grants import Role
from accounts.models import Brand, Membership, User
from accounts.services import organizations
from calendar_app.promise import promise
from calendar_app.services import composing, scheduling
from calendar_app.services.content import Content
from core.tenancy import scope
from media_library.services import intake
from smm.demo.posts import POSTS, DemoPost
from smm.demo_logins import LOGINS, PASSWORD

ZONE = "Asia/Baku"


class Command(BaseCommand):
    """See the module."""

    help = "Fill the demo organization (people, a brand, drafts with pictures)."

    def handle(self, *args: Any, **options: Any) -> None:
        """People first, then their organization, then drafts."""
        if not User.objects.filter(email=LOGINS[0].email).exists():
            self._fill()
        for login in LOGINS:
            self.stdout.write(f"  {login.role:<10} {login.email}  {PASSWORD}")

    @transaction.atomic
    def _fill(self) -> None:
        people = [person(login.email, login.name) for login in LOGINS]
        brand = organizations.create(
            name="Kəhrəba Coffee", owner=people[0], brand_name="Kəhrəba Coffee", zone=ZONE, language="az"
        )
        with scope.enter(brand.organization_id, [brand.pk]):
            for login, user in zip(LOGINS[1:], people[1:], strict=True):
                Membership.objects.create(
                    organization_id=brand.organization_id, user=user, role=Role(login.role)
                )
            for post in POSTS:
                draft(brand, post, people[-1])


def person(email: str, name: str) -> User:
    """Somebody whose address is proven."""
    user = User.objects.create_user(email, PASSWORD, name=name, zone=ZONE)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def draft(brand: Brand, post: DemoPost, author: User) -> None:
    """One draft with its picture, pencilled in."""
    upload = SimpleUploadedFile(f"{post.picture.__name__}.png", post.picture(), "image/png")
    asset = intake.take_in(brand, upload, by=by(author), alt=post.alt)
    written = Content(text=post.text, channels=[], media=[(asset.pk, post.alt)])
    made = composing.create(brand, written, author=author, by=by(author))
    if post.days is None:
        return
    day = datetime.now(ZoneInfo(brand.zone)).date() + timedelta(days=post.days)
    scheduling.plan_draft(made, promise(f"{day}T{post.time}", brand.zone), by=by(author))
