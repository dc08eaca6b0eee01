"""Entry of `python3 -m dev <job> [arguments]`; ends with the job's exit code."""

from __future__ import annotations

import sys

from dev import jobs

sys.exit(jobs.main(sys.argv[1:]))
