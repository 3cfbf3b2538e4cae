"""`marchepied doctor`: what each check says of a sound and of an unsound instance."""

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from marchepied.config import doctor, findings
from marchepied.config.findings import Finding, State

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@contextmanager
def listen(answer) -> Iterator[int]:
    """A server on this machine that gives every connection to `answer`; its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            while True:
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                with connection:
                    try:
                        answer(connection)
                    except OSError:
                        continue

        threading.Thread(target=take, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


class Post:
    """A mail server of a few words, which keeps what it is told."""

    def __init__(self, refuses: str = "") -> None:
        self.refuses, self.heard = refuses, []

    def __call__(self, connection: socket.socket) -> None:
        stream = connection.makefile("rwb")
        say = lambda line: (stream.write(line.encode() + b"\r\n"), stream.flush())  # noqa: E731
        say("220 poste")
        for raw in stream:
            line = raw.decode().strip()
            verb = line.split()[0].upper()
            self.heard.append(line)
            if verb == self.refuses:
                say("550 nous ne vous connaissons pas")
            elif verb == "DATA":
                say("354 j’écoute")
                while (text := stream.readline().decode().strip()) != ".":
                    self.heard.append(text)
                say("250 pris")
            elif verb == "QUIT":
                say("221 au revoir")
                return
            else:
                say("250 bien")


def mailer(port: int) -> dict:
    options = {
        "host": "127.0.0.1",
        "port": port,
        "username": "",
        "password": "",
        "use_ssl": False,
        "use_tls": False,
    }
    return {"default": {"BACKEND": SMTP, "OPTIONS": options}}


def test_mail_is_checked_by_talking_to_the_server(settings):
    settings.DEFAULT_FROM_EMAIL = "Marchepied <demarche@exemple.fr>"
    post = Post()
    with listen(post) as port:
        settings.MAILERS = mailer(port)
        found = findings.check_mail("claire@exemple.fr")
    words = f"127.0.0.1:{port} accepte nos courriels. Un essai est parti vers claire@exemple.fr."
    assert found == Finding("mail", State.FINE, words)
    assert "Subject: Essai de Marchepied" in post.heard


def test_a_refusal_is_said_in_the_servers_words(settings):
    settings.DEFAULT_FROM_EMAIL = "Marchepied <demarche@exemple.fr>"
    with listen(Post(refuses="NOOP")) as port, listen(Post(refuses="MAIL")) as other:
        settings.MAILERS = mailer(other)
        found = findings.check_mail("claire@exemple.fr")
        assert found.state is State.BROKEN
        assert "nous ne vous connaissons pas" in found.words
        settings.MAILERS = mailer(port)
        assert findings.check_mail().state is State.FINE  # a refused NOOP stops nobody from writing


def test_no_mail_server_is_broken_and_the_console_is_odd(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]
    settings.MAILERS = mailer(free)
    assert findings.check_mail().state is State.BROKEN
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    assert findings.check_mail().state is State.ODD


@pytest.fixture
def certificate(tmp_path):
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate: apt install openssl")

    def make(days: int) -> ssl.SSLContext:
        key, pem = tmp_path / "key.pem", tmp_path / "cert.pem"
        subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        command += ["-nodes", "-days", str(days), "-keyout", str(key), "-out", str(pem), *subject]
        subprocess.run(command, check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem, key)
        return context

    return make


@contextmanager
def listen_tls(context: ssl.SSLContext) -> Iterator[int]:
    def answer(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            secured.recv(1)

    with listen(answer) as port:
        yield port


@pytest.mark.parametrize(("days", "state"), [(90, State.FINE), (5, State.ODD)])
def test_a_certificate_is_read_and_its_end_announced(
    settings, certificate, monkeypatch, tmp_path, days, state
):
    context = certificate(days)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with listen_tls(context) as port:
        settings.BASE_URL = f"https://localhost:{port}"
        found = findings.check_address()
    assert (found.state, found.words) == (state, f"certificat de localhost valable encore {days - 1} jours.")


def test_a_certificate_nobody_vouches_for_is_broken(settings, certificate):
    with listen_tls(certificate(90)) as port:
        settings.BASE_URL = f"https://localhost:{port}"
        found = findings.check_address()
    assert found.state is State.BROKEN
    assert "CERTIFICATE_VERIFY_FAILED" in found.words


@pytest.mark.parametrize(
    ("url", "state"), [("http://127.0.0.1:8000", State.FINE), ("http://demarche.exemple.fr", State.BROKEN)]
)
def test_plain_http_is_for_ones_own_machine(settings, url, state):
    settings.BASE_URL = url
    assert findings.check_address().state is state


def test_an_address_the_server_would_refuse_is_broken(settings):
    settings.BASE_URL, settings.ALLOWED_HOSTS = "https://demarche.exemple.fr", ["autre.exemple.fr"]
    found = findings.check_settings()
    assert (found.state, found.todo) == (
        State.BROKEN,
        "Ajoutez demarche.exemple.fr à MARCHEPIED_ALLOWED_HOSTS.",
    )


def test_a_data_folder_that_is_missing_or_open_to_all(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "absent"
    assert findings.check_disk().state is State.BROKEN
    settings.DATA_DIR.mkdir(mode=0o755)
    assert findings.check_disk().todo == f"chmod 700 {settings.DATA_DIR}"
    settings.DATA_DIR.chmod(0o700)
    assert findings.check_disk().state is State.FINE


@pytest.mark.django_db
def test_tasks_that_wait_are_told(settings):
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert findings.check_tasks().state is State.FINE
    row = {"task_path": "nowhere", "args_kwargs": {"args": [], "kwargs": {}}, "backend_name": "default"}
    DBTaskResult.objects.create(status="READY", **row)
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=6))
    assert findings.check_tasks().state is State.BROKEN


@pytest.mark.django_db
def test_a_database_without_content_says_what_loads_it():
    found = findings.check_content()
    assert (found.state, found.todo) == (State.BROKEN, "Lancez « marchepied upgrade ».")
    assert findings.check_database().state is State.FINE


def test_a_check_that_fails_does_not_hide_the_others(monkeypatch):
    def fail() -> Finding:
        raise RuntimeError("imprévu")

    for name in (
        "check_settings",
        "check_disk",
        "check_database",
        "check_content",
        "check_tasks",
        "check_mail",
        "check_address",
    ):
        monkeypatch.setattr(findings, name, lambda *_: findings.fine("x", "bien"))
    monkeypatch.setattr(findings, "check_memory", fail)
    found = list(doctor.examine())
    assert len(found) == 9
    assert [one.about for one in found if one.state is State.BROKEN] == ["memory"]


def test_what_is_printed_ends_with_a_count():
    lines = [findings.fine("a", "bien."), findings.odd("b", "mal.", "Réparez.")]
    assert doctor.say(lines[1]) == "  à voir  b         mal.\n                    → Réparez."
    assert doctor.conclude(lines) == "\nRien de cassé, 1 à voir."
    assert doctor.conclude([*lines, findings.broken("c", "cassé.", "")]) == "\n1 à réparer, 1 à voir."
