from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Articles"

    def ready(self) -> None:
        from articles import (  # noqa: F401
            content_verification,
            fragment_verification,
            live_verification,
            media_verification,
            rules,
            search_verification,
            verification,
        )
        from articles.models import Draft, GlossaryTerm, Organisation, PolicyPage, Section
        from articles.versions import KEPT_OF_DRAFT, register

        register(Draft, KEPT_OF_DRAFT)
        for model in (Section, Organisation, PolicyPage, GlossaryTerm):
            register(model)
