"""F27: channels, people, brands and posts go, and pauses come, while posts are due, in a worker's hands or being sent."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

from accounts.access import in_organization
from accounts.leaving import Fate
from accounts.models import Membership
from accounts.services import brands, departures
from accounts.services.holds import Target
from calendar_app.services import deciding, pausing
from connections.services import connecting
from core.ledger import SYSTEM
from tests.calendar_app import posts
from tests.faults.oracle import Violation
from tests.faults.scenario import ALL_HELD, ALL_LIVE, Case, Scenario, Scene, nothing_more

Act = Callable[[Scene], None]
TAKEN, SENT = "C1", "C3"
"""In a worker's hands, nothing asked for yet; accepted by the network, which nobody knows yet."""
PAUSE = "sleep:2.5"
ALL_ASKING = {"key": "asking", "read": "asking", "never": "asking"}
ALL_CANCELLED = {"key": "cancelled", "read": "cancelled", "never": "cancelled"}
SILENCE = [{"on": "posts", "do": "silence_after", "seconds": 8}]
UNHEARD = frozenset({"key:untold", "read:untold", "never:untold"})
"""Whoever removes an author says what becomes of her posts; of a brand in the trash nobody hears."""
CHANNELS = (
    "SELECT handle, state FROM connections_channel WHERE id = ANY(%s::uuid[]) AND state <> 'disconnected'"
)


def before(act: Act, scene: Scene) -> None:
    """After the posts were scheduled, before they are due."""
    scene.crew.be_there()
    scene.cast.due(1.5)
    act(scene)


def meanwhile(point: str, act: Act, scene: Scene) -> None:
    """While every post stands at a point of its worker's way."""
    scene.crew.ring()
    scene.crew.send_publisher_away()
    scene.hire(FAULTPOINTS=f"{point}={PAUSE}")
    scene.cast.due(0.2)
    scene.wait_until_held(2.0, calm=0.3)
    act(scene)


def unanswered(act: Act, scene: Scene) -> None:
    """While every post is being sent and the network, which has taken it, says nothing."""
    scene.crew.be_there()
    scene.cast.due(0.2)
    scene.wait_for_states(frozenset({"sending"}), 2.5)
    act(scene)


def disconnect(scene: Scene) -> None:
    """Somebody disconnects the channels."""
    for handle, channel in scene.cast.channels.items():
        place = scene.cast.home(handle)
        with posts.inside(place):
            connecting.disconnect(channel, by=posts.actor(place))


def pause(scene: Scene) -> None:
    """The owners pause their organizations."""
    for place in scene.cast.places:
        with in_organization(place.owner, place.organization.slug) as access:
            pausing.pause(Target(), access=access)


def remove_author(fate: Fate, scene: Scene) -> None:
    """The owners end the membership of whoever wrote the posts."""
    for place in scene.cast.places:
        with in_organization(place.owner, place.organization.slug) as access:
            author = Membership.objects.get(user=place.editor)
            departures.deactivate(author, {"scheduled": fate}, None, access=access)


def trash_brand(scene: Scene) -> None:
    """The owners throw the brands away; each organization has another one."""
    for place in scene.cast.places:
        brands.create(organization=place.organization, name="Another", zone="UTC", language="en", by=SYSTEM)
        with in_organization(place.owner, place.organization.slug) as access:
            brands.trash(place.brand, access=access)


def trash_posts(scene: Scene) -> None:
    """People throw the posts away."""
    for delivery, post in scene.cast.posts.items():
        place = scene.cast.home(scene.cast.promised[delivery].handle)
        with posts.inside(place):
            deciding.trash(post, by=posts.actor(place))
        scene.cancelled[delivery] = time.time()


def still_gone(scene: Scene) -> Iterator[Violation]:
    """What a sender writes down connects no channel again."""
    ids = [str(channel.pk) for channel in scene.cast.channels.values()]
    for handle, state in scene.stage.database.ask(CHANNELS, ids):
        yield Violation("connected_again", "", f"{handle} is {state}")


def _one(
    name: str, play: Callable[[Scene], None], ends: dict[str, str], *, gone: bool = False, **options: object
) -> Scenario:
    case = Case("F27", f"f27-{name}", ends, posts=1, **options)  # type: ignore[arg-type]
    return Scenario(f"F27-{name}", (case,), play, check=still_gone if gone else nothing_more)


SCENARIOS = (
    _one("disconnected", partial(before, disconnect), ALL_HELD, gone=True),
    _one("disconnected-taken", partial(meanwhile, TAKEN, disconnect), ALL_HELD, gone=True),
    _one("disconnected-sent", partial(meanwhile, SENT, disconnect), ALL_LIVE, gone=True),
    _one("disconnected-unheard", partial(unanswered, disconnect), ALL_ASKING, gone=True, rules=SILENCE),
    _one("paused", partial(before, pause), ALL_HELD),
    _one("paused-taken", partial(meanwhile, TAKEN, pause), ALL_HELD),
    _one("paused-sent", partial(meanwhile, SENT, pause), ALL_LIVE),
    _one("author-kept", partial(before, partial(remove_author, Fate.KEEP)), ALL_LIVE),
    _one(
        "author-taken",
        partial(meanwhile, TAKEN, partial(remove_author, Fate.HOLD)),
        ALL_HELD,
        costs=UNHEARD,
    ),
    _one("brand-trashed", partial(meanwhile, TAKEN, trash_brand), ALL_HELD, costs=UNHEARD),
    _one("post-trashed", partial(meanwhile, TAKEN, trash_posts), ALL_CANCELLED),
)
