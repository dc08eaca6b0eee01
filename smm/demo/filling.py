"""Filling a brand with the demo's drafts."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.access import by
from accounts.models import Brand, User
from calendar_app.promise import promise
from calendar_app.services import composing, scheduling
from calendar_app.services.content import Content
from media_library.services import intake
from smm.demo.posts import POSTS, DemoPost


def fill(brand: Brand, author: User) -> None:
    """All drafts of the demo, as if `author` had written them. Ask inside the brand's scope."""
    for post in POSTS:
        draft(brand, post, author)


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
