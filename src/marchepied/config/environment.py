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
        return sqlite(
            unquote(parts.path.removeprefix("/")) if parts.path.count("/") == 1 else unquote(parts.path)
        )
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
        # Closing the last connection empties the write-ahead log into the file: not at every request.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # Writers queue instead of failing half-way; readers never wait for them (write-ahead log).
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                # A deleted draft or answer must not remain readable in the file.
                " PRAGMA secure_delete=ON;"
                # The log is emptied every 16 MB: a whole questionnaire arrives between two such pauses.
                " PRAGMA wal_autocheckpoint=4000;"
            ),
        },
    }


def mail(url: str) -> dict[str, Any]:
    """The mailer of smtp://user:password@host:port?tls=1, of a folder, or the console (the default)."""
    backends = "django.core.mail.backends"
    if url in {"", "console", "console://"}:
        return {"BACKEND": f"{backends}.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "BACKEND": f"{backends}.filebased.EmailBackend",
            "OPTIONS": {"file_path": unquote(parts.path)},
        }
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ConfigurationError(
            f"{PREFIX}EMAIL_URL doit ressembler à smtp://nom:motdepasse@serveur:587?tls=1 (ou à console)."
        )
    return {
        "BACKEND": f"{backends}.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp" and parse_qs(parts.query).get("tls", ["1"])[-1] == "1",
            "timeout": 20,
        },
    }
