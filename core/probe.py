"""What a container asks to know whether its process is well: `python -m core.probe web|pulse|<address>`.

It loads nothing of the product, so that asking often costs nothing. It ends with 0 for well and 1 for not.
"""

from __future__ import annotations

import http.client
import sys
from urllib.parse import urlsplit

from core import environment as env
from core import pulse

SECONDS = 4.0
PULSE_SECONDS = 30.0
WELL = 200


def main(words: list[str]) -> int:
    """Say what is found in one line; the exit code."""
    asked = words[0] if words else "web"
    if asked == "pulse":
        return _tell(pulse.age() < PULSE_SECONDS, f"last sign of life {pulse.age():.0f} s ago")
    if asked == "web":
        return _ask(_own_address(), host=urlsplit(env.text("BASE_URL")).netloc)
    return _ask(asked, host="")


def _own_address() -> str:
    """/readyz of the web server in this container."""
    port = env.text("MEYDAN_WEB_BIND", "127.0.0.1:8000").rpartition(":")[2]
    return f"http://127.0.0.1:{port}/readyz"


def _ask(address: str, host: str) -> int:
    """`host` is the name that the product is asked under: it answers to no other."""
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        line.request("GET", parts.path, headers={"Host": host or parts.netloc})
        answer = line.getresponse()
        said = answer.read(300).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return _tell(False, f"no answer: {error!r}")
    finally:
        line.close()
    return _tell(answer.status == WELL, f"{answer.status} {said}")


def _tell(is_well: bool, said: str) -> int:
    sys.stdout.write(f"{said}\n")
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
