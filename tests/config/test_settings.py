"""The settings read from the environment, and what production refuses."""

import os
import subprocess
import sys

import pytest

SECRET = "s" * 48
PRODUCTION = {
    "MARCHEPIED_PRODUCTION": "1",
    "MARCHEPIED_SECRET_KEY": SECRET,
    "MARCHEPIED_OPERATOR_NAME": "Les Voisins",
    "MARCHEPIED_OPERATOR_CONTACT": "contact@exemple.fr",
}


def load(**variables: str) -> subprocess.CompletedProcess:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MARCHEPIED_", "DATABASE_URL"))}
    code = "from marchepied.config import settings; print(settings.DATABASES['default']['ENGINE'])"
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**environment, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_its_own_secret():
    outcome = load(**PRODUCTION)
    assert (outcome.returncode, outcome.stdout.strip()) == (0, "django.db.backends.sqlite3")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"MARCHEPIED_SECRET_KEY": ""}, "MARCHEPIED_SECRET_KEY"),
        ({"MARCHEPIED_SECRET_KEY": "court"}, "MARCHEPIED_SECRET_KEY"),
        ({"MARCHEPIED_DEBUG": "1"}, "MARCHEPIED_DEBUG"),
        ({"MARCHEPIED_DEMO": "1"}, "MARCHEPIED_DEMO"),
        ({"MARCHEPIED_OPERATOR_NAME": ""}, "MARCHEPIED_OPERATOR_NAME"),
        ({"MARCHEPIED_EMAIL_URL": "pigeon://nid"}, "MARCHEPIED_EMAIL_URL"),
        ({"DATABASE_URL": "mysql://la/bas"}, "DATABASE_URL"),
        ({"MARCHEPIED_DEBUG": "peut-être"}, "MARCHEPIED_DEBUG"),
    ],
)
def test_production_refuses_in_one_sentence(changed, sentence):
    outcome = load(**{**PRODUCTION, **changed})
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("Marchepied ne démarre pas : ")
    assert sentence in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_postgresql_is_chosen_by_its_address():
    outcome = load(**PRODUCTION, DATABASE_URL="postgresql://nom:mot@serveur:5433/base?sslmode=require")
    assert outcome.stdout.strip() == "django.db.backends.postgresql"


def test_the_public_secret_serves_only_at_home():
    """With it, anybody could seal the code of a questionnaire or sign an invitation."""
    refused = load(MARCHEPIED_ALLOWED_HOSTS="localhost,demarche.exemple.fr")
    assert refused.returncode == 1
    assert refused.stderr.startswith("Marchepied ne démarre pas : le secret par défaut est public")
    assert load(MARCHEPIED_ALLOWED_HOSTS="localhost").returncode == 0
    assert load(MARCHEPIED_ALLOWED_HOSTS="demarche.exemple.fr", MARCHEPIED_SECRET_KEY=SECRET).returncode == 0
