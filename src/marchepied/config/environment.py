"""Reads the settings that an operator gives as environment variables, with errors a person can act on."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

PREFIX = "MARCHEPIED_"
TRUE = {"1", "true", "yes", "on", "oui"}
FALSE = {"", "0", "false", "no", "off", "non"}


class ConfigurationError(SystemExit):
    """Stops the start with one sentence: which variable, what is wrong, what to write."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"Marchepied ne démarre pas : {sentence}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(PREFIX + name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    raw = os.environ.get(PREFIX + name)
    if raw is None:
        return default
    value = raw.strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ConfigurationError(f"{PREFIX}{name} vaut « {raw} » ; écrivez 1 ou 0.")


def number(name: str, default: int) -> int:
    raw = text(name, str(default))
    try:
        return int(raw)
    except ValueError:
        raise ConfigurationError(f"{PREFIX}{name} vaut « {raw} » ; écrivez un nombre entier.") from None


def path(name: str, default: Path) -> Path:
    return Path(text(name) or default).expanduser().resolve()


def items(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def database(data_dir: Path) -> dict[str, Any]:
    """The database of DATABASE_URL; an SQLite file in the data folder when it is absent."""
    url = os.environ.get("DATABASE_URL", "").strip()
    if not url:
        return sqlite(str(data_dir / "marchepied.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(unquote(parts.path.removeprefix("/")) if parts.path.count("/") == 1 else unquote(parts.path))
    if parts.scheme in {"postgres", "postgresql"}:
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "OPTIONS": query,
        }
    raise ConfigurationError("DATABASE_URL doit commencer par sqlite:// ou postgresql://.")


def sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            # Writers queue instead of failing half-way; readers never wait for them (write-ahead log).
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                # A deleted draft or answer must not remain readable in the file.
                " PRAGMA secure_delete=ON;"
            ),
        },
    }


def mail(url: str) -> dict[str, Any]:
    """SMTP settings from smtp://user:password@host:port?tls=1, or the console (the default)."""
    if url in {"", "console", "console://"}:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ConfigurationError(
            f"{PREFIX}EMAIL_URL doit ressembler à smtp://nom:motdepasse@serveur:587?tls=1 (ou à console)."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parse_qs(parts.query).get("tls", ["1"])[-1] == "1",
        "EMAIL_TIMEOUT": 20,
    }
