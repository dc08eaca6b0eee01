"""The room's addresses, from the site's root."""

from __future__ import annotations

from django.urls import path

from approvals.views import deciding, queue, review, talking

app_name = "approvals"
ROOM = "b/<slug:brand>/approvals/"

urlpatterns = [
    path(ROOM, queue.show, name="queue"),
    path(f"{ROOM}approve/", deciding.approve, name="approve"),
    path(f"{ROOM}ask/", deciding.ask, name="ask"),
    path(f"{ROOM}undo/", deciding.undo, name="undo"),
    path(f"{ROOM}<uuid:review>/", review.show, name="review"),
    path(f"{ROOM}<uuid:review>/withdraw/", deciding.withdraw, name="withdraw"),
    path("b/<slug:brand>/posts/<uuid:post>/talk/", talking.of_post, name="talk"),
    path("b/<slug:brand>/comments/<uuid:comment>/resolve/", talking.resolve, name="resolve"),
]
