"""One line for each request, and an id that comes back."""

from __future__ import annotations

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from core import logs
from core.requests import HEADER, RequestLogMiddleware
from tests import lines, world

OWN = re.compile(r"[0-9a-f]{32}")


@pytest.mark.django_db
def test_a_request_is_one_line_with_who_what_and_how_long(client: Client) -> None:
    place = world.place("one")
    client.force_login(place.owner)

    with lines.written() as written:
        answer = client.get("/b/one/", headers={HEADER: "from-the-proxy-1"})

    (line,) = lines.named(written, "request")
    assert answer[HEADER] == line["request"] == "from-the-proxy-1"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/b/one/", 200)
    assert (line["user"], line["organization"]) == (place.owner.pk, place.organization.pk)
    assert line["milliseconds"] >= 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "came_with", ["", "short", "x" * 65, "with space 12", "<script>alert(1)", "şəxsi-id-1"]
)
def test_an_id_that_is_not_short_and_clean_is_replaced(client: Client, came_with: str) -> None:
    answer = client.get("/healthz", headers={HEADER: came_with} if came_with else {})

    assert OWN.fullmatch(answer[HEADER])


def test_every_line_of_a_request_carries_its_id() -> None:
    seen: list[dict[str, str]] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(logs.ids())
        return HttpResponse()

    answer = RequestLogMiddleware(view)(RequestFactory().get("/"))

    assert seen == [{"request": answer[HEADER]}]
    assert logs.ids() == {}


@pytest.mark.django_db
def test_the_secret_of_a_link_stands_in_no_line(client: Client) -> None:
    secret = "CNRY" + "s" * 39

    with lines.written() as written:
        for address in (
            f"/me/invitations/{secret}/",
            f"/media/{secret}",
            f"/accounts/confirm-email/{secret}/",
            f"/accounts/confirm-email/{secret}",
            f"/nowhere/{secret}/?token={secret}",
        ):
            client.get(address)
            client.post(address)

    assert len(lines.named(written, "request")) == 10
    assert [line for line in written if secret in line] == []
