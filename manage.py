#!/usr/bin/env python
"""Django's commands for this library."""

import os
import sys

from django.core.management import execute_from_command_line

from healthlib.environment import read_demo_file, said_plainly

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthlib.settings")
    read_demo_file()
    said_plainly(lambda: execute_from_command_line(sys.argv))
