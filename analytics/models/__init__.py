"""The room's tables."""

from __future__ import annotations

from analytics.models.cursor import MeasureCursor
from analytics.models.days import ChannelDay, PostDay
from analytics.models.periods import BrandPeriod, ChannelPeriod, Grain
from analytics.models.report import Recipient, Report
from analytics.models.report_run import ReportFile, ReportMail, ReportRun
from analytics.models.share import ShareLink
from analytics.models.short import ShortClick, ShortLink

__all__ = [
    "BrandPeriod",
    "ChannelDay",
    "ChannelPeriod",
    "Grain",
    "MeasureCursor",
    "PostDay",
    "Recipient",
    "Report",
    "ReportFile",
    "ReportMail",
    "ReportRun",
    "ShareLink",
    "ShortClick",
    "ShortLink",
]
