"""The room's addresses, from the site's root."""

from __future__ import annotations

from django.urls import path

from approvals.views import deciding, flow, guest, guests, handing, link, queue, review, talking, trail

app_name = "approvals"
ROOM = "b/<slug:brand>/approvals/"

urlpatterns = [
    path(ROOM, queue.show, name="queue"),
    path(f"{ROOM}approve/", deciding.approve, name="approve"),
    path(f"{ROOM}ask/", deciding.ask, name="ask"),
    path(f"{ROOM}undo/", deciding.undo, name="undo"),
    path(f"{ROOM}guests/", guests.show, name="guests"),
    path(f"{ROOM}guests/talk/", guests.talk_default, name="talk_default"),
    path(f"{ROOM}guests/<uuid:guest>/again/", guests.again, name="guest_again"),
    path(f"{ROOM}guests/<uuid:guest>/revoke/", guests.revoke, name="guest_revoke"),
    path("b/<slug:brand>/settings/approval/steps/", flow.flow, name="flow"),
    path(f"{ROOM}<uuid:review>/", review.show, name="review"),
    path(f"{ROOM}<uuid:review>/hand/", handing.hand, name="hand"),
    path(f"{ROOM}<uuid:review>/withdraw/", deciding.withdraw, name="withdraw"),
    path("b/<slug:brand>/posts/<uuid:post>/talk/", talking.of_post, name="talk"),
    path("b/<slug:brand>/posts/<uuid:post>/approval/", trail.panel, name="trail"),
    path("b/<slug:brand>/posts/<uuid:post>/approval.csv", trail.as_csv, name="trail_csv"),
    path("b/<slug:brand>/comments/<uuid:comment>/resolve/", talking.resolve, name="resolve"),
    path("a/review/<uuid:review>/", link.letter, name="letter"),
    path("a/review/<uuid:review>/undo/", link.letter_undo, name="letter_undo"),
    path("a/review/<uuid:review>/talk/", link.letter_talk, name="letter_talk"),
    path("a/guest/<uuid:guest>/", guest.show, name="guest"),
    path("a/guest/<uuid:guest>/<uuid:review>/", guest.letter, name="guest_letter"),
    path("a/guest/<uuid:guest>/<uuid:review>/undo/", guest.letter_undo, name="guest_undo"),
    path("a/guest/<uuid:guest>/<uuid:review>/talk/", guest.letter_talk, name="guest_talk"),
    path("a/picture/<str:signed>/", link.picture, name="picture"),
    path("a/<str:secret>/", link.link, name="link"),
]
