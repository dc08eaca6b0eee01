"""Addresses of the API: `/api/v1/…`, one line for each call, room by room."""

from __future__ import annotations

from django.urls import URLPattern, path
from drf_spectacular.views import SpectacularAPIView

from accounts.api.me import MyBrands
from analytics import api as numbers
from analytics import api_reports as reports
from approvals import api as reviews
from calendar_app import api as posts
from connections import api as channels
from inbox import api as conversations
from smm import api_page

BRAND = "brands/<slug:brand>/"
POST = f"{BRAND}posts/<uuid:post>/"
CONVERSATION = f"{BRAND}conversations/<uuid:conversation>/"
RUNS = f"{BRAND}reports/<uuid:report>/runs/"
REVIEW = f"{BRAND}reviews/<uuid:review>/"
app_name = "api"
urlpatterns: list[URLPattern] = [
    path("openapi.json", SpectacularAPIView.as_view(api_version="1"), name="openapi"),
    path("docs/", api_page.show, name="docs"),
    path("brands/", MyBrands.as_view(), name="brands"),
    path(f"{BRAND}channels/", channels.Channels.as_view(), name="channels"),
    path(f"{BRAND}posts/", posts.Posts.as_view(), name="posts"),
    path(POST, posts.OnePost.as_view(), name="post"),
    path(f"{POST}unschedule/", posts.Unschedule.as_view(), name="unschedule"),
    path(f"{POST}submit/", reviews.Submissions.as_view(), name="submit"),
    path(f"{BRAND}reviews/", reviews.Reviews.as_view(), name="reviews"),
    path(REVIEW, reviews.OneReview.as_view(), name="review"),
    path(f"{REVIEW}decisions/", reviews.Decisions.as_view(), name="decisions"),
    path(f"{REVIEW}decisions/<int:decision>/", reviews.OneDecision.as_view(), name="decision"),
    path(f"{BRAND}conversations/", conversations.Conversations.as_view(), name="conversations"),
    path(CONVERSATION, conversations.OneConversation.as_view(), name="conversation"),
    path(f"{CONVERSATION}replies/", conversations.Replies.as_view(), name="replies"),
    path(f"{CONVERSATION}notes/", conversations.Notes.as_view(), name="notes"),
    path(f"{BRAND}replies/<uuid:reply>/", conversations.OneReply.as_view(), name="reply"),
    path(f"{BRAND}numbers/", numbers.AllNumbers.as_view(), name="numbers"),
    path(f"{BRAND}numbers/posts/", numbers.RankedPosts.as_view(), name="numbers_posts"),
    path(f"{BRAND}goals/", numbers.AllGoals.as_view(), name="goals"),
    path(f"{BRAND}reports/", reports.Reports.as_view(), name="reports"),
    path(RUNS, reports.Runs.as_view(), name="report_runs"),
    path(f"{RUNS}<uuid:run>/", reports.OneRun.as_view(), name="report_run"),
]
