"""Posts as something that is reviewed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals.models import Review
from approvals.subjects import Preview, Thing
from calendar_app.document import Document, from_bytes
from calendar_app.models import Delivery, Post, PostVersion
from calendar_app.preview import preview
from calendar_app.services import composing, copying, scheduling
from calendar_app.services.preflight import refuse_unfit
from connections.models import Channel
from core import ledger
from core.errors import NotAllowed, Sentence
from core.ledger import By
from core.outbox.clearance import Clearance
from core.outbox.states import FENCED, OUTGOING, State
from media_library import addresses


class Posts:
    """See approvals.subjects.Subject."""

    covers = str(Clearance.Covers.POST)

    def name(self) -> Sentence:
        """What one is called."""
        return _("Post")

    def locked(self, thing: UUID) -> Thing | None:
        """The post's row, locked as every edit locks it."""
        rows = Post.objects.select_for_update(of=("self",)).select_related("brand", "version", "author")
        post = rows.filter(pk=thing).first()
        return None if post is None or post.version is None else _thing(post)

    def things(self, ids: Collection[UUID]) -> Mapping[UUID, Thing]:
        """One query."""
        going = Delivery.objects.filter(post=OuterRef("pk"), kind=Delivery.Kind.POST)
        going = going.exclude(state=State.CANCELLED).order_by("pk")
        rows = Post.objects.filter(pk__in=ids, version__isnull=False)
        rows = rows.select_related("brand", "version", "author", "cover")
        rows = rows.annotate(networks=ArraySubquery(going.values("channel__network")))
        return {post.pk: _thing(post, shown=True) for post in rows}

    def previews(self, review: Review) -> Sequence[Preview]:
        """Each text once, as the post's page shows it: two queries."""
        version = PostVersion.objects.get(pk=review.version)
        document = from_bytes(version.canonical)
        seen: dict[tuple[str, str], Preview] = {}
        for channel in Channel.objects.filter(pk__in=review.channel_ids).order_by("network", "handle"):
            key = (channel.network, document.text_for(str(channel.pk)))
            seen.setdefault(key, Preview(PREVIEW, {"preview": preview(document, channel)}))
        return list(seen.values())

    def changes(self, before: UUID, after: UUID) -> list[str]:
        """One query."""
        if before == after:
            return []
        rows = PostVersion.objects.filter(pk__in=[before, after])
        documents = {row.pk: from_bytes(row.canonical) for row in rows}
        if len(documents) < 2:
            return []
        return _differences(documents[before], documents[after])

    def refuse_unready(self, thing: Thing) -> None:
        """What scheduling would refuse, said before anybody is asked."""
        rows = list(Delivery.objects.filter(post=thing.id).select_related("channel"))
        going = [row for row in rows if row.state != State.CANCELLED]
        if not going:
            raise NotAllowed(_("Choose at least one channel."))
        if all(row.state in FENCED for row in going):
            raise NotAllowed(_("This post has left already."))
        version = PostVersion.objects.get(pk=thing.version)
        refuse_unfit(from_bytes(version.canonical), [row.channel for row in going])

    def on_cleared(self, review: Review, *, by: By) -> None:
        """Schedule what is planned."""
        post = Post.objects.select_related("version", "brand").get(pk=review.subject)
        scheduling.release(post, is_immediate=review.is_immediate, by=by)

    def take_back(self, review: Review, *, by: By, reason: str) -> None:
        """What waits by the yes is a draft again, with its time."""
        mine = Clearance.objects.filter(source=review.pk, live=True)
        locked = Delivery.objects.select_for_update(of=("self",)).filter(post=review.subject)
        rows = list(locked.order_by("channel_id", "kind", "position"))
        sources = set(mine.values_list("pk", flat=True))
        if any(row.state == State.SENDING and row.clearance_id in sources for row in rows):
            raise NotAllowed(_("This post is going out already; it cannot be stopped any more."))
        composing.take_back(
            [row for row in rows if row.state == State.WAITING and row.clearance_id in sources]
        )

    def at_due(self, review: Review, *, expires: bool) -> None:
        """Drafts whose time has come are held, or expire."""
        rows = Delivery.objects.select_for_update(of=("self",)).filter(post=review.subject, state=State.DRAFT)
        for row in rows.order_by("channel_id", "kind", "position"):
            problem = "approval_expired" if expires else "not_approved"
            OUTGOING.advance(row, "hold", held_reason=Delivery.Held.WITHDRAWN, problem=problem, due_at=None)
            if expires:
                OUTGOING.advance(row, "expire", held_reason="")
            ledger.record(
                "calendar_app.delivery_held",
                review.about,
                brand_id=review.brand_id,
                delivery=str(row.pk),
                code=problem,
            )

    def rewrite(self, thing: Thing, text: str, *, author: User, by: By) -> Thing:
        """The shared text of all channels."""
        post = Post.objects.select_related("version", "brand").get(pk=thing.id)
        content = copying.content_of(from_bytes(post.version.canonical))
        changed = composing.edit(
            post, copying.with_text(content, text), revision=post.revision, author=author, by=by
        )
        return _thing(changed)


PREVIEW = "calendar_app/preview.html"


def _thing(post: Post, *, shown: bool = False) -> Thing:
    version = post.version
    if version is None:
        raise ValueError("a post without a version")
    document = from_bytes(version.canonical)
    networks: list[str] = post.networks if shown else []  # type: ignore[attr-defined] # annotated by things()
    return Thing(
        id=post.pk,
        brand=post.brand,
        headline=post.headline,
        version=version.pk,
        content_hash=version.content_hash,
        channel_ids=tuple(UUID(pk) for pk in document.channels),
        planned_at=post.planned_at,
        authors=frozenset(pk for pk in (post.author_id, version.author_id) if pk is not None),
        author=str(post.author or ""),
        revision=post.revision,
        url=reverse("calendar_app:post", args=[post.brand.slug, post.pk]),
        thumb=addresses.address(post.cover, "thumb") if shown and post.cover else "",
        networks=tuple(dict.fromkeys(networks)),
    )


def _differences(before: Document, after: Document) -> list[str]:
    pairs = {
        "text": (before.text, after.text),
        "own_text": (dict(before.own), dict(after.own)),
        "media": (list(before.media), list(after.media)),
        "channels": (set(before.channels), set(after.channels)),
    }
    return [name for name, (old, new) in pairs.items() if old != new]
