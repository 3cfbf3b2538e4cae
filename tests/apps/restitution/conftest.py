"""The demonstration, loaded once for the tests that read it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.apps.restitution.services import load_demo


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """The demonstration, loaded once for the file; each test's own changes are rolled back."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")),
        transaction.atomic(),
    ):
        load_shipped_referentials()
        yield {organisation.slug: organisation for organisation in load_demo()}
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded: dict[str, Any], db: None) -> dict[str, Any]:
    return loaded
