"""The form that connects an account, made from what its network asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from connections.services.connecting import NotConnected
from core.errors import Sentence
from networks.base import Connects, Field

LABELS: dict[str, Sentence] = {
    "server": _("Server"),
    "handle": _("Handle"),
    "app_password": _("App password"),
}
HELP: dict[tuple[str, str], Sentence] = {
    ("bluesky", "server"): _("Leave it as it is unless your account lives on a server of its own."),
    ("bluesky", "handle"): _("As it stands in your profile, like name.bsky.social."),
    ("bluesky", "app_password"): _(
        "Made for us alone; you can take it back at any time. Never your main password."
    ),
    ("sandbox", "handle"): _("Invent one; an account of this name is made, or joined when it is there."),
}
AT_FIELD = {
    "wrong_password": "app_password",
    "code_needed": "app_password",
    "handle_unusable": "handle",
    "wrong_account": "handle",
    "another_account": "handle",
    "not_a_server": "server",
    "server_unusable": "server",
    "server_forbidden": "server",
}
"""Beside which field a refusal stands."""


class ConnectForm(forms.Form):
    """Fields of one network. A password that was typed is never shown again."""

    def __init__(self, network: Connects, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in network.fields:
            self.fields[field.name] = _control(network.key, field)

    def refuse(self, error: NotConnected) -> None:
        """Say what the network said, beside the field it concerns."""
        field = AT_FIELD.get(error.code, "")
        self.add_error(field if field in self.fields else None, str(error.sentence))


def _control(network: str, field: Field) -> forms.CharField:
    return forms.CharField(
        label=str(LABELS.get(field.name, field.name)),
        help_text=str(HELP.get((network, field.name), "")),
        initial=field.initial,
        required=field.required,
        max_length=255,
        widget=_widget(field),
    )


def _widget(field: Field) -> forms.Widget:
    attributes = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
    if field.kind == "password":
        return forms.PasswordInput(attributes)
    if field.kind == "url":
        attributes["inputmode"] = "url"
    return forms.TextInput(attributes)
