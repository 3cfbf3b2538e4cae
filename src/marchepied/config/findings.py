"""The checks of `marchepied doctor`: each looks at one thing and answers one finding."""

import shutil
import smtplib
import socket
import ssl
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 10  # seconds for another machine to answer
GIGA = 1024**3
LITTLE_DISK, NO_DISK = 1.0, 0.2  # gigabytes
LITTLE_MEMORY = 0.3
RENEWED_BEFORE = 15  # days left on a certificate that renews itself
TASKS_LATE = timedelta(minutes=5)
OWN_MACHINE = {"127.0.0.1", "localhost", "::1"}


class State(StrEnum):
    FINE = "fine"
    ODD = "odd"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, in words, and what to do about it (nothing when all is well)."""

    about: str
    state: State
    words: str
    todo: str = ""


def fine(about: str, words: str) -> Finding:
    return Finding(about, State.FINE, words)


def odd(about: str, words: str, todo: str) -> Finding:
    return Finding(about, State.ODD, words, todo)


def broken(about: str, words: str, todo: str) -> Finding:
    return Finding(about, State.BROKEN, words, todo)


def check_python() -> Finding:
    """Only said: an older Python does not get this far."""
    return fine("python", f"Python {'.'.join(str(part) for part in sys.version_info[:3])}.")


def check_settings() -> Finding:
    """Whether this is set for people to come, or for one's own machine."""
    from django.conf import settings

    host = urlsplit(settings.BASE_URL).hostname or ""
    if host not in settings.ALLOWED_HOSTS and not {"*", f".{host}"} & set(settings.ALLOWED_HOSTS):
        return broken(
            "settings",
            f"l’adresse publique {settings.BASE_URL} n’est pas dans MARCHEPIED_ALLOWED_HOSTS.",
            f"Ajoutez {host} à MARCHEPIED_ALLOWED_HOSTS.",
        )
    if not settings.PRODUCTION:
        return odd(
            "settings",
            "réglages d’essai, pour votre machine seulement.",
            "Pour un vrai serveur : MARCHEPIED_PRODUCTION=1 (docs/start/installer.md).",
        )
    return fine("settings", f"production, à l’adresse {settings.BASE_URL}.")


def check_memory() -> Finding:
    """What memory is left, where the system tells (Linux)."""
    source = Path("/proc/meminfo")
    if not source.exists():
        return fine("memory", "ce système ne dit pas sa mémoire libre.")
    lines = dict(line.split(":", 1) for line in source.read_text().splitlines())
    free = int(lines["MemAvailable"].split()[0]) * 1024 / GIGA
    words = f"{say_size(free)} de mémoire disponible."
    if free < LITTLE_MEMORY:
        return odd("memory", words, "Fermez d’autres services, ou passez « --workers 1 » à marchepied serve.")
    return fine("memory", words)


def check_disk() -> Finding:
    """Whether the data folder can be written, is private, and has room."""
    from django.conf import settings

    folder = Path(settings.DATA_DIR)
    if not folder.is_dir():
        return broken("disk", f"le dossier {folder} n’existe pas.", "« marchepied serve » le crée.")
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError:
        return broken(
            "disk",
            f"rien ne peut s’écrire dans {folder}.",
            "Donnez ce dossier à qui fait tourner Marchepied.",
        )
    free = shutil.disk_usage(folder).free / GIGA
    words = f"{say_size(free)} libres pour {folder}."
    if free < NO_DISK:
        return broken("disk", words, "Libérez de la place : la base ne pourra bientôt plus s’écrire.")
    if free < LITTLE_DISK:
        return odd("disk", words, "Libérez de la place avant la prochaine sauvegarde.")
    if folder.stat().st_mode & 0o077:
        return odd("disk", f"{words} D’autres comptes peuvent y lire.", f"chmod 700 {folder}")
    return fine("disk", words)


def check_database() -> Finding:
    """Whether the database answers, is sound and up to date."""
    from django.db import connection
    from django.db.utils import Error

    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA quick_check(1)")
                verdict = cursor.fetchone()[0]
                if verdict != "ok":
                    return broken("database", f"base abîmée : {verdict}.", "Rétablissez une sauvegarde.")
            else:
                cursor.execute("SELECT 1")
    except Error as error:
        todo = "Vérifiez DATABASE_URL, et que la base répond."
        return broken("database", f"la base ne répond pas : {str(error).strip()}.", todo)
    if migrations_pending():
        return broken("database", "la base attend une mise à jour.", "Lancez « marchepied upgrade ».")
    return fine("database", f"{connection.vendor}, saine et à jour.")


def migrations_pending() -> bool:
    """Whether this version has tables that the database does not have yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def check_content() -> Finding:
    from marchepied.apps.referentials.selectors import GuideMissingError, guide_version

    try:
        version = guide_version()
    except GuideMissingError:
        return broken("content", "le guide n’est pas chargé.", "Lancez « marchepied upgrade ».")
    return fine("content", f"guide des bonnes pratiques, version {version.number}.")


def check_tasks() -> Finding:
    """Whether background tasks (mails) are done, by the age of those that wait."""
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    # Those planned for later are not late: the day's reminders wait for the morning.
    late = DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - TASKS_LATE).count()
    failed = DBTaskResult.objects.filter(status="FAILED").count()
    if late:
        return broken(
            "tasks",
            f"{late} tâches attendent depuis plus de cinq minutes : les courriels ne partent pas.",
            "« marchepied serve » tient aussi les tâches de fond : relancez-le.",
        )
    if failed:
        return odd("tasks", f"{failed} tâches ont échoué.", "Lisez le journal, puis vérifiez le courriel.")
    return fine("tasks", "aucune tâche en retard.")


def check_mail(test_address: str = "") -> Finding:
    """Whether mails can leave: a connection as the worker would make it, and one mail when asked."""
    from django.conf import settings

    mailer = settings.MAILERS["default"]
    backend, options = mailer["BACKEND"], mailer.get("OPTIONS", {})
    if backend.endswith("console.EmailBackend"):
        return odd(
            "mail", "les courriels s’écrivent dans le terminal.", "Réglez MARCHEPIED_EMAIL_URL (smtp://…)."
        )
    if not backend.endswith("smtp.EmailBackend"):
        return odd("mail", f"les courriels s’écrivent dans {options.get('file_path', 'un dossier')}.", "")
    try:
        talk_smtp(options, settings.DEFAULT_FROM_EMAIL, test_address)
    except (OSError, smtplib.SMTPException) as error:
        place = f"{options['host']}:{options['port']}"
        todo = "Vérifiez MARCHEPIED_EMAIL_URL : serveur, port, nom, mot de passe, tls=1."
        return broken("mail", f"{place} refuse : {explain_smtp(error)}.", todo)
    if "@localhost" in settings.DEFAULT_FROM_EMAIL:
        return odd(
            "mail", "le serveur répond, mais l’expéditeur est @localhost.", "Réglez MARCHEPIED_EMAIL_FROM."
        )
    sent = f" Un essai est parti vers {test_address}." if test_address else ""
    return fine("mail", f"{options['host']}:{options['port']} accepte nos courriels.{sent}")


def talk_smtp(options: dict[str, Any], sender: str, test_address: str) -> None:
    """Connect as Django does, with the certificate checked; send one mail when there is an address."""
    host, port = options["host"], options["port"]
    context = ssl.create_default_context()
    if options.get("use_ssl"):
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=PATIENCE)
    with server:
        if options.get("use_tls"):
            server.starttls(context=context)
        if options.get("username"):
            server.login(options["username"], options["password"])
        server.noop()
        if test_address:
            message = EmailMessage()
            message["Subject"], message["From"], message["To"] = "Essai de Marchepied", sender, test_address
            message.set_content("Si vous lisez ceci, les courriels de Marchepied partent bien.\n")
            server.send_message(message)


def explain_smtp(error: Exception) -> str:
    """The server's own words, without the password that some of them repeat."""
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
        return f"{error.smtp_code} {text}".strip().rstrip(".")
    return (str(error) or type(error).__name__).rstrip(".")


def check_address() -> Finding:
    """Whether the public address is served over TLS, with a certificate that lasts."""
    from django.conf import settings

    parts = urlsplit(settings.BASE_URL)
    host = parts.hostname or ""
    if parts.scheme != "https":
        if host in OWN_MACHINE:
            return fine("tls", f"{settings.BASE_URL} : votre machine seulement, sans TLS.")
        todo = "Mettez un serveur HTTPS devant (Caddy, nginx) et https:// dans MARCHEPIED_BASE_URL."
        return broken("tls", f"{settings.BASE_URL} circule en clair.", todo)
    try:
        expires = read_certificate(host, parts.port or 443)
    except (OSError, ssl.SSLError) as error:
        todo = "Vérifiez le nom, le port ouvert et le certificat du serveur placé devant."
        return broken("tls", f"{settings.BASE_URL} ne s’ouvre pas : {error}.", todo)
    days = (expires - datetime.now(UTC)).days
    words = f"certificat de {host} valable encore {days} jours."
    if days < RENEWED_BEFORE:
        return odd("tls", words, "Vérifiez que son renouvellement automatique tourne.")
    return fine("tls", words)


def read_certificate(host: str, port: int) -> datetime:
    """When the verified certificate of a server ends. Raises OSError or SSLError without trust."""
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=PATIENCE) as raw,
        context.wrap_socket(raw, server_hostname=host) as secured,
    ):
        certificate = secured.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)


def say_size(gigabytes: float) -> str:
    """A size as it is read: 3,2 Go, 412 Mo."""
    if gigabytes >= 1:
        return f"{gigabytes:.1f} Go".replace(".", ",")
    return f"{gigabytes * 1024:.0f} Mo"
