"""Channels in the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.pages import listed
from accounts.api.view import BrandView
from accounts.grants import Can
from connections.models import Channel
from connections.selectors import reachable


class ChannelShown(serializers.ModelSerializer[Channel]):
    """A brand's account on a network."""

    class Meta:
        model = Channel
        fields = ("id", "network", "handle", "name", "url", "state")


class PageOfChannels(serializers.Serializer[Any]):
    """A page; `next` is the cursor of the one behind it."""

    items = ChannelShown(many=True)
    next = serializers.CharField(allow_null=True)


class Channels(BrandView):
    """The channels that whoever asks may use."""

    needs = {"GET": Can.VIEW}

    @extend_schema(responses=PageOfChannels, operation_id="channels_list", tags=["channels"])
    def get(self, request: Request) -> Response:
        """A page of them."""
        rows = Channel.objects.filter(reachable.by_member(self.access.membership))
        return listed(request, rows, ("handle", "id"), _shown)


def _shown(channel: Channel) -> Any:
    return ChannelShown(channel).data
