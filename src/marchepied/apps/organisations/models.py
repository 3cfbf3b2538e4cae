"""Organisations, their people and roles: the tenancy itself."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from marchepied.apps.organisations.enums import LegalForm, Role, Sector, SizeBand
from marchepied.core.models import ScopedModel


class PersonManager(BaseUserManager["Person"]):
    """Creates people, who sign in by a code and have no password."""

    def create_user(self, email: str, name: str = "", **extra: Any) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), name=name, **extra)
        person.set_unusable_password()
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Someone who signs in. Participants who answer have no account and are not here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self) -> str:
        """The name; without one, the beginning of the address: readers of a space see no whole address."""
        return self.name or self.email.partition("@")[0]

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return str(self)


class Organisation(models.Model):
    """An enterprise of the social and solidarity economy, and its space."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    legal_form = models.CharField(max_length=20, choices=LegalForm.choices)
    size_band = models.CharField(max_length=10, choices=SizeBand.choices, blank=True)
    sector = models.CharField(max_length=20, choices=Sector.choices, blank=True)
    commune = models.ForeignKey(
        "places.Commune", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    presentation = models.TextField(blank=True)
    # Own words for the field's terms: {"members": {"singular": "sociétaire", "plural": "sociétaires"}, …}.
    vocabulary = models.JSONField(default=dict, blank=True)
    # What cannot be deduced from the legal form: {"has_volunteers": true, …}.
    traits = models.JSONField(default=dict, blank=True)
    # What the organisation has opened beside its cycle, and its menu then shows: ["listening"].
    opened = models.JSONField(default=list, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Site(ScopedModel):
    """A place where the organisation works."""

    name = models.CharField(max_length=120)
    commune = models.ForeignKey(
        "places.Commune", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Purpose(ScopedModel):
    """Something the organisation exists for (statutes, project)."""

    text = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class Activity(ScopedModel):
    """Something the organisation does."""

    text = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return self.text


class Membership(models.Model):
    """A person's role in an organisation, until a date for an accompagnateur.

    Not a scoped model: it is what opens the scope.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.person} ({self.role})"


class MemberInvitation(ScopedModel):
    """An invitation by mail to join a space; its link is signed, not stored."""

    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role.choices)
    until = models.DateField(null=True, blank=True)
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=models.Q(accepted_at=None),
                name="invitation_pending_once",
            )
        ]

    def __str__(self) -> str:
        return self.email
