"""What went wrong with a network, as a sentence for people: the cause and the next step. One catalogue for all pages.

Keys are the stable codes of networks.errors; the network's own text never stands on a page.
"""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.errors import Sentence

GENERAL = _(
    "%(network)s said no and gave no reason that we know. Try again; if it happens again, connect the channel anew."
)

SENTENCES: dict[str, Sentence] = {
    # connecting
    "wrong_password": _(
        "%(network)s does not know this handle and password together. Check both; it must be an app password."
    ),
    "code_needed": _(
        "This is the account’s main password, and %(network)s asks for a code with it. Make an app password and use that."
    ),
    "account_closed": _(
        "%(network)s says that this account is closed or suspended. Sign in at %(network)s itself to see why."
    ),
    "not_a_server": _(
        "No %(network)s server answers at this address. Check how the server’s address is written."
    ),
    "server_unusable": _("This server address cannot be used. Write it like https://example.com."),
    "server_forbidden": _(
        "This address is private or not encrypted, so it is not called. Use the server’s public https address."
    ),
    "wrong_account": _(
        "%(network)s answered for another account than the one you named. Check the handle and the server."
    ),
    "handle_unusable": _("This handle cannot be used. Write it with letters and digits."),
    "network_gone": _("This program cannot speak to %(network)s any more. Ask the people who run it."),
    # not now
    "unreachable": _("%(network)s could not be reached, so nothing was sent. Try again in a minute."),
    "no_answer": _("%(network)s did not answer in time. Try again in a minute."),
    "server_trouble": _("%(network)s has trouble of its own just now. Try again in a few minutes."),
    "unreadable_answer": _("%(network)s gave an answer that makes no sense. Try again in a few minutes."),
    "rate_limited": _("%(network)s asks us to slow down. It will take more in a while; nothing is lost."),
    "expired_token": _("The key to %(network)s has run out and is being renewed. Nothing to do for you."),
    "renewing": _("The key to %(network)s is just being renewed. Nothing to do for you."),
    "renewed_meanwhile": _("The key to %(network)s was just renewed. Nothing to do for you."),
    "written_at_once": _("Two things were written to %(network)s at once. It is tried again by itself."),
    "keys_unreadable": _(
        "The stored key to %(network)s cannot be opened. Ask the people who run this program to check its encryption keys."
    ),
    "media_unavailable": _("The files cannot be read just now. It is tried again by itself."),
    "gave_up": _("%(network)s did not take it at several tries. Look at its status page, then try again."),
    # a person must connect again
    "session_ended": _(
        "%(network)s ended our session, mostly because the password was changed. Reconnect the channel."
    ),
    "sign_in_again": _("%(network)s does not accept our key any more. Reconnect the channel."),
    "permission_missing": _(
        "Our key to %(network)s may no longer do this. Reconnect the channel and allow everything asked for."
    ),
    # content
    "content_refused": _("%(network)s refused the post as it is. Change its text or pictures and try again."),
    "refused": _("%(network)s refused the post. Look at it, change it and try again."),
    "rejected": _("%(network)s took the post and then rejected it. Change it and try again."),
    "picture_refused": _("%(network)s does not take one of the pictures. Replace it and try again."),
    "picture_lost": _("%(network)s lost a picture on the way. It is sent again by itself."),
    "picture_gone": _("The file of a picture is missing here. Add the picture again and try again."),
    "empty": _("There is nothing to post. Write a text or add a picture."),
    "text_too_long": _("The text is too long for %(network)s. Shorten it and try again."),
    "text_unusable": _("The text holds a character that %(network)s cannot take. Type it again."),
    "too_many_pictures": _("There are more pictures than %(network)s takes. Remove some and try again."),
    "picture_too_big": _("A picture is too large for %(network)s. Replace it and try again."),
    "picture_kind": _("%(network)s does not take this kind of picture. Replace it and try again."),
    "alt_too_long": _("A picture’s description is too long for %(network)s. Shorten it and try again."),
}


def of(code: str, network: str) -> str:
    """The sentence for a failure at the network named `network`, in the reader's language; never empty."""
    return str(SENTENCES.get(code, GENERAL)) % {"network": network or gettext("The network")}
