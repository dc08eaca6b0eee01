"""Numbers in the API: the same readings as the pages."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.view import BrandView
from accounts.grants import Can
from analytics.api_shapes import Goals, Numbers, NumbersAsked, Ranking, goal, number, ranked
from analytics.selectors import goals, posts, reading
from analytics.selectors.posts import OF_POSTS
from analytics.spans import today
from connections.models import Channel

TAG = ["numbers"]
KEY = OpenApiParameter("key", str, enum=list(OF_POSTS), description="By which number.")


class NumbersView(BrandView):
    """What is asked for, read from the address."""

    needs = {"GET": Can.MEASURE}

    def asked(self, request: Request) -> tuple[NumbersAsked, Channel | None]:
        """The span and the channel. Raises ValidationError, or Http404 for a channel that is not here."""
        form = NumbersAsked(data=request.query_params)
        form.is_valid(raise_exception=True)
        wanted = form.validated_data.get("channel")
        channel = Channel.objects.filter(pk=wanted).first() if wanted else None
        if wanted and channel is None:
            raise Http404
        return form, channel


class AllNumbers(NumbersView):
    """Every number of a span of days."""

    @extend_schema(parameters=[NumbersAsked], responses=Numbers, operation_id="numbers_read", tags=TAG)
    def get(self, request: Request) -> Response:
        """With its series, and beside another span when that is wished."""
        form, channel = self.asked(request)
        span = form.span(self.brand)
        found = reading.readings(self.brand, span, compare=form.beside(span), channel=channel)
        return Response(
            {
                "first": span.first.isoformat(),
                "last": span.last.isoformat(),
                "zone": span.zone,
                "items": [number(one) for one in found.values()],
            }
        )


class RankedPosts(NumbersView):
    """Which posts did best and worst."""

    @extend_schema(parameters=[NumbersAsked, KEY], responses=Ranking, operation_id="numbers_posts", tags=TAG)
    def get(self, request: Request) -> Response:
        """Of those published in the span, by what they came to so far."""
        form, channel = self.asked(request)
        key = request.query_params.get("key", "engagements")
        if key not in OF_POSTS:
            raise Http404
        found = posts.ranked(self.brand, form.span(self.brand), key, channel=channel)
        return Response(
            {
                "key": key,
                "top": [ranked(one) for one in found.top],
                "bottom": [ranked(one) for one in found.bottom],
                "counted": found.counted,
                "young": found.young,
                "unknown": found.unknown,
            }
        )


class AllGoals(BrandView):
    """Goals."""

    needs = {"GET": Can.MEASURE}

    @extend_schema(responses=Goals, operation_id="goals_list", tags=TAG)
    def get(self, request: Request) -> Response:
        """Those that run or are to come, with their pace."""
        found = goals.pace(self.brand, today(self.brand.zone))
        return Response({"items": [goal(one) for one in found]})
