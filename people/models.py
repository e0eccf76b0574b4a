"""Who works here, and who has been asked to."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from people.roles import ADMINISTRATOR, set_roles
from record.chain import record_event


class PersonManager(UserManager["User"]):
    """Finds people, and makes the first of them from the shell."""

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        """The first administrator, by `createsuperuser`: holds the role as well, so that the roles tell the truth."""
        with transaction.atomic():
            person: User = super().create_superuser(username, email, password, **fields)
            set_roles(person, [ADMINISTRATOR])
            record_event(
                "add_person",
                actor=None,
                door="shell",
                person=person.pk,
                username=person.username,
                roles=[ADMINISTRATOR],
            )
        return person


class User(AbstractUser):
    """A person who works on the library. Live: the name changes, and what was signed keeps the name of its day.

    Never deleted: signatures and the record point at people for as long as there is a library. Whoever leaves is
    deactivated. Roles are Groups; they change only through `people.actions`.
    """

    # One name, as the person writes it: not every name comes in two parts.
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=150, blank=True, help_text=_("As it is to be printed."))
    email = models.EmailField(_("email address"), blank=True)
    # Counts the times that all sessions of this person were ended; part of what every session is checked against.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta(AbstractUser.Meta):
        verbose_name = _("person")  # type: ignore[assignment]
        verbose_name_plural = _("people")  # type: ignore[assignment]
        permissions = [
            ("invite_person", _("Can invite a person")),
            ("deactivate_user", _("Can deactivate and reactivate a person")),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="people_user_username_once",
                violation_error_message=_("Somebody here has this username already."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="people_user_email_once",
                violation_error_message=_("Somebody here has this email address already."),
            ),
        ]

    def __str__(self) -> str:
        return self.printed_name

    @property
    def printed_name(self) -> str:
        """The name as pages show it: the person's own, or the username of someone who gave none."""
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """What a session must match to live on: the password, and the times that sessions were ended."""
        return self._with_sessions_ended(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under former secret keys."""
        yield from (self._with_sessions_ended(former) for former in super().get_session_auth_fallback_hash())

    def _with_sessions_ended(self, password_hash: str) -> str:
        return f"{password_hash}:{self.sessions_ended}"


class Invitation(models.Model):
    """One person asked to join, by a link that works once and not for long.

    Holds only the digest of the link's token: whoever reads the database can't accept. Live until accepted or expired;
    sending it again gives it a new token and a new end.
    """

    email = models.EmailField(_("email address"))
    name = models.CharField(_("name"), max_length=150)
    roles = models.ManyToManyField("auth.Group", verbose_name=_("roles"), related_name="+")
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="invitations_sent", verbose_name=_("invited by"))
    invited_at = models.DateTimeField(_("invited at"))
    expires_at = models.DateTimeField(_("expires at"))
    # Empty while the mail server has not taken the last link: then it is sent again.
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, related_name="invitation", verbose_name=_("accepted by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="people_invitation_open_once",
                violation_error_message=_("An invitation to this address is open already."),
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None, accepted_by=None)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="people_invitation_accepted_by_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(withdrawn_at=None),
                name="people_invitation_one_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


class CacheEntry(models.Model):
    """The table of Django's database cache, in which all processes count attempts together. The cache's alone,
    but for what has expired: `forget_counts` destroys that.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "library_cache"
        verbose_name = _("cache entry")
        verbose_name_plural = _("cache entries")

    def __str__(self) -> str:
        return self.cache_key
