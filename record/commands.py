"""Commands whose deeds can't be undone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser


class GraveCommand(BaseCommand):
    """A command that takes each option by its whole name alone: what is half typed is asked for again."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(prog_name, subcommand, allow_abbrev=False, **kwargs)
