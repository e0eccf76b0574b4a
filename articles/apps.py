from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Articles"

    def ready(self) -> None:
        from articles import rules  # noqa: F401
        from articles.models import Draft, GlossaryTerm, Organisation, PolicyPage, Section
        from articles.verifying import content, editions, fragments, live, media, search  # noqa: F401
        from articles.versions import KEPT_OF_DRAFT, register

        register(Draft, KEPT_OF_DRAFT)
        for model in (Section, Organisation, PolicyPage, GlossaryTerm):
            register(model)
