"""The web process."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from core import proxies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smm.settings")

application = proxies.Forwarded(get_wsgi_application(), proxies.parse(settings.PROXIES))
import_string("core.checks.refuse_unsafe_role")()
