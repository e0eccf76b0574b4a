"""How Django's admin is started here: with the library's own site."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class LibraryAdminConfig(AdminConfig):
    """Django's admin, with every door of its own sign-in closed in favour of the one at /accounts/."""

    default_site = "healthlib.admin.Site"

    def ready(self) -> None:
        """Let every app register its pages, then take away those that would go around the verbs."""
        super().ready()
        from allauth.account.models import EmailAddress
        from django.contrib.auth.models import Group

        # Roles are Groups, and a person's address is the person's own: both change through `people.actions` alone.
        for model in (Group, EmailAddress):
            admin.site.unregister(model)
