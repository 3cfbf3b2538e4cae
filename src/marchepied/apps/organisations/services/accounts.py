"""People's own accounts: opened by a code, changed and deleted by themselves."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.organisations.models import MemberInvitation, Membership, Person
from marchepied.apps.organisations.selectors import spaces_piloted_alone
from marchepied.core import audit
from marchepied.core.scope import scope, unscoped


@transaction.atomic
def create_person(*, email: str, language: str = "", by: Person | None = None) -> Person:
    """The person of this address, made if it is the first time; the address was proved by a code."""
    person, created = Person.objects.get_or_create(
        email=email.strip().lower(), defaults={"language": language, "password": ""}
    )
    if created:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    return person


@transaction.atomic
def update_person(*, name: str, language: str, by: Person) -> Person:
    """Change one's name and the language of one's pages and mails."""
    by.name, by.language = " ".join(name.split()), language
    by.save(update_fields=["name", "language"])
    return by


@transaction.atomic
def sign_out_everywhere(*, by: Person) -> Person:
    """End every session of this person: each one holds a print of what is renewed here."""
    by.set_unusable_password()
    by.save(update_fields=["password"])
    return by


@transaction.atomic
def delete_person(*, by: Person) -> None:
    """Delete one's own account: name, address, roles and invitations; what the spaces hold stays to them.

    Raises ValidationError, naming the spaces, where this person is the last pilot.
    """
    if alone := spaces_piloted_alone(by):
        names = ", ".join(_("« %(name)s »") % {"name": organisation.name} for organisation in alone)
        raise ValidationError(
            _("Vous êtes seul pilote de %(names)s. Nommez un autre pilote, ou supprimez l’espace.")
            % {"names": names}
        )
    for membership in Membership.objects.filter(person=by).select_related("organisation").order_by("pk"):
        with scope(membership.organisation):
            audit.record("member.left", membership, by=None, role=membership.role)
    with unscoped("a person's account crosses organisations"):
        MemberInvitation.objects.filter(email=by.email).delete()
        by.delete()
