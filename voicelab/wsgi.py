"""The door that a web server such as gunicorn comes in by."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voicelab.settings")
application = get_wsgi_application()
