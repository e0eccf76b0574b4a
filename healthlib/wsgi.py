"""The server's way in: `granian --interface wsgi healthlib.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from healthlib.environment import read_demo_file
from healthlib.start import read_ahead, refuse_without_guards

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthlib.settings")
read_demo_file()

application = get_wsgi_application()
refuse_without_guards()
read_ahead()
