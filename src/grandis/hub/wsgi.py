"""The entry point for web servers."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grandis.hub.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - now, so that no visitor waits for it
gc.collect()
gc.freeze()  # all this stays; to look through it for garbage takes a tenth of a second
gc.set_threshold(100_000, 20, 100)  # a page makes so many; most go without a search
