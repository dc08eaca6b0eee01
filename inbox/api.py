"""Conversations in the API: reading, answering, handling."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.pages import limit_of
from accounts.api.view import BrandView, revision_of, with_revision
from accounts.grants import Can
from core.problems import CONFLICT, problem
from inbox.api_shapes import (
    ConversationTold,
    HandlingWritten,
    NoteWritten,
    PageOfConversations,
    ReplyShown,
    ReplyWritten,
    shown,
    told,
)
from inbox.api_shapes import reply as reply_shown
from inbox.models import Conversation, Reply
from inbox.selectors import queue, thread
from inbox.selectors.queue import View, Wanted
from inbox.services import handling, noting, replying
from inbox.services.handling import Handled

TAG = ["conversations"]
VIEW = OpenApiParameter("view", str, enum=[view.value for view in View])
WORDS = OpenApiParameter("words", str, description="Words of messages, names or handles.")
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="The revision."
)


class ConversationView(BrandView):
    """One conversation, or 404."""

    def found(self, conversation: UUID) -> thread.Thread:
        """With what was said in it."""
        row = thread.thread(conversation)
        if row is None:
            raise Http404
        return row

    def answer(self, conversation: UUID) -> Response:
        """As it is now."""
        row = self.found(conversation)
        return with_revision(Response(told(row)), row.conversation.revision)


class Conversations(BrandView):
    """Conversations as lists."""

    needs = {"GET": Can.VIEW}

    @extend_schema(
        responses=PageOfConversations, parameters=[VIEW, WORDS], operation_id="conversations_list", tags=TAG
    )
    def get(self, request: Request) -> Response:
        """A page in the order of the view."""
        asked = request.query_params.get("view", "")
        found = queue.page(
            self.brand,
            Wanted(
                view=View(asked) if asked in set(View) else View.OPEN,
                words=request.query_params.get("words", ""),
            ),
            membership=self.access.membership,
            after=request.query_params.get("cursor", ""),
            size=limit_of(request),
        )
        return Response({"items": [shown(row) for row in found.rows], "next": found.after or None})


class OneConversation(ConversationView):
    """One conversation."""

    needs = {"GET": Can.VIEW, "PATCH": Can.REPLY}

    @extend_schema(responses=ConversationTold, operation_id="conversations_read", tags=TAG)
    def get(self, request: Request, conversation: UUID) -> Response:
        """With the newest messages; `ETag` is its revision."""
        return self.answer(conversation)

    @extend_schema(
        request=HandlingWritten, responses=ConversationTold, operation_id="conversations_handle", tags=TAG
    )
    def patch(self, request: Request, conversation: UUID) -> Response:
        """Close, reopen, snooze or take it."""
        row = self.found(conversation).conversation
        form = HandlingWritten(data=request.data)
        form.is_valid(raise_exception=True)
        self._handle(row.pk, form.validated_data)
        return self.answer(conversation)

    def _handle(self, conversation: UUID, asked: Mapping[str, Any]) -> None:
        ids = [conversation]
        if "assignee" in asked:
            handling.assign(ids, to=self.access.membership if asked["assignee"] else None, by=self.by)
        verbs: dict[str, Callable[[], Handled]] = {
            Conversation.State.CLOSED: lambda: handling.close(ids, by=self.by),
            Conversation.State.OPEN: lambda: handling.reopen(ids, by=self.by),
            Conversation.State.WAITING: lambda: handling.wait(ids, by=self.by),
            Conversation.State.SNOOZED: lambda: handling.snooze(ids, asked["until"], by=self.by),
        }
        if "state" in asked:
            verbs[asked["state"]]()


class Replies(ConversationView):
    """Answering."""

    needs = {"POST": Can.REPLY}

    @extend_schema(
        request=ReplyWritten,
        responses={201: ReplyShown},
        parameters=[IF_MATCH],
        operation_id="replies_send",
        tags=TAG,
    )
    def post(self, request: Request, conversation: UUID) -> Response:
        """Answer the customer's last message; 409 `answered_meanwhile` when somebody has since that revision."""
        row, seen = self.found(conversation).conversation, revision_of(request)
        form = ReplyWritten(data=request.data)
        form.is_valid(raise_exception=True)

        def send() -> Response:
            made = replying.send(
                row,
                form.validated_data["text"],
                seen=seen,
                author=self.access.person,
                by=self.by,
                approves=self.access.may(Can.APPROVE),
            )
            return Response(reply_shown(made), status=201)

        try:
            return self.once(request, send)
        except replying.Answered as error:
            return problem(CONFLICT, error.code, error.sentence, revision=error.revision)


class OneReply(BrandView):
    """An answer on its way."""

    needs = {"GET": Can.VIEW, "DELETE": Can.REPLY}

    @extend_schema(responses=ReplyShown, operation_id="replies_read", tags=TAG)
    def get(self, request: Request, reply: UUID) -> Response:
        """What became of it."""
        return Response(reply_shown(_reply(reply)))

    @extend_schema(responses={204: None}, operation_id="replies_take_back", tags=TAG)
    def delete(self, request: Request, reply: UUID) -> Response:
        """Take it back before it leaves."""
        replying.undo(_reply(reply), by=self.by)
        return Response(status=204)


class Notes(ConversationView):
    """What colleagues say to each other."""

    needs = {"POST": Can.REPLY}

    @extend_schema(request=NoteWritten, responses={201: ConversationTold}, operation_id="notes_add", tags=TAG)
    def post(self, request: Request, conversation: UUID) -> Response:
        """A note in the conversation."""
        row = self.found(conversation).conversation
        form = NoteWritten(data=request.data)
        form.is_valid(raise_exception=True)

        def add() -> Response:
            noting.add(row, form.validated_data["text"], author=self.access.person, by=self.by)
            answer = self.answer(conversation)
            answer.status_code = 201
            return answer

        return self.once(request, add)


def _reply(pk: UUID) -> Reply:
    found: Reply | None = Reply.objects.select_related("conversation").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
