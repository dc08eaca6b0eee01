"""The room's addresses, from the site's root."""

from __future__ import annotations

from django.urls import path

from inbox.views import (
    bulk,
    conversation,
    deciding,
    handling,
    hooks,
    inbox,
    labels,
    liking,
    promise,
    replying,
    saved_replies,
)

app_name = "inbox"
INBOX = "b/<slug:brand>/inbox/"
ONE = "b/<slug:brand>/inbox/<uuid:conversation>/"
REPLY = "b/<slug:brand>/replies/<uuid:reply>/"
SETTINGS = "b/<slug:brand>/settings/"

urlpatterns = [
    path("hooks/<slug:network>/<str:key>", hooks.hook, name="hook"),
    path(INBOX, inbox.show, name="inbox"),
    path(f"{INBOX}changes/", inbox.ask_changes, name="changes"),
    path(f"{INBOX}bulk/", bulk.bulk, name="bulk"),
    path(f"{INBOX}bulk/undo/", bulk.undo, name="bulk_undo"),
    path(ONE, conversation.show, name="conversation"),
    path(f"{ONE}here/", conversation.here, name="here"),
    path(f"{ONE}check/", conversation.check, name="check"),
    path(f"{ONE}assign/", handling.assign, name="assign"),
    path(f"{ONE}take/", handling.take, name="take"),
    path(f"{ONE}close/", handling.close, name="close"),
    path(f"{ONE}reopen/", handling.reopen, name="reopen"),
    path(f"{ONE}snooze/", handling.snooze, name="snooze"),
    path(f"{ONE}label/", handling.label, name="label"),
    path(f"{ONE}note/", replying.note, name="note"),
    path(f"{ONE}reply/", replying.send, name="reply"),
    path(f"{ONE}messages/<int:message>/like/", liking.like, name="like"),
    path(f"{ONE}messages/<int:message>/hide/", liking.hide, name="hide"),
    path(f"{REPLY}edit/", replying.edit, name="reply_edit"),
    path(f"{REPLY}take-back/", replying.take_back, name="reply_take_back"),
    path(f"{REPLY}again/", deciding.again, name="reply_again"),
    path(f"{REPLY}there/", deciding.there, name="reply_there"),
    path(f"{REPLY}resend/", deciding.resend, name="reply_resend"),
    path(f"{SETTINGS}saved-replies/", saved_replies.show, name="saved"),
    path(f"{SETTINGS}saved-replies/new/", saved_replies.new, name="saved_new"),
    path(f"{SETTINGS}saved-replies/<int:saved>/", saved_replies.edit, name="saved_edit"),
    path(f"{SETTINGS}saved-replies/<int:saved>/delete/", saved_replies.delete, name="saved_delete"),
    path(f"{SETTINGS}labels/", labels.show, name="labels"),
    path(f"{SETTINGS}labels/<int:label>/delete/", labels.delete, name="label_delete"),
    path(f"{SETTINGS}answers/", promise.promise, name="promise"),
    path(f"{SETTINGS}answers/withdraw/", promise.withdraw, name="promise_withdraw"),
]
