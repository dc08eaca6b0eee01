"""What went wrong with a network, as a sentence for people: the cause and the next step. The one catalogue for all pages.

Keys are the stable codes of networks.errors; the network's own text never stands on a page. A code may say something
else about a post than about a channel, and something more exact for one network.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from connections import offered
from core.errors import Sentence


@dataclass(frozen=True, slots=True)
class Cause:
    """What a code means for a channel (signing in, its health); `post`: for a post that was to go out, where it differs."""

    channel: Sentence
    post: Sentence = ""

    def about(self, *, post: bool) -> Sentence:
        """The sentence for one of the two."""
        return self.post if post and self.post else self.channel


GENERAL = Cause(
    _(
        "%(network)s said no and gave no reason that we know. Try again; if it happens again, connect the channel anew."
    )
)

SENTENCES: dict[str, Cause] = {
    # connecting
    "wrong_password": Cause(
        _(
            "%(network)s does not know this handle and password together. Check both; it must be an app password."
        )
    ),
    "code_needed": Cause(
        _(
            "This is the account’s main password, and %(network)s asks for a code with it. Make an app password and use "
            "that."
        )
    ),
    "account_closed": Cause(
        _(
            "%(network)s says that this account is closed or suspended. Sign in at %(network)s itself to see why."
        ),
        _("%(network)s has closed or suspended this account. Sort it out there, then reconnect the channel."),
    ),
    "not_a_server": Cause(
        _("No %(network)s server answers at this address. Check how the server’s address is written.")
    ),
    "server_unusable": Cause(
        _("This server address cannot be used. Write it like https://example.com."),
        _("The address of this account’s server cannot be used. Reconnect the channel."),
    ),
    "server_forbidden": Cause(
        _(
            "This address is private or not encrypted, so it is not called. Use the server’s public https address."
        ),
        _("The address of this account’s server is not one we may speak to. Reconnect the channel."),
    ),
    "wrong_account": Cause(
        _(
            "%(network)s answered for another account than the one you named. Check the handle and the server."
        ),
        _("The key to %(network)s belongs to another account. Reconnect the channel with the right one."),
    ),
    "handle_unusable": Cause(_("This handle cannot be used. Write it with letters and digits.")),
    "network_gone": Cause(_("This program cannot speak to %(network)s any more. Ask the people who run it.")),
    "cannot_converse": Cause(_("People cannot be answered on %(network)s from here. Answer them there.")),
    "cannot_hide": Cause(_("%(network)s does not let us hide this. Hide it there.")),
    "cannot_measure": Cause(_("%(network)s tells no figures. Nothing to do for you.")),
    "cannot_notify": Cause(_("%(network)s does not call us by itself. We ask it regularly instead.")),
    # answering people
    "gone": Cause(_("This message is not on %(network)s any more, so it cannot be answered.")),
    "replies_closed": Cause(
        _("The author on %(network)s lets only chosen people answer this. Answer in another way.")
    ),
    "cursor_unusable": Cause(
        _("%(network)s lost the place where we stopped reading. We read from the start again.")
    ),
    # not now
    "unreachable": Cause(
        _("%(network)s could not be reached, so nothing was sent. Try again in a minute."),
        _("%(network)s cannot be reached right now. We try again by ourselves."),
    ),
    "no_answer": Cause(
        _("%(network)s did not answer in time. Try again in a minute."),
        _("%(network)s did not answer in time. We check whether the post is there and go on by ourselves."),
    ),
    "server_trouble": Cause(
        _("%(network)s has trouble of its own just now. Try again in a few minutes."),
        _("%(network)s has trouble of its own just now. We go on by ourselves."),
    ),
    "unreadable_answer": Cause(
        _("%(network)s gave an answer that makes no sense. Try again in a few minutes."),
        _("%(network)s gave an answer that makes no sense. We check what it did and go on by ourselves."),
    ),
    "rate_limited": Cause(
        _("%(network)s asks us to slow down. It will take more in a while; nothing is lost."),
        _("%(network)s asks this account to slow down. We try again as soon as it allows."),
    ),
    "network_resting": Cause(
        _("%(network)s asks all accounts here to slow down. It will take more in a while; nothing is lost."),
        _("%(network)s asks all accounts here to slow down. We go on by ourselves as soon as it allows."),
    ),
    "expired_token": Cause(
        _("The key to %(network)s has run out and is being renewed. Nothing to do for you.")
    ),
    "renewing": Cause(_("The key to %(network)s is just being renewed. Nothing to do for you.")),
    "renewed_meanwhile": Cause(_("The key to %(network)s was just renewed. Nothing to do for you.")),
    "written_at_once": Cause(
        _("Two things were written to %(network)s at once. It is tried again by itself.")
    ),
    "keys_unreadable": Cause(
        _(
            "The stored key to %(network)s cannot be opened. Ask the people who run this program to check its encryption "
            "keys."
        )
    ),
    "media_unavailable": Cause(_("The files cannot be read just now. It is tried again by itself.")),
    "gave_up": Cause(
        _("%(network)s did not take it at several tries. Look at its status page, then try again.")
    ),
    # a person must connect again
    "session_ended": Cause(
        _("%(network)s ended our session, mostly because the password was changed. Reconnect the channel."),
        _("%(network)s ended our session. Reconnect the channel, then the post goes out."),
    ),
    "sign_in_again": Cause(
        _("%(network)s does not accept our key any more. Reconnect the channel."),
        _("%(network)s does not accept our key any more. Reconnect the channel, then the post goes out."),
    ),
    "permission_missing": Cause(
        _(
            "Our key to %(network)s may no longer do this. Reconnect the channel and allow everything asked for."
        ),
        _(
            "Our key to %(network)s may not post any more. Reconnect the channel and allow it, then the post goes out."
        ),
    ),
    # content
    "content_refused": Cause(
        _("%(network)s refused the post as it is. Change its text or pictures and try again.")
    ),
    "refused": Cause(_("%(network)s refused the post. Look at it, change it and try again.")),
    "rejected": Cause(_("%(network)s took the post and then rejected it. Change it and try again.")),
    "picture_refused": Cause(_("%(network)s does not take one of the pictures. Replace it and try again.")),
    "picture_lost": Cause(_("%(network)s lost a picture on the way. It is sent again by itself.")),
    "video_not_taken": Cause(
        _("This network takes no videos from here. Take the video out, or leave the channel out.")
    ),
    "picture_gone": Cause(_("The file of a picture is missing here. Add the picture again and try again.")),
    "empty": Cause(_("There is nothing to post. Write a text or add a picture.")),
    "text_too_long": Cause(_("The text is too long for %(network)s. Shorten it and try again.")),
    "text_unusable": Cause(_("The text holds a character that %(network)s cannot take. Type it again.")),
    "too_many_pictures": Cause(
        _("There are more pictures than %(network)s takes. Remove some and try again.")
    ),
    "picture_too_big": Cause(_("A picture is too large for %(network)s. Replace it and try again.")),
    "picture_kind": Cause(_("%(network)s does not take this kind of picture. Replace it and try again.")),
    "alt_too_long": Cause(
        _("A picture’s description is too long for %(network)s. Shorten it and try again.")
    ),
}

OF_NETWORK: dict[tuple[str, str], Cause] = {
    ("bluesky", "wrong_password"): Cause(
        _(
            "Bluesky does not know this handle and app password together. In Bluesky, make a new one under Settings, "
            "Privacy and security, App passwords, and paste it here."
        )
    ),
    ("bluesky", "code_needed"): Cause(
        _(
            "This is the account’s main password. In Bluesky, make an app password under Settings, Privacy and security, "
            "App passwords, and paste that here."
        )
    ),
    ("bluesky", "session_ended"): Cause(
        _(
            "Bluesky ended our session: the app password was deleted or the account’s password changed. Make a new app "
            "password there and reconnect the channel."
        ),
        _(
            "Bluesky ended our session: the app password was deleted or the account’s password changed. Make a new one "
            "and reconnect the channel, then the post goes out."
        ),
    ),
    ("bluesky", "rate_limited"): Cause(
        _(
            "Bluesky counts what an account writes each hour and day, and it is enough for now. Nothing is lost."
        ),
        _("Bluesky counts what an account writes each hour and day. We try again as soon as it takes more."),
    ),
    ("bluesky", "not_a_server"): Cause(
        _("No Bluesky server answers at this address. For most accounts it is https://bsky.social.")
    ),
    ("sandbox", "server_unusable"): Cause(
        _("The practice network is not running. Ask the people who run this program to start it.")
    ),
}
"""Where one network needs other words: what to do stands in its own menus."""


CONTENT = frozenset(
    {
        "content_refused",
        "refused",
        "rejected",
        "picture_refused",
        "picture_gone",
        "video_not_taken",
        "empty",
        "text_too_long",
    }
    | {"text_unusable", "too_many_pictures", "picture_too_big", "picture_kind", "alt_too_long"}
)
"""Codes whose next step is to change the post."""
KEYS = frozenset(
    {"sign_in_again", "session_ended", "permission_missing", "account_closed", "wrong_account"}
    | {"server_forbidden", "server_unusable"}
)
"""Codes whose next step is to connect the channel again."""


def of(code: str, network: str) -> str:
    """The sentence for a failure of a channel at `network` (its key), in the reader's language; never empty."""
    return _filled(_cause(code, network).about(post=False), network)


def of_post(code: str, network: str) -> str:
    """The sentence for a post that did not go out at `network` (its key), in the reader's language; never empty."""
    return _filled(_cause(code, network).about(post=True), network)


def knows(code: str) -> bool:
    """Whether the catalogue has words for the code."""
    return code in SENTENCES


def _cause(code: str, network: str) -> Cause:
    return OF_NETWORK.get((network, code)) or SENTENCES.get(code, GENERAL)


def _filled(sentence: Sentence, network: str) -> str:
    return str(sentence) % {"network": offered.name_of(network) if network else gettext("The network")}
