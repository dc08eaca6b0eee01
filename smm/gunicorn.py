"""How gunicorn serves in production: `gunicorn -c python:smm.gunicorn smm.wsgi`.

There is no access log of gunicorn's: it would show whole addresses. `core.requests` writes one line for each request,
without queries and with the secrets in paths masked. Who asks behind a proxy is decided by `core.proxies`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core import environment as env

bind = env.words("MEYDAN_WEB_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = max(1, round(env.number("MEYDAN_WEB_WORKERS", 2)))
threads = max(1, round(env.number("MEYDAN_WEB_THREADS", 8)))

timeout = 60
graceful_timeout = 30
keepalive = 15
max_requests = 10_000
max_requests_jitter = 1_000
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a disk that stalls must not stop the heartbeat

control_socket_disable = True
forwarded_allow_ips = ""
limit_request_line = 4094
limit_request_fields = 100
limit_request_field_size = 8190
proc_name = "meydan"

accesslog = None
logconfig_dict: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "core.logs.FieldsFormatter"},
        "json": {"()": "core.logs.JsonFormatter"},
    },
    "filters": {"hide_requests": {"()": "core.logs.HideRequests"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.choice("MEYDAN_LOG_FORMAT", ["plain", "json"], default="json"),
        },
        "error_console": {"class": "logging.NullHandler"},
    },
    "root": {"level": "INFO", "handlers": ["console"]},
    "loggers": {
        "gunicorn.error": {
            "level": "INFO",
            "handlers": [],
            "propagate": True,
            "filters": ["hide_requests"],  # of the logger: in workers the handlers are those of our settings
        },
        "gunicorn.access": {"level": "WARNING", "handlers": [], "propagate": False},
    },
}
