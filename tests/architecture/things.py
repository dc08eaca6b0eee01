"""One real thing of each kind that addresses name, for a brand; and what the database says of all rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import connection

from accounts.grants import Role
from accounts.models import ApiKey, Brand, BrandPolicy, Hold, Invitation, Membership, Team, TeamBrand, User
from accounts.models.organization import ReplyApproval
from activity.models import Mail, Notice
from analytics.models import Recipient, Report, ReportMail, ReportRun, ShareLink
from analytics.reporting import codec
from approvals.models import Ask, Comment, Guest, Review
from approvals.plans import one_approver
from calendar_app.models import Delivery, Post
from connections.models import Channel
from core import clock
from core.doors import Door
from core.doors import put as put_door
from core.ids import uuid7
from core.outbox.states import State
from core.tenancy import scope
from inbox.models import Message
from inbox.services import labelling, saving
from media_library.models import Asset, Folder, Upload
from strategy.models import Goal
from tests import world
from tests.analytics import documents
from tests.calendar_app import posts
from tests.inbox import talk
from tests.world import Place

CANARY = "CNRY"
OBJECTS = frozenset(
    {"channel", "post", "delivery", "version", "asset", "invitation", "invitation_id", "notice", "membership"}
    | {"hold", "team", "folder", "upload", "mail", "api_key"}
    | {"goal", "share"}
    | {"report", "recipient", "run", "report_mail"}
    | {"review", "guest", "comment"}
    | {"conversation", "message", "reply", "label", "saved"}
)
"""Parts of addresses that name a row; all other parts are values that mean nothing by themselves."""
VALUES = {
    "network": "sandbox",
    "secret": "nobody-gave-this-out",
    "signed": "nobody-signed-this",
    "key": "nobody-gave-this-out",
    "uidb36": "1",
    "pk": "1",
    "handle": "nobody-is-signed-in-there",
    "month": "2027-03",
    "day": "2027-03-28",
    "date": "2027-03-28",
    "week": "2027-W12",
    "year": "2027",
    "number": "1",
    "decision": "1",
    "language": "en",
    "kind": "xlsx",
    "code": "nobodymade",
}


def sibling(place: Place, slug: str) -> Place:
    """Another brand of the same organization, seen as a place of its own."""
    with scope.enter(place.organization.pk):
        brand = Brand.objects.create(organization=place.organization, name=slug, slug=slug, zone="Asia/Baku")
        BrandPolicy.objects.create(organization=place.organization, brand=brand, approval_required=False)
        put_door(Door.Kind.BRAND, slug, organization_id=place.organization.pk, target=str(brand.pk))
    return Place(place.organization, brand, place.people)


def furnish(place: Place) -> dict[str, str]:
    """Make one thing of each kind; returns what stands in addresses for each part of them."""
    canary = f"{CANARY}-{place.brand.slug}"
    with posts.inside(place):
        channel = posts.channel(place, handle=canary)
        post = posts.scheduled(place, channel, text=canary)
        delivery = Delivery.objects.get(post=post)
        made: dict[str, Any] = {
            "channel": channel,
            "post": post,
            "delivery": delivery,
            "version": delivery.version,
            "asset": _asset(place, canary),
            "folder": Folder.objects.create(
                organization=place.organization, brand=place.brand, name=canary, key=canary.lower()
            ),
            "upload": _upload(place, canary),
            "notice": _notice(place, canary, f"post:{post.pk}"),
            "mail": _mail(place, canary),
            "invitation": _invitation(place, canary),
            "hold": Hold.objects.create(
                organization=place.organization, brand=place.brand, channel_id=channel.pk, reason=canary
            ),
            "team": _region(place, canary),
            "membership": _member(place, canary),
            "api_key": _api_key(place, canary),
            "goal": _goal(place),
            "share": _share(place, canary),
            **_report(place, canary),
            "review": _review(place, post),
            "guest": _guest(place, canary),
            "comment": _comment(place, post, canary),
            **_conversation(place, channel, canary),
        }
    made["invitation_id"] = made["invitation"]
    slugs = {"brand": place.brand.slug, "organization": place.organization.slug}
    return VALUES | slugs | {name: str(thing.pk) for name, thing in made.items()}


def _api_key(place: Place, name: str) -> ApiKey:
    owner = Membership.objects.get(user=place.owner)
    return ApiKey.objects.create(
        organization=place.organization, membership=owner, name=name, words=["view"], hint="abcd"
    )


def _goal(place: Place) -> Goal:
    today = clock.now().date()
    return Goal.objects.create(
        organization=place.organization, brand=place.brand, kpi="reach", target=1, first=today, last=today
    )


def _share(place: Place, name: str) -> ShareLink:
    return ShareLink.objects.create(
        organization=place.organization,
        brand=place.brand,
        name=name,
        days=7,
        expires_at=clock.now() + timedelta(days=1),
    )


def _conversation(place: Place, channel: Channel, name: str) -> dict[str, Any]:
    talk.approval(place, ReplyApproval.NONE)
    conversation = talk.heard(channel, talk.comment(text=name))
    return {
        "conversation": conversation,
        "message": Message.objects.get(conversation=conversation),
        "reply": talk.reply(place, conversation, name),
        "label": labelling.create(place.brand, name[:40], by=posts.actor(place)),
        "saved": saving.create(
            place.brand, title=name, text=name, author=place.editor, by=posts.actor(place)
        ),
    }


def _notice(place: Place, name: str, subject: str) -> Notice:
    return Notice.objects.create(
        organization=place.organization,
        brand=place.brand,
        person=place.owner,
        kind="room.thing",
        subject=subject,
        dedupe=name,
    )


def _mail(place: Place, name: str) -> Mail:
    return Mail.objects.create(
        organization_id=place.organization.pk,
        state=State.REFUSED,
        sender="meydan@localhost",
        to=f"{name.lower()}@example.com",
        subject=name,
        text=name,
        problem=name,
        message_id=f"<{name}@localhost>",
    )


def _report(place: Place, name: str) -> dict[str, Any]:
    """A report that was sent, with the mail to its only reader."""
    whose = {"organization": place.organization, "brand": place.brand}
    report = Report.objects.create(**whose, name=name, zone="Asia/Baku", language="en", note=name)
    outsider = {"address": f"reader-{name.lower()}@example.com", "language": "en"}
    recipient = Recipient.objects.create(**whose, report=report, name=name, **outsider)
    document = codec.plain(replace(documents.EMPTY, brand=name, note=name))
    run = ReportRun.objects.create(
        **whose,
        report=report,
        period="2027-W08",
        planned_at=clock.now(),
        state=State.LIVE,
        document=document,
    )
    mail = ReportMail.objects.create(
        **whose, run=run, recipient=recipient, mail_id=uuid7(), address=recipient.address
    )
    return {"report": report, "recipient": recipient, "run": run, "report_mail": mail}


def _asset(place: Place, name: str) -> Asset:
    return Asset.objects.create(
        organization=place.organization,
        brand=place.brand,
        sha256="0" * 64,
        mime="image/png",
        byte_size=1,
        width=1,
        height=1,
        name=name,
        uploaded_by=place.editor,
    )


def _upload(place: Place, name: str) -> Upload:
    return Upload.objects.create(
        organization=place.organization,
        brand=place.brand,
        name=name,
        size=10,
        uploaded_by=place.owner,
        expires_at=clock.now() + timedelta(days=1),
    )


def _invitation(place: Place, name: str) -> Invitation:
    return Invitation.objects.create(
        organization=place.organization,
        email=f"{name.lower()}@example.com",
        name=name,
        role=Role.EDITOR,
        invited_by=place.owner,
        expires_at=clock.now() + timedelta(days=1),
    )


def _region(place: Place, name: str) -> Team:
    team = Team.objects.create(organization=place.organization, name=name)
    TeamBrand.objects.create(organization=place.organization, team=team, brand=place.brand)
    return team


def _member(place: Place, name: str) -> Membership:
    user = User.objects.create_user(f"member-{name.lower()}@example.com", name=name)
    return Membership.objects.create(organization=place.organization, user=user, role=Role.EDITOR)


def _review(place: Place, post: Post) -> Review:
    """Of a post that waits for the owner, by hand: the brand wants no approval."""
    version = post.version
    assert version is not None
    review = Review.objects.create(
        organization=place.organization,
        brand=place.brand,
        covers="post",
        subject=post.pk,
        version=version.pk,
        content_hash=version.content_hash,
        channel_ids=list(post.deliveries.values_list("channel_id", flat=True)),
        number=1,
        steps=[one_approver().steps[0].as_json()],
        lead_minutes=60,
        tolerance_minutes=60,
        at_due="hold",
        urgent_at=clock.now(),
        submitted_by=place.editor,
    )
    owner = Membership.objects.get(user=place.owner)
    Ask.objects.create(
        organization=place.organization,
        brand=place.brand,
        review=review,
        step=0,
        membership=owner,
        urgent_at=review.urgent_at,
    )
    return review


def _guest(place: Place, name: str) -> Guest:
    return Guest.objects.create(
        organization=place.organization, brand=place.brand, name=name, email=f"{name.lower()}@guest.example"
    )


def say(place: Place, values: dict[str, str], words: str, visibility: str) -> None:
    """Somebody of the team says this about what the review is of."""
    with scope.enter(place.organization.pk, [place.brand.pk]):
        review = Review.objects.get(pk=values["review"])
        for subject in {review.subject, values["post"]}:
            Comment.objects.create(
                organization=place.organization,
                brand=place.brand,
                covers="post",
                subject=subject,
                author=place.editor,
                body=words,
                visibility=visibility,
            )


def ask(place: Place, values: dict[str, str], person: User) -> None:
    """She is asked about the review, too."""
    with scope.enter(place.organization.pk, [place.brand.pk]):
        review = Review.objects.get(pk=values["review"])
        Ask.objects.create(
            organization=place.organization,
            brand=place.brand,
            review=review,
            step=review.step,
            membership=Membership.objects.get(user=person),
            urgent_at=review.urgent_at,
        )


def _comment(place: Place, post: Post, name: str) -> Comment:
    return Comment.objects.create(
        organization=place.organization,
        brand=place.brand,
        covers="post",
        subject=post.pk,
        author=place.editor,
        body=name,
    )


def two_places() -> tuple[Place, Place]:
    """Two organizations that must not meet."""
    return world.place("one"), world.place("two")


def rows(*organization_ids: int) -> dict[str, str]:
    """A hash of each table, as these organizations and nobody in particular see it; sessions are left out."""
    found = _hashes()
    for organization_id in organization_ids:
        with scope.enter(organization_id):
            found |= {f"{table} of {organization_id}": digest for table, digest in _hashes().items()}
    return found


def writes() -> int:
    """Rows that this transaction wrote so far, also where it took that back; sessions are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables "
            "WHERE relname <> 'accounts_session'"
        )
        return int(cursor.fetchone()[0])


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables whose rows differ."""
    return sorted(table for table in before if before[table] != after[table])


def _hashes() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relkind = 'r' AND n.nspname = 'public' AND relname <> 'accounts_session' ORDER BY 1"
        )
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(_hash(table) for table in tables))
        return dict(cursor.fetchall())


def _hash(table: str) -> str:
    return (
        f"SELECT '{table}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{table}\" t"
    )
