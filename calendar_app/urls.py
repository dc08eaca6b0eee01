"""Addresses of the calendar, from the site's root."""

from __future__ import annotations

from django.urls import path

from calendar_app.views import (
    acting,
    approval,
    checking,
    composer,
    deliveries,
    home,
    listing,
    month,
    pauses,
    post,
    several,
    tiles,
    trash,
    waiting,
    zone,
)

app_name = "calendar_app"
BRAND = "b/<slug:brand>/"
POST = "b/<slug:brand>/posts/<uuid:post>/"
HOLDS = "o/<slug:organization>/holds/"
DELIVERY = "b/<slug:brand>/deliveries/<uuid:delivery>/"

urlpatterns = [
    path(BRAND, home.show, name="home"),
    path(f"{BRAND}changes/", home.ask_changes, name="changes"),
    path(f"{BRAND}calendar/", month.show, name="month"),
    path(f"{BRAND}calendar/list/", listing.show, name="list"),
    path(f"{BRAND}calendar/list/several/", several.act, name="several"),
    path(f"{BRAND}posts/new/", composer.new, name="composer_new"),
    path(f"{BRAND}posts/check/", checking.check, name="check"),
    path(f"{BRAND}posts/tiles/", tiles.tiles, name="tiles"),
    path(POST, post.show, name="post"),
    path(f"{POST}changes/", post.ask_changes, name="post_changes"),
    path(f"{POST}edit/", composer.edit, name="composer_edit"),
    path(f"{POST}move/", acting.move, name="move"),
    path(f"{POST}submit/", acting.submit, name="submit"),
    path(f"{POST}unschedule/", acting.unschedule, name="unschedule"),
    path(f"{POST}copy/", acting.copy, name="copy"),
    path(f"{POST}trash/", acting.trash, name="trash"),
    path(f"{DELIVERY}cancel/", deliveries.cancel, name="delivery_cancel"),
    path(f"{DELIVERY}again/", deliveries.again, name="delivery_again"),
    path(f"{DELIVERY}there/", deliveries.there, name="delivery_there"),
    path(f"{DELIVERY}resend/", deliveries.resend, name="delivery_resend"),
    path(f"{BRAND}waiting/", waiting.show, name="waiting"),
    path(f"{BRAND}waiting/send/", waiting.send, name="waiting_send"),
    path(f"{BRAND}waiting/skip/", waiting.skip, name="waiting_skip"),
    path(f"{BRAND}waiting/there/", waiting.there, name="waiting_there"),
    path(f"{BRAND}waiting/back/", waiting.put_back, name="waiting_back"),
    path(f"{BRAND}waiting/move/", waiting.move, name="waiting_move"),
    path(f"{BRAND}holds/", pauses.pause_brand, name="pause_brand"),
    path(f"{BRAND}channels/<uuid:channel>/hold/", pauses.pause_channel, name="pause_channel"),
    path(f"{BRAND}holds/<int:hold>/end/", pauses.resume_brand, name="resume_brand"),
    path(f"{BRAND}settings/zone/", zone.zone, name="zone"),
    path(f"{BRAND}settings/approval/", approval.approval, name="approval"),
    path(f"{BRAND}settings/approval/replies/", approval.replies, name="reply_approval"),
    path(f"{BRAND}trash/", trash.show, name="trash_list"),
    path(f"{BRAND}trash/<uuid:post>/restore/", trash.restore, name="trash_restore"),
    path(f"{BRAND}trash/<uuid:post>/destroy/", trash.destroy, name="trash_destroy"),
    path(HOLDS, pauses.show, name="holds"),
    path(f"{HOLDS}everything/", pauses.pause_everything, name="pause_everything"),
    path(f"{HOLDS}regions/<int:team>/", pauses.pause_region, name="pause_region"),
    path(f"{HOLDS}<int:hold>/end/", pauses.resume, name="resume"),
]
