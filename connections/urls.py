"""Addresses of channels, from the site's root."""

from __future__ import annotations

from django.urls import path

from connections.views import channels, connecting, members

app_name = "connections"
urlpatterns = [
    path(
        "o/<slug:organization>/people/<int:membership>/channels/",
        members.member_channels,
        name="member_channels",
    ),
    path("b/<slug:brand>/channels/", channels.channels, name="channels"),
    path("b/<slug:brand>/channels/connect/", connecting.connect, name="connect"),
    path(
        "b/<slug:brand>/channels/connect/<slug:network>/", connecting.connect_network, name="connect_network"
    ),
    path("b/<slug:brand>/channels/<uuid:channel>/", channels.channel, name="channel"),
    path("b/<slug:brand>/channels/<uuid:channel>/reconnect/", connecting.reconnect, name="reconnect"),
    path("b/<slug:brand>/channels/<uuid:channel>/disconnect/", channels.disconnect, name="disconnect"),
]
