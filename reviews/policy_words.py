"""What a review policy asks for, in words: for those who set it and for readers."""

from django.utils.translation import gettext as _

from articles.signatures import role_labels
from reviews.policy import CorrectionRules, PolicyDocument, Requirement


def requirement_words(requirement: Requirement | None) -> str:
    """The signatures, and until when they last; empty where nothing is asked."""
    if requirement is None:
        return ""
    told = {"roles": ", ".join(role_labels(requirement.roles)), "months": requirement.months}
    return _("%(roles)s; next review within %(months)d months") % told


def ages_quickly_words(document: PolicyDocument) -> str:
    """How soon a text that ages quickly is reviewed again."""
    return _("next review within %(months)d months") % {"months": document.ages_quickly_months}


def correction_words(rules: CorrectionRules) -> str:
    """Who signs for a minor correction, and how much that can be."""
    return _("%(roles)s; at most %(words)d words") % {
        "roles": ", ".join(role_labels(rules.roles)),
        "words": rules.words,
    }


def overdue_words(document: PolicyDocument) -> str:
    """What follows once a review is overdue, a line each."""
    words = [_("the page says so")]
    if document.noindex_after_days is not None:
        words.append(_("hidden from search engines after %(days)d days") % {"days": document.noindex_after_days})
    if document.gone_after_days is not None:
        words.append(_("gone after %(days)d days") % {"days": document.gone_after_days})
    return "\n".join(words)
