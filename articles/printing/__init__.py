"""From a page of HTML to a PDF, in a process of its own with bounds on time and memory.

Nothing is fetched on the way: the page's files are named beforehand, and any other address is no file.
"""

from articles.printing.printer import Busy, Failed, Sheet, is_installed, pdf_url, printed
from articles.printing.stored import forget, keep, kept

__all__ = ["Busy", "Failed", "Sheet", "forget", "is_installed", "keep", "kept", "pdf_url", "printed"]
