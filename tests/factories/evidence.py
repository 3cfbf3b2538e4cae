"""Evidence: links by default, files when asked."""

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from marchepied.apps.evidence import models
from marchepied.apps.evidence.enums import EvidenceKind
from tests.factories.organisations import OrganisationFactory


class LinkFactory(DjangoModelFactory):
    class Meta:
        model = models.Evidence

    organisation = factory.SubFactory(OrganisationFactory)
    kind = EvidenceKind.LINK
    title = factory.Sequence(lambda n: f"Compte rendu {n}")
    url = "https://exemple.fr/compte-rendu"


class FileFactory(DjangoModelFactory):
    class Meta:
        model = models.Evidence

    organisation = factory.SubFactory(OrganisationFactory)
    kind = EvidenceKind.FILE
    title = factory.Sequence(lambda n: f"Enquête {n}")
    file_name = "enquête.pdf"
    file = factory.LazyAttribute(lambda _: ContentFile(b"%PDF-1.7\n", name="x.pdf"))
