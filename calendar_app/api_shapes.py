"""How a post looks in the API, coming and going."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from rest_framework import serializers

from calendar_app.document import from_bytes
from calendar_app.models import Delivery, Post
from calendar_app.selectors.shown import summary
from calendar_app.services.content import MAX_TEXT, Content
from calendar_app.services.keeping import Sheet, Wish

MOST_CHANNELS, MOST_MEDIA = 200, 50


def told_deliveries() -> Prefetch[str]:
    """What `shown` needs of a post's deliveries; ask inside the scope."""
    rows = Delivery.objects.select_related("channel").order_by("channel__network", "channel__handle", "kind")
    return Prefetch("deliveries", queryset=rows, to_attr="told_deliveries")


class MediumWritten(serializers.Serializer[Any]):
    """One picture of the library, with what it shows in words."""

    asset = serializers.UUIDField()
    alt = serializers.CharField(max_length=5000, allow_blank=True, default="")


class PostWritten(serializers.Serializer[Any]):
    """What is to be written. `texts` are own texts by channel; `planned_local` is wall time in the brand's zone."""

    text = serializers.CharField(max_length=MAX_TEXT, allow_blank=True, trim_whitespace=False)
    channels = serializers.ListField(child=serializers.UUIDField(), max_length=MOST_CHANNELS, default=list)
    texts = serializers.DictField(child=serializers.CharField(max_length=MAX_TEXT), default=dict)
    media = MediumWritten(many=True, default=list)
    planned_local = serializers.CharField(max_length=16, allow_blank=True, default="")
    wish = serializers.ChoiceField([wish.value for wish in Wish], default=Wish.SAVE.value)

    def validate_texts(self, value: dict[str, str]) -> dict[UUID, str]:
        """Keys are channels."""
        try:
            return {UUID(channel): words for channel, words in value.items()}
        except ValueError:
            raise serializers.ValidationError("Name channels by their ids.") from None

    def validate_media(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """A post has an end."""
        if len(value) > MOST_MEDIA:
            raise serializers.ValidationError(f"At most {MOST_MEDIA} files.")
        return value

    def sheet(self, revision: int | None) -> Sheet:
        """What the pages would have sent."""
        told = self.validated_data
        content = Content(
            text=told["text"],
            channels=told["channels"],
            own=told["texts"],
            media=[(medium["asset"], medium["alt"]) for medium in told["media"]],
        )
        return Sheet(content, Wish(told["wish"]), told["planned_local"], revision)


class DeliveryShown(serializers.Serializer[Any]):
    """One channel of a post: its state there, where it is, or why it is not."""

    id = serializers.UUIDField()
    channel = serializers.UUIDField()
    network = serializers.CharField()
    kind = serializers.CharField()
    state = serializers.CharField()
    problem = serializers.CharField(help_text="A stable code, empty when all is well.")
    held_reason = serializers.CharField()
    url = serializers.CharField(help_text="Empty until the network named it.")


class MediumShown(serializers.Serializer[Any]):
    """One file of a post."""

    asset = serializers.UUIDField()
    mime = serializers.CharField()
    alt = serializers.CharField()


class PostShown(serializers.Serializer[Any]):
    """A post. `state` is the worst of its deliveries; times are UTC, `planned_local` wall time in `zone`."""

    id = serializers.UUIDField()
    revision = serializers.IntegerField()
    state = serializers.CharField()
    text = serializers.CharField()
    texts = serializers.DictField(child=serializers.CharField())
    media = MediumShown(many=True)
    channels = serializers.ListField(child=serializers.UUIDField())
    content_hash = serializers.CharField()
    planned_local = serializers.CharField()
    zone = serializers.CharField()
    planned_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    deliveries = DeliveryShown(many=True)


class PageOfPosts(serializers.Serializer[Any]):
    """A page; `next` is the cursor of the one behind it."""

    items = PostShown(many=True)
    next = serializers.CharField(allow_null=True)


def shown(post: Post) -> dict[str, Any]:
    """A post that came with `told_deliveries` and its version."""
    document = from_bytes(post.version.canonical) if post.version else None
    deliveries: list[Delivery] = post.told_deliveries  # type: ignore[attr-defined]
    return {
        "id": str(post.pk),
        "revision": post.revision,
        "state": summary(row.state for row in deliveries).state,
        "text": document.text if document else "",
        "texts": dict(document.own) if document else {},
        "media": [{"asset": ref.asset, "mime": ref.mime, "alt": ref.alt} for ref in document.media]
        if document
        else [],
        "channels": list(document.channels) if document else [],
        "content_hash": post.version.content_hash if post.version else "",
        "planned_local": post.planned_local,
        "zone": post.zone,
        "planned_at": post.planned_at.isoformat() if post.planned_at else None,
        "created_at": post.created_at.isoformat(),
        "deliveries": [_delivery(row) for row in deliveries],
    }


def _delivery(row: Delivery) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "channel": str(row.channel_id),
        "network": row.channel.network,
        "kind": row.kind,
        "state": row.state,
        "problem": row.problem,
        "held_reason": row.held_reason,
        "url": row.remote_url,
    }
