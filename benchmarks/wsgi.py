"""The product with the addresses of `benchmarks.urls`, for the server that is measured."""

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soteria_tracker.settings")
settings.ROOT_URLCONF = "benchmarks.urls"

from django.core.wsgi import get_wsgi_application  # noqa: E402 - after the setting

application = get_wsgi_application()
