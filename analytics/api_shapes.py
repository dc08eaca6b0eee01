"""How numbers look in the API. What is not known is null, never 0."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from rest_framework import serializers

from accounts.models import Brand
from analytics.selectors.goals import Pace
from analytics.selectors.posts import Ranked
from analytics.selectors.shapes import Reading
from analytics.spans import Span, today

LONGEST_DAYS = 366 * 3
COMPARED = ("", "before", "year")


class NumbersAsked(serializers.Serializer[Any]):
    """Which days (of the brand's zone, both counted; the last 30 without), beside which, of which channel."""

    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)
    compare = serializers.ChoiceField(COMPARED, default="")
    channel = serializers.UUIDField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A span begins before it ends, and has an end."""
        first, last = attrs.get("first"), attrs.get("last")
        if first and last and not 0 <= (last - first).days < LONGEST_DAYS:
            raise serializers.ValidationError({"first": ["A span has 1 to 1,098 days."]})
        return attrs

    def span(self, brand: Brand) -> Span:
        """The days."""
        last: date = self.validated_data.get("last") or today(brand.zone)
        first: date = self.validated_data.get("first") or last - timedelta(days=29)
        if not 0 <= (last - first).days < LONGEST_DAYS:
            raise serializers.ValidationError({"first": ["A span has 1 to 1,098 days."]})
        return Span(first, last, brand.zone)

    def beside(self, span: Span) -> Span | None:
        """Those compared with."""
        return {"": None, "before": span.before(), "year": span.year_before()}[self.validated_data["compare"]]


class PointShown(serializers.Serializer[Any]):
    """One step of the series; null is not known."""

    day = serializers.DateField()
    value = serializers.FloatField(allow_null=True)


class NumberShown(serializers.Serializer[Any]):
    """One number. `known_days` of `due_days` that are over are wholly known."""

    key = serializers.CharField()
    name = serializers.CharField()
    meaning = serializers.CharField()
    formula = serializers.CharField()
    unit = serializers.CharField()
    better = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    before = serializers.FloatField(allow_null=True)
    change = serializers.FloatField(allow_null=True)
    known_days = serializers.IntegerField()
    due_days = serializers.IntegerField()
    as_of = serializers.DateTimeField(allow_null=True)
    step_days = serializers.IntegerField()
    series = PointShown(many=True)


class Numbers(serializers.Serializer[Any]):
    """All numbers of a span."""

    first = serializers.DateField()
    last = serializers.DateField()
    zone = serializers.CharField()
    items = NumberShown(many=True)


class RankedShown(serializers.Serializer[Any]):
    """A post on one channel, and what it came to."""

    rank = serializers.IntegerField()
    post = serializers.UUIDField()
    channel = serializers.UUIDField()
    headline = serializers.CharField()
    url = serializers.CharField()
    published_at = serializers.DateTimeField()
    value = serializers.FloatField()


class Ranking(serializers.Serializer[Any]):
    """Best and worst. `young` posts are too young to judge, of `unknown` nothing was told."""

    key = serializers.CharField()
    top = RankedShown(many=True)
    bottom = RankedShown(many=True)
    counted = serializers.IntegerField()
    young = serializers.IntegerField()
    unknown = serializers.IntegerField()


class GoalShown(serializers.Serializer[Any]):
    """A goal, where it stands, and where it will likely end."""

    id = serializers.UUIDField()
    kpi = serializers.CharField()
    channel = serializers.UUIDField(allow_null=True)
    target = serializers.FloatField()
    first = serializers.DateField()
    last = serializers.DateField()
    standing = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    expected = serializers.FloatField()
    low = serializers.FloatField(allow_null=True)
    likely = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class Goals(serializers.Serializer[Any]):
    """All that run or are to come."""

    items = GoalShown(many=True)


def number(reading: Reading) -> dict[str, Any]:
    """One number."""
    kpi = reading.kpi
    return {
        "key": kpi.key,
        "name": str(kpi.name),
        "meaning": str(kpi.meaning),
        "formula": str(kpi.formula),
        "unit": kpi.unit.value,
        "better": kpi.better.value,
        "value": reading.value,
        "before": reading.before,
        "change": reading.change,
        "known_days": reading.coverage.known,
        "due_days": reading.coverage.due,
        "as_of": reading.as_of.isoformat() if reading.as_of else None,
        "step_days": reading.step,
        "series": [{"day": point.day.isoformat(), "value": point.value} for point in reading.series],
    }


def ranked(one: Ranked) -> dict[str, Any]:
    """A post with its rank."""
    return {
        "rank": one.rank,
        "post": str(one.delivery.post_id),
        "channel": str(one.delivery.channel_id),
        "headline": one.delivery.post.headline,
        "url": one.delivery.remote_url,
        "published_at": one.published_at.isoformat(),
        "value": one.value,
    }


def goal(pace: Pace) -> dict[str, Any]:
    """A goal and its pace."""
    row = pace.goal
    return {
        "id": str(row.pk),
        "kpi": row.kpi,
        "channel": str(row.channel_id) if row.channel_id else None,
        "target": float(row.target),
        "first": row.first.isoformat(),
        "last": row.last.isoformat(),
        "standing": pace.standing.value,
        "value": pace.value,
        "expected": pace.expected,
        "low": pace.low,
        "likely": pace.likely,
        "high": pace.high,
    }
