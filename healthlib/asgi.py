"""The same library for an ASGI server. Production and the demo use `healthlib.wsgi`."""

import os

from django.core.asgi import get_asgi_application

from healthlib.environment import read_demo_file
from healthlib.start import read_ahead, refuse_without_guards

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthlib.settings")
read_demo_file()

application = get_asgi_application()
refuse_without_guards()
read_ahead()
