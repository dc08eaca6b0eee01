"""The web process."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smm.settings")

application = get_wsgi_application()
import_string("core.checks.refuse_unsafe_role")()
