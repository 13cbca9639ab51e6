"""The hub's settings as tests use them: nothing outside of a temporary folder."""

import os
import tempfile

_data = tempfile.TemporaryDirectory(prefix="grandis-tests-")
os.environ.setdefault("GRANDIS_DATA", _data.name)

from grandis.hub.settings import *
from grandis.hub.settings import STORAGES

SECRET_KEY = "only-for-tests-" * 4
ALLOWED_HOSTS = ["localhost", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_AUTOREFRESH = True
