"""What an editor is told before submitting. One module per family; takes plain settings, knows no policy.

Incomplete content is no error: each check returns findings, and each finding says where, what, and what to do.
"""

from .check import CHECKS, FINDING_KINDS, check_page
from .finding import Finding
from .mistakes import mistakes_in, own_slugs

__all__ = ["CHECKS", "FINDING_KINDS", "Finding", "check_page", "mistakes_in", "own_slugs"]
