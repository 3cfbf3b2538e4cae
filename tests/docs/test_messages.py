"""The French catalogue is what the rule says, the English one is complete, and both are compiled."""

import importlib.util
import shutil
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "src" / "marchepied" / "locale"
PLACEHOLDER = r"%\([a-z_0-9]+\)[sd]|\{[a-z_0-9]*\}|</?[a-z][^>]*>"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


def test_the_french_catalogue_only_sets_type(script):
    wrong = [
        entry.msgid
        for entry in catalogue("fr")
        if not entry.msgid_plural and entry.msgstr != script.typeset_message(entry.msgid)
    ]
    assert wrong == []


def test_the_english_catalogue_is_complete():
    assert [entry.msgid for entry in catalogue("en") if not entry.translated()] == []


def test_english_keeps_every_placeholder_and_tag():
    import re

    def parts(text: str) -> list[str]:
        return sorted(re.findall(PLACEHOLDER, text))

    wrong = []
    for entry in catalogue("en"):
        if entry.msgid_plural:
            kept = parts(entry.msgstr_plural[1]) == parts(entry.msgid_plural)
        else:
            kept = parts(entry.msgstr) == parts(entry.msgid)
        if not kept:
            wrong.append((entry.msgid, entry.msgstr or entry.msgstr_plural))
    assert wrong == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_compiled_catalogue_is_up_to_date(language):
    compiled = polib.mofile(str(LOCALE / language / "LC_MESSAGES" / "django.mo"))
    assert {e.msgid: e.msgstr or e.msgstr_plural for e in compiled} == {
        e.msgid: e.msgstr or e.msgstr_plural for e in catalogue(language) if e.translated()
    }


def test_no_message_of_the_sources_is_missing(script, tmp_path, monkeypatch):
    if shutil.which("xgettext") is None:
        pytest.skip("no xgettext: apt install gettext")
    copy = tmp_path / "src" / "marchepied"
    shutil.copytree(
        ROOT / "src" / "marchepied", copy, ignore=shutil.ignore_patterns("vendor", "fonts", "*.gz")
    )
    monkeypatch.setattr(script, "ROOT", tmp_path)
    monkeypatch.setattr(script, "LOCALE", copy / "locale")
    script.extract()
    extracted = polib.pofile(str(copy / "locale" / "fr" / "LC_MESSAGES" / "django.po"))
    assert {entry.msgid for entry in extracted} == {entry.msgid for entry in catalogue("fr")}
