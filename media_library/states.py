"""How far an upload is, and how that changes."""

from __future__ import annotations

from core.flow import Flow
from media_library.models.upload import Upload

S = Upload.State

UPLOAD = Flow(
    {
        S.RECEIVING: {"take": S.TAKING, "refuse": S.REFUSED},
        S.TAKING: {"finish": S.DONE, "refuse": S.REFUSED},
        S.DONE: {},
        S.REFUSED: {},
    }
)
