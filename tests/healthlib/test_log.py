"""The log of a library that answers requests: what nobody has to act on takes no room in it."""

import subprocess
import sys

from healthlib.environment import BASE_DIR
from tests.healthlib.test_environment import PRODUCTION

# As Django itself logs a refusal, a missing page, a host that is none of ours, and a fault of ours.
STORY = """
import logging
import django
django.setup()
from django.core.exceptions import DisallowedHost, PermissionDenied
from django.http import HttpResponse
from django.utils.log import log_response
for status, refusal in ((403, PermissionDenied("no")), (404, None), (400, None)):
    log_response("%s", f"refused with {status}", response=HttpResponse(status=status), exception=refusal)
try:
    raise DisallowedHost("a strange host")
except DisallowedHost as refusal:
    logging.getLogger("django.security.DisallowedHost").error(str(refusal), exc_info=refusal)
try:
    raise ValueError("a fault")
except ValueError as fault:
    log_response("%s", "broken", response=HttpResponse(status=500), exception=fault)
"""


def test_only_faults_of_ours_come_with_a_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STORY],
        cwd=BASE_DIR,
        env={**PRODUCTION, "DJANGO_SETTINGS_MODULE": "healthlib.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "refused with" not in done.stderr
    assert done.stderr.count("Traceback") == 1
    assert "ERROR django.security.DisallowedHost: a strange host\n" in done.stderr
    assert "ValueError: a fault" in done.stderr
