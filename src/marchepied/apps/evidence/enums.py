"""Kinds of evidence."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EvidenceKind(TextChoices):
    FILE = "file", _("Fichier")
    LINK = "link", _("Lien")
