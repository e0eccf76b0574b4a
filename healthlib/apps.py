"""How Django's admin is started here: with the library's own site."""

from django.contrib.admin.apps import AdminConfig


class LibraryAdminConfig(AdminConfig):
    """Django's admin, with every door of its own sign-in closed in favour of the one at /accounts/."""

    default_site = "healthlib.admin.Site"
