"""`/b/<brand>/settings/zone/`: another time zone for a brand. First what it would do to each planned post, then doing it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts import zones
from accounts.access import BrandRequest, needs
from accounts.forms import ZoneField
from accounts.grants import Can
from accounts.services.changing import Changed
from calendar_app import wall
from calendar_app.promise import Promise, local_of
from calendar_app.rezoning import Keep
from calendar_app.selectors import zone as selectors
from calendar_app.selectors.zone import Fate
from calendar_app.services import rezoning
from calendar_app.services.rezoning import Outcome
from calendar_app.states import Shown
from calendar_app.views.saying import day_words
from core import clock
from core.errors import Sentence
from core.htmx import page
from media_library import addresses

MOST = 50
"""Posts that the list shows; the counts are of all."""


class ZoneForm(forms.Form):
    """The new zone; `was` is the one that the list was made for, `keep` what stays."""

    zone = ZoneField(label=gettext_lazy("New time zone"))
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    keep = forms.ChoiceField(
        required=False,
        choices=[(one.value, one.value) for one in Keep],
        error_messages={
            "invalid_choice": gettext_lazy("Choose what shall stay: the clock time or the moment.")
        },
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One post: its time now and under both ways, as words; `marks` are what is out of the ordinary."""

    title: str
    url: str
    thumb: str
    shown: Shown
    now: str
    clock: str
    clock_before: str
    instant: str
    marks: list[tuple[str, str]]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.SETTINGS)
def zone(request: BrandRequest) -> HttpResponse:
    """`?zone=` shows the list; a POST with `keep` does it."""
    sent = request.POST if request.method == "POST" else request.GET
    if "zone" not in sent:
        return _show(request, ZoneForm(initial={"zone": request.brand.zone}))
    form = ZoneForm(sent)
    is_wanted = form.is_valid() and form.cleaned_data["zone"] != request.brand.zone
    if request.method == "POST" and is_wanted and form.cleaned_data["keep"]:
        return _change(request, form)
    return _show(request, form, form.cleaned_data["zone"] if is_wanted else "")


def _change(request: BrandRequest, form: ZoneForm) -> HttpResponse:
    values, before = form.cleaned_data, request.brand.zone
    keep = Keep(values["keep"])
    try:
        outcome = rezoning.change_zone(
            request.brand, values["zone"], keep, was=values["was"] or before, by=request.access.by
        )
    except Changed as error:
        request.brand.refresh_from_db()
        names = {"who": error.who or _("Somebody"), "place": zones.place(request.brand.zone)}
        words = _(
            "%(who)s moved this brand to another time zone while you had this open. It is %(place)s now."
        )
        form.add_error(None, words % names)
        return _show(request, form, values["zone"] if values["zone"] != request.brand.zone else "")
    facts = {"was": before, "keep": keep.value, "moved": outcome.moved, "held": outcome.held}
    there = reverse("calendar_app:zone", args=[request.brand.slug])
    return redirect(f"{there}?{urlencode(facts)}")


def _show(request: BrandRequest, form: ZoneForm, wanted: str = "") -> HttpResponse:
    brand, now = request.brand, clock.now()
    context = {
        "form": form,
        "brand": brand,
        "here": wall.label(brand.zone, now),
        "time": local_of(now, brand.zone)[11:],
        "wanted": wanted,
        "done": _done(request) if not wanted else None,
    }
    if wanted:
        found = selectors.preview(brand, wanted)
        context |= {
            "rows": list(_rows(found.fates[:MOST], brand.zone, brand.slug)),
            "count": len(found.fates),
            "rest": max(0, len(found.fates) - MOST),
            "held": found.held,
            "wanted_label": wall.label(wanted, now),
            "wanted_place": zones.place(wanted),
            "place": zones.place(brand.zone),
            "keeps": form.data.get("keep", ""),
        }
    return page(request, "calendar_app/zone.html", context)


def _done(request: BrandRequest) -> dict[str, Sentence] | None:
    """What was just done, told by the address; and the way back."""
    was, keep = request.GET.get("was", ""), request.GET.get("keep", "")
    if not was or keep not in set(Keep) or not ZoneForm({"zone": was}).is_valid():
        return None
    numbers = [
        int(text) if text.isdecimal() and len(text) < 9 else 0
        for text in (request.GET.get("moved", ""), request.GET.get("held", ""))
    ]
    query = urlencode({"zone": was, "keep": keep})
    return {
        "sentence": _done_words(Outcome(*numbers), Keep(keep), zones.place(request.brand.zone)),
        "back": f"{request.path}?{query}",
    }


def _done_words(outcome: Outcome, keep: Keep, place: str) -> str:
    words = [_("The brand’s clock is that of %(place)s now.") % {"place": place}]
    if outcome.moved and keep == Keep.CLOCK:
        words.append(
            ngettext(
                "%(number)d planned post kept its clock time.",
                "%(number)d planned posts kept their clock time.",
                outcome.moved,
            )
            % {"number": outcome.moved}
        )
    elif outcome.moved:
        words.append(
            ngettext(
                "%(number)d planned post goes out at the same moment as before.",
                "%(number)d planned posts go out at the same moments as before.",
                outcome.moved,
            )
            % {"number": outcome.moved}
        )
    if outcome.held:
        words.append(
            ngettext(
                "%(number)d of them is held and waits for you.",
                "%(number)d of them are held and wait for you.",
                outcome.held,
            )
            % {"number": outcome.held}
        )
    return " ".join(words)


def _rows(fates: tuple[Fate, ...], before: str, slug: str) -> Iterator[Row]:
    for fate in fates:
        post = fate.post
        yield Row(
            title=post.headline or _("Without words"),
            url=reverse("calendar_app:post", args=[slug, post.pk]),
            thumb=addresses.address(post.cover, "thumb") if post.cover else "",
            shown=fate.shown,
            now=_moment(fate.wall),
            clock=_moment(fate.clock.shifted or fate.clock.local),
            clock_before=_moment(local_of(fate.clock.at, before)),
            instant=_moment(fate.instant.local),
            marks=_marks(fate),
        )


def _moment(local: str) -> str:
    at = datetime.fromisoformat(local)
    return f"{day_words(at)} {at:%Y}, {at:%H:%M}"


def _marks(fate: Fate) -> list[tuple[str, str]]:
    """(tone, sentence) for whatever is out of the ordinary."""
    marks = [*_clock_marks(fate.clock)]
    if fate.instant.twice:
        words = _("With the moment kept: %(time)s happens twice that day.")
        marks.append(("wait", words % {"time": fate.instant.local[11:]}))
    if fate.is_unapproved:
        marks.append(
            ("fail", _("With the clock time kept it is no longer approved for its time, and is held."))
        )
    elif fate.is_over:
        marks.append(("fail", _("With the clock time kept its time is over already, and it is held.")))
    return marks


def _clock_marks(at: Promise) -> Iterator[tuple[str, str]]:
    names = {"time": at.local[11:], "real": at.shifted[11:]}
    if at.shifted:
        words = _("With the clock time kept: %(time)s does not exist that day, so it goes out at %(real)s.")
        yield "wait", words % names
    elif at.twice:
        words = _("With the clock time kept: %(time)s happens twice that day; it goes out the first time.")
        yield "wait", words % names
