"""Spaces: their creation, what is known of the organisation, their end."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.organisations.enums import Role
from marchepied.apps.organisations.models import Activity, Membership, Organisation, Person, Purpose, Site
from marchepied.apps.organisations.services._lines import pair_corrections
from marchepied.core import audit
from marchepied.core.folding import fold
from marchepied.core.scope import scope

PROFILE_FIELDS = frozenset(
    {"name", "legal_form", "size_band", "sector", "commune_id", "presentation", "traits"}
)
SLUG_LENGTH = 48


@transaction.atomic
def create_organisation(*, name: str, legal_form: str, by: Person, is_demo: bool = False) -> Organisation:
    """Open a space with `by` as its pilot; everything else has a default and is asked when needed.

    The address is made from the name and stays unique. Raises ValidationError for an empty name or an
    unknown legal form.
    """
    organisation = Organisation(name=_clean_name(name), legal_form=legal_form, is_demo=is_demo)
    organisation.slug = _find_free_slug(organisation.name)
    organisation.clean_fields()
    organisation.save()
    Membership.objects.create(organisation=organisation, person=by, role=Role.PILOT)
    with scope(organisation):
        audit.record("organisation.created", organisation, by=by, organisation=organisation)
    return organisation


@transaction.atomic
def update_profile(*, organisation: Organisation, by: Person, **changes: Any) -> Organisation:
    """Change what is known of the organisation (PROFILE_FIELDS); the address of its space stays.

    Raises TypeError for another field, ValidationError for a value out of its list.
    """
    if unknown := changes.keys() - PROFILE_FIELDS:
        raise TypeError(f"Not part of the profile: {', '.join(sorted(unknown))}.")
    if "name" in changes:
        changes["name"] = _clean_name(changes["name"])
    changed = sorted(field for field, value in changes.items() if getattr(organisation, field) != value)
    for field in changed:
        setattr(organisation, field, changes[field])
    if changed:
        organisation.clean_fields()
        organisation.save(update_fields=changed)
        audit.record("profile.updated", organisation, by=by, organisation=organisation, fields=changed)
    return organisation


@transaction.atomic
def set_vocabulary(*, organisation: Organisation, words: Mapping[str, Any], by: Person) -> Organisation:
    """Use these words on all pages of the space: by term, the id of a shipped choice or a word's own forms.

    Terms left out use the word of the legal form.
    """
    organisation.vocabulary = dict(words)
    organisation.save(update_fields=["vocabulary"])
    audit.record("vocabulary.set", organisation, by=by, organisation=organisation, terms=sorted(words))
    return organisation


@transaction.atomic
def set_purposes(*, organisation: Organisation, texts: Sequence[str], by: Person) -> list[Purpose]:
    """Say what the organisation exists for, in this order.

    A text that stays, or that was only corrected (`pair_corrections`), keeps its record and what serves it.
    """
    return _set_lines(Purpose, "purposes.set", organisation, texts, by)


@transaction.atomic
def set_activities(*, organisation: Organisation, texts: Sequence[str], by: Person) -> list[Activity]:
    """Say what the organisation does, in this order; records are kept as for purposes."""
    return _set_lines(Activity, "activities.set", organisation, texts, by)


@transaction.atomic
def add_site(*, organisation: Organisation, name: str, commune_id: str | None, by: Person) -> Site:
    """Add a place where the organisation works."""
    site = Site.objects.create(organisation=organisation, name=_clean_name(name), commune_id=commune_id)
    audit.record("site.added", site, by=by)
    return site


@transaction.atomic
def update_site(*, site: Site, name: str, commune_id: str | None, by: Person) -> Site:
    """Rename a place, or move it to another commune."""
    site.name, site.commune_id = _clean_name(name), commune_id
    site.save(update_fields=["name", "commune"])
    audit.record("site.updated", site, by=by)
    return site


@transaction.atomic
def remove_site(*, site: Site, by: Person) -> None:
    """Remove a place from the list."""
    audit.record("site.removed", site, by=by, name=site.name)
    site.delete()


@transaction.atomic
def delete_organisation(*, organisation: Organisation, typed_name: str, by: Person) -> None:
    """Delete a space with everything in it, once its name was typed again (accents and case ignored).

    Its log goes with it: nothing of the organisation stays. Raises ValidationError for another name.
    """
    if fold(typed_name) != fold(organisation.name):
        raise ValidationError(
            _("Ce n’est pas le nom de cet espace. Recopiez-le tel qu’il est écrit ci-dessus.")
        )
    with scope(organisation):
        organisation.delete()


def _clean_name(name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned:
        raise ValidationError(_("Écrivez un nom."))
    return cleaned


def _find_free_slug(name: str) -> str:
    base = fold(name).replace(" ", "-")[:SLUG_LENGTH].strip("-") or "espace"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _set_lines(
    model: Any, verb: str, organisation: Organisation, texts: Sequence[str], by: Person
) -> list[Any]:
    wanted = list(dict.fromkeys(text for raw in texts if (text := " ".join(raw.split()))))
    known = {line.text: line for line in model.objects.filter(organisation=organisation)}
    gone = [text for text in known if text not in wanted]
    corrected = pair_corrections(gone, [text for text in wanted if text not in known])
    lost = [known[text].pk for text in gone if text not in corrected.values()]
    model.objects.filter(pk__in=lost).delete()
    lines = []
    for position, text in enumerate(wanted):
        line = known.get(corrected.get(text, text)) or model(organisation=organisation)
        line.text, line.position = text, position
        line.save()
        lines.append(line)
    audit.record(verb, organisation, by=by, organisation=organisation, count=len(lines))
    return lines
