"""Whether a channel lets us in, and how that changes."""

from __future__ import annotations

from connections.models.channel import Health
from core.flow import Flow

CHANNEL = Flow(
    {
        Health.HEALTHY: {
            "let_in": Health.HEALTHY,
            "lock_out": Health.RECONNECT,
            "disconnect": Health.DISCONNECTED,
        },
        Health.RECONNECT: {
            "let_in": Health.HEALTHY,
            "lock_out": Health.RECONNECT,
            "disconnect": Health.DISCONNECTED,
        },
        Health.DISCONNECTED: {"let_in": Health.HEALTHY},
    }
)
