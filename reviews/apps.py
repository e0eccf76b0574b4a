from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        from reviews import rules  # noqa: F401
        from reviews.verifying import (  # noqa: F401
            attestations,
            corrections,
            endings,
            growth,
            live,
            publications,
            requirements,
            reviews,
            standing,
            tellings,
            windows,
            withdrawals,
        )
