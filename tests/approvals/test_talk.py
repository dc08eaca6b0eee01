"""Talk about a post, and how it came to its yes."""

from __future__ import annotations

import csv
import html
import io
from typing import Any

import pytest

from accounts.grants import Role
from activity.models import Notice
from activity.selectors import notices
from approvals.models import Comment, Review
from approvals.views.trail import safe
from connections.models import Channel
from tests.approvals import asked
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db

CANARY = "team-only-canary"


@pytest.fixture
def review(place: Place) -> Review:
    """A post that waits."""
    with inside(place):
        channel: Channel = posts.channel(place)
        return asked.review_of(asked.submitted(place, channel))


def say(place: Place, review: Review, role: str, body: str, **fields: Any) -> Any:
    """The form."""
    url = pages.at(place, f"posts/{review.subject}/talk/")
    return pages.browser(place.people[role]).post(url, {"body": body, **fields}, follow=True)


def read(place: Place, review: Review, role: str, path: str = "talk/") -> str:
    """The panel as somebody sees it."""
    answer = pages.browser(place.people[role]).get(pages.at(place, f"posts/{review.subject}/{path}"))
    return html.unescape(answer.content.decode())


def comments(place: Place) -> list[Comment]:
    """All that was said."""
    with inside(place):
        return list(Comment.objects.order_by("created_at"))


def test_the_team_and_the_client_talk_apart(place: Place, review: Review) -> None:
    say(place, review, Role.EDITOR, CANARY, to="internal")
    say(place, review, Role.EDITOR, "Dear client", to="client")

    team, client = read(place, review, Role.ANALYST), read(place, review, Role.CLIENT)

    assert CANARY in team
    assert "clients and guests never see this" in team
    assert CANARY not in client
    assert "Dear client" not in client, "she was never asked about it"


def test_a_client_who_is_asked_reads_her_part_and_speaks_to_all(place: Place, review: Review) -> None:
    with inside(place):
        from_client = {"membership": asked.voice(place, Role.CLIENT).membership}
        review.asks.create(
            organization=place.organization,
            brand=place.brand,
            step=0,
            urgent_at=review.urgent_at,
            **from_client,
        )
    say(place, review, Role.EDITOR, CANARY, to="internal")
    say(place, review, Role.EDITOR, "Dear client", to="client")

    say(place, review, Role.CLIENT, "Thank you", to="internal")
    page = read(place, review, Role.CLIENT)

    assert CANARY not in page
    assert "Dear client" in page
    assert [one.visibility for one in comments(place)] == ["internal", "client", "client"]
    shown = pages.browser(place.client).get(pages.at(place, f"approvals/{review.pk}/")).content.decode()
    assert CANARY not in shown


def test_a_client_who_was_not_asked_finds_no_review_and_may_not_speak(place: Place, review: Review) -> None:
    assert say(place, review, Role.CLIENT, "Hello").status_code == 404
    answer = pages.browser(place.client).get(pages.at(place, f"approvals/{review.pk}/"))
    assert answer.status_code == 404
    assert comments(place) == []


def test_who_is_called_hears_of_it_once_and_is_named_in_the_text(place: Place, review: Review) -> None:
    say(
        place,
        review,
        Role.EDITOR,
        "Is this right?",
        mention=[str(place.approver.pk), str(place.owner.pk), "x"],
    )
    say(place, review, Role.EDITOR, "Ask @Admin-One, please")

    first, second = comments(place)
    assert first.body == "@Approver-One @Owner-One Is this right?"
    assert second.mentions == [place.admin.pk]
    with inside(place):
        told = Notice.objects.filter(kind="approvals.mentioned").values_list("person__email", flat=True)
        assert sorted(told) == ["admin-one@example.com", "approver-one@example.com", "owner-one@example.com"]


def test_a_brand_that_talks_to_its_client_does_so_unless_the_team_is_chosen(
    place: Place, review: Review
) -> None:
    url = pages.at(place, "approvals/guests/talk/")
    assert pages.browser(place.editor).post(url, {"to": "client"}).status_code == 403
    say(place, review, Role.EDITOR, "Before")

    settled = pages.browser(place.owner).post(url, {"to": "client"}, follow=True)
    say(place, review, Role.EDITOR, "After")
    say(place, review, Role.EDITOR, CANARY, to="internal")

    assert b"Saved. It counts for comments from now on." in settled.content
    assert [one.visibility for one in comments(place)] == ["internal", "client", "internal"]
    panel = read(place, review, Role.EDITOR)
    assert panel.index("say-client") < panel.index("say-internal")


def test_internal_words_call_nobody_but_the_team(place: Place, review: Review) -> None:
    client, team = str(place.client.pk), str(place.analyst.pk)

    say(place, review, Role.EDITOR, f"{CANARY} @Client-One", mention=[client, team], to="internal")
    say(place, review, Role.EDITOR, "Dear @Client-One", to="client")

    internal, open_one = comments(place)
    assert internal.mentions == [place.analyst.pk]
    assert open_one.mentions == [place.client.pk]
    with inside(place):
        told = Notice.objects.filter(kind="approvals.mentioned", person=place.client)
        assert [CANARY in str(one.facts) for one in told] == [False]
        assert told.get().subject == f"post:{review.subject}", (
            "she finds no review of which she was not asked"
        )


def test_who_is_called_is_led_to_the_open_review(place: Place, review: Review) -> None:
    say(place, review, Role.EDITOR, "Is this right?", mention=[str(place.analyst.pk)])

    with inside(place):
        notice = Notice.objects.get(kind="approvals.mentioned")
        lines = notices.lines([notice])
    assert [line.url for line in lines] == [pages.at(place, f"approvals/{review.pk}/")]


def test_nobody_of_another_organization_can_be_called(place: Place, review: Review) -> None:
    stranger = new_place("two").owner

    say(place, review, Role.EDITOR, "Hello @Owner-Two", mention=[str(stranger.pk)])

    assert comments(place)[0].mentions == []


def test_a_comment_is_resolved_by_the_team_and_an_internal_one_not_by_a_client(
    place: Place, review: Review
) -> None:
    say(place, review, Role.EDITOR, CANARY)
    url = pages.at(place, f"comments/{comments(place)[0].pk}/resolve/")

    refused = pages.browser(place.client).post(url)
    assert refused.status_code == 404
    pages.browser(place.approver).post(url)

    assert comments(place)[0].resolved_by_id == place.approver.pk
    assert "Resolved" in read(place, review, Role.EDITOR)


def test_nothing_said_is_a_sentence(place: Place, review: Review) -> None:
    assert "Write something first." in html.unescape(say(place, review, Role.EDITOR, " ").content.decode())
    assert comments(place) == []


def test_the_trail_tells_who_said_what_to_which_version_and_by_which_way(
    place: Place, review: Review
) -> None:
    with inside(place):
        asked.approve(review, asked.voice(place), note="Fine", via="mail")

    page = read(place, review, Role.EDITOR, "approval/")
    lines = list(csv.reader(io.StringIO(read(place, review, Role.EDITOR, "approval.csv").lstrip("\ufeff"))))

    for words in (
        "Sent for approval",
        "Editor-One",
        "Approver-One",
        "by the mail’s link",
        "Fine",
        "Version 1",
    ):
        assert words in page
    assert [line[2] for line in lines[1:]] == ["Sent for approval", "Agreed"]
    assert lines[2][8] == review.content_hash


def test_outsiders_get_no_trail(place: Place, review: Review) -> None:
    answer = pages.browser(place.client).get(pages.at(place, f"posts/{review.subject}/approval.csv"))

    assert answer.status_code == 404
    assert "Editor-One" not in read(place, review, Role.CLIENT, "approval/")


def test_a_file_holds_no_formulas() -> None:
    assert [safe(text) for text in ("=1+1", "@x", "-5", "fine")] == ["'=1+1", "'@x", "'-5", "fine"]


def test_the_review_page_shows_versions_and_steps_and_is_not_there_for_strangers(
    place: Place, review: Review
) -> None:
    stranger = new_place("two").owner
    url = pages.at(place, f"approvals/{review.pk}/")

    page = html.unescape(pages.browser(place.approver).get(url).content.decode())

    assert "Approve version 1" in page
    assert "one is enough" in page
    assert pages.browser(stranger).get(url).status_code == 404


def test_whoever_sent_it_withdraws_it_and_a_contributor_does_not(place: Place, review: Review) -> None:
    url = pages.at(place, f"approvals/{review.pk}/withdraw/")

    assert pages.browser(place.contributor).post(url).status_code == 403
    pages.browser(place.editor).post(url)

    with inside(place):
        assert Review.objects.get(pk=review.pk).state == "withdrawn"
