"""The site's own settings, in a data folder that is thrown away, without what is slow on purpose."""

import atexit
import os
import shutil
import tempfile

for name in (
    "ALLOWED_HOSTS",
    "CLOCK_OFFSET_SECONDS",
    "DEBUG",
    "EMAIL_HOST",
    "PORT",
    "PRACTICE",
    "PRACTICE_URL",
    "S3_BUCKET",
    "SITE_URL",
    "TIME_ZONE",
):
    os.environ.pop(name, None)
os.environ["VOICELAB_DATA"] = tempfile.mkdtemp(prefix="voicelab-test-")
atexit.register(shutil.rmtree, os.environ["VOICELAB_DATA"], ignore_errors=True)

from voicelab.settings import *  # noqa: E402, F403
from voicelab.settings import MEDIA_ROOT, STATIC_ROOT, STORAGES  # noqa: E402

for folder in (MEDIA_ROOT, STATIC_ROOT):
    folder.mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each test process is alone with its people, and every test begins with an empty one (tests/conftest.py). That the
# site's own cache counts for several processes is shown with real ones, in tests/accounts/test_limits.py.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
