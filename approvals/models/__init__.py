"""The room's tables."""

from __future__ import annotations

from approvals.models.comment import Comment
from approvals.models.guest import Guest
from approvals.models.review import Ask, Decision, Review
from approvals.models.workflow import AtDue, Mode, Seat, Stage, Workflow

__all__ = ["Ask", "AtDue", "Comment", "Decision", "Guest", "Mode", "Review", "Seat", "Stage", "Workflow"]
