"""What the policy asks of a Review that opens now: frozen on it."""

from articles.models import Article, Edition, Risk
from people.models import User
from record.canonical import canonical_text
from record.clock import now_in_verb
from reviews.models import PolicyVersion, Review, ReviewPurpose


def new_review(
    article: Article,
    edition: Edition,
    purpose: ReviewPurpose | str,
    *,
    ages_quickly: bool,
    policy: PolicyVersion,
    by: User,
) -> Review:
    """Open a Review on an Edition, inside a verb that holds the article's lock and records its Event."""
    requirement = policy.rules.requirement(
        section=article.section.slug, high_risk=article.risk == Risk.HIGH, ages_quickly=ages_quickly
    )
    correction = purpose == ReviewPurpose.CORRECTION
    return Review.objects.create(
        article=article,
        purpose=purpose,
        edition=edition,
        opened_at=now_in_verb(),
        opened_by=by,
        section=article.section,
        risk=article.risk,
        policy=policy,
        required=canonical_text(list(policy.rules.corrections.roles if correction else requirement.roles)),
        months=requirement.months,
    )
