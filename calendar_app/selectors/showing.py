"""Which posts show a file. The library below asks this (see media_library.uses)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from calendar_app.models import Post, Showing
from calendar_app.selectors.shown import chip, with_deliveries
from media_library.uses import Use

KIND = "post"


class Posts:
    """The calendar's answer."""

    def of(self, asset_ids: Sequence[UUID]) -> dict[UUID, list[Use]]:
        """The posts that show these assets as they are now, newest first: three queries."""
        rows = _now().filter(asset_uuid__in=asset_ids).order_by("-post_id")
        found = list(rows.values_list("asset_uuid", "post_id", "brand__slug"))
        uses = _uses({post: slug for _asset, post, slug in found}) if found else {}
        shown: dict[UUID, list[Use]] = {}
        for asset, post, _slug in found:
            shown.setdefault(asset, []).append(uses[post])
        return shown

    def counting(self, asset_ids: Sequence[UUID]) -> dict[UUID, int]:
        """How many posts show each of these assets as they are now: one query."""
        rows = _now().filter(asset_uuid__in=asset_ids).order_by().values_list("asset_uuid")
        return dict(rows.annotate(number=Count("post_id", distinct=True)))

    def using(self) -> Q:
        """A condition on Asset: a post shows it now."""
        return Q(Exists(_now().filter(asset_uuid=OuterRef("pk"))))

    def holding(self, sha256s: Sequence[str]) -> set[str]:
        """The contents that a version of any post names, also of posts in the trash."""
        rows = Showing.objects.filter(sha256__in=sha256s)
        return set(rows.values_list("sha256", flat=True).distinct())


def _now() -> QuerySet[Showing]:
    """Of the current versions of posts that are not in the trash."""
    rows: QuerySet[Showing] = Showing.objects.filter(version_id=F("post__version_id"), post__trashed_at=None)
    return rows


def _uses(slugs: dict[UUID, str]) -> dict[UUID, Use]:
    posts = with_deliveries(Post.objects.filter(pk__in=slugs))
    return {post.pk: _use(post, slugs[post.pk]) for post in posts}


def _use(post: Post, slug: str) -> Use:
    url = reverse("calendar_app:post", kwargs={"brand": slug, "post": post.pk})
    return Use(
        KIND, str(post.pk), post.headline or _("Without words"), url, str(chip(post, "UTC").shown.word)
    )
