from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        from reviews import (  # noqa: F401
            attestation_verification,
            correction_verification,
            ending_verification,
            growth_verification,
            live_verification,
            publication_verification,
            requirement_verification,
            rules,
            standing_verification,
            tellings,
            verification,
            window_verification,
        )
