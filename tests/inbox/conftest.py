"""The sandbox network over real HTTP, as posts' tests have it."""

from __future__ import annotations

from tests.calendar_app.conftest import connected, net

__all__ = ["connected", "net"]
