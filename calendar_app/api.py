"""Posts in the API: the same verbs as the pages, the same rules."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.pages import listed
from accounts.api.view import BrandView, revision_of, with_revision
from accounts.grants import Can
from calendar_app.api_shapes import PageOfPosts, PostShown, PostWritten, shown, told_deliveries
from calendar_app.models import Post
from calendar_app.services import deciding, keeping, scheduling
from calendar_app.services.keeping import Sheet, Wish

IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="The revision."
)
NEWEST = ("-created_at", "-id")
PLANS = (Wish.SCHEDULE, Wish.NOW, Wish.UNSCHEDULE)


class Posts(BrandView):
    """All posts of the brand, newest first; and new ones."""

    needs = {"GET": Can.VIEW, "POST": Can.WRITE}

    @extend_schema(responses=PageOfPosts, operation_id="posts_list", tags=["posts"])
    def get(self, request: Request) -> Response:
        """A page of posts."""
        return listed(request, _posts(), NEWEST, shown)

    @extend_schema(
        request=PostWritten, responses={201: PostShown}, operation_id="posts_create", tags=["posts"]
    )
    def post(self, request: Request) -> Response:
        """Write a post; with `wish` "schedule" or "now" it is planned at once (needs the word "schedule")."""
        written = _written(self, request)
        return self.once(request, lambda: self._kept(written))

    def _kept(self, sheet: Sheet) -> Response:
        post = keeping.keep(self.brand, None, sheet, author=self.access.person, by=self.by)
        return _answer(post.pk, status=201)


class OnePost(BrandView):
    """One post."""

    needs = {"GET": Can.VIEW, "PUT": Can.WRITE, "DELETE": Can.WRITE}

    @extend_schema(responses=PostShown, operation_id="posts_read", tags=["posts"])
    def get(self, request: Request, post: UUID) -> Response:
        """The post as it is now; `ETag` is its revision."""
        return _answer(post)

    @extend_schema(
        request=PostWritten,
        responses=PostShown,
        parameters=[IF_MATCH],
        operation_id="posts_write",
        tags=["posts"],
    )
    def put(self, request: Request, post: UUID) -> Response:
        """Write it anew, on top of the revision in `If-Match`."""
        found, revision = _found(post), revision_of(request)
        sheet = _written(self, request, revision)
        keeping.keep(self.brand, found, sheet, author=self.access.person, by=self.by)
        return _answer(post)

    @extend_schema(responses={204: None}, parameters=[IF_MATCH], operation_id="posts_delete", tags=["posts"])
    def delete(self, request: Request, post: UUID) -> Response:
        """Into the trash, where it stays for 30 days; what is scheduled is stopped."""
        deciding.trash(_found(post), revision=revision_of(request), by=self.by)
        return Response(status=204)


class Unschedule(BrandView):
    """Taking a post back."""

    needs = {"POST": Can.SCHEDULE}

    @extend_schema(
        request=None,
        responses=PostShown,
        parameters=[IF_MATCH],
        operation_id="posts_unschedule",
        tags=["posts"],
    )
    def post(self, request: Request, post: UUID) -> Response:
        """Back to a draft, before it leaves."""
        scheduling.unschedule(_found(post), revision=revision_of(request), by=self.by)
        return _answer(post)


def _posts() -> QuerySet[Post]:
    rows: QuerySet[Post] = Post.objects.select_related("version").prefetch_related(told_deliveries())
    return rows


def _found(post: UUID) -> Post:
    found = _posts().filter(pk=post).first()
    if found is None:
        raise Http404
    return found


def _answer(post: UUID, *, status: int = 200) -> Response:
    found = _found(post)
    return with_revision(Response(shown(found), status=status), found.revision)


def _written(view: BrandView, request: Request, revision: int | None = None) -> Sheet:
    """What was sent; raises PermissionDenied when planning is wished without the right to it."""
    form = PostWritten(data=request.data)
    form.is_valid(raise_exception=True)
    sheet = form.sheet(revision)
    if sheet.wish in PLANS and not view.access.may(Can.SCHEDULE):
        raise PermissionDenied
    return sheet
