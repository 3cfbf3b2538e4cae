"""`marchepied serve` (or `run`): prepares the database, then keeps the web server and the task worker alive.

Everything happens in one process that then forks, so that a restart loads Django once.
"""

import argparse
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from marchepied.config.findings import migrations_pending

HOST = "127.0.0.1"


def run(arguments: list[str]) -> int:
    """Parse the options, prepare, serve until stopped. Returns the exit code."""
    options = parse(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marchepied.config.settings")
    if options.demo:
        os.environ["MARCHEPIED_DEMO"] = "1"
    os.environ.setdefault("MARCHEPIED_BASE_URL", f"http://{HOST}:{options.port}")
    prepare(demo=options.demo)
    return Supervisor(options).serve()


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="marchepied serve", description="Prépare la base et démarre Marchepied."
    )
    parser.add_argument("--demo", action="store_true", help="charge la démonstration et ouvre ses liens")
    parser.add_argument("--host", default=HOST, help="adresse d’écoute (127.0.0.1 par défaut)")
    parser.add_argument("--port", type=int, default=8000, help="port d’écoute (8000 par défaut)")
    parser.add_argument("--workers", type=int, default=2, help="processus du serveur (2 par défaut)")
    parser.add_argument("--threads", type=int, default=4, help="fils par processus (4 par défaut)")
    return parser.parse_args(arguments)


def prepare(*, demo: bool) -> None:
    """Bring the data folder, the database, the content and the static files up to date."""
    import django

    from marchepied.config import settings

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    django.setup()
    from django.core.management import call_command

    if migrations_pending():
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    stamp = settings.DATA_DIR / "content.stamp"
    if not stamp.exists() or stamp.read_text() != content_stamp():
        call_command("load_content", verbosity=0)
        stamp.write_text(content_stamp())
    if settings.PRODUCTION:
        call_command("collectstatic", interactive=False, verbosity=0)
    if demo and not demo_loaded():
        call_command("load_demo", verbosity=0)


def demo_loaded() -> bool:
    """Asked before the command that loads it, whose imports would double the time of a restart."""
    from marchepied.apps.organisations.selectors import find_demo_pilot

    return find_demo_pilot() is not None


def content_stamp() -> str:
    """Changes when a shipped file or the database changes, so that content is loaded again."""
    from django.conf import settings

    from marchepied import __version__

    folder = Path(settings.PACKAGE_DIR) / "content"
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    name = str(settings.DATABASES["default"]["NAME"])
    return "\n".join([__version__, name, *(f"{path.name} {path.stat().st_size}" for path in files)])


class Supervisor:
    """Forks the web server and the task worker, restarts the worker if it dies, stops both together."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.stopping = False
        self.children: dict[int, str] = {}
        self.maintained_on: date | None = None

    def serve(self) -> int:
        from django.db import connections

        connections.close_all()  # a connection must not be shared by two processes
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        self.fork("web", lambda: serve_web(self.options))
        self.fork("tasks", work)
        code = 0
        while self.children:
            code = self.reap() or code
            self.maintain_daily()
            time.sleep(0.2)
        return code

    def fork(self, name: str, body: Callable[[], None]) -> None:
        pid = os.fork()
        if pid:
            self.children[pid] = name
            return
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        code = 0
        try:
            body()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except KeyboardInterrupt:
            code = 0
        finally:
            sys.stdout.flush()
            os._exit(code)

    def reap(self) -> int:
        """Take note of a child that ended; a dead web server ends everything."""
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return 0
        name = self.children.pop(pid, "")
        code = os.waitstatus_to_exitcode(status)
        if name == "web":
            self.stop()
            return max(code, 0)
        if name == "tasks" and not self.stopping:
            time.sleep(1)
            self.fork("tasks", work)
        return 0

    def maintain_daily(self) -> None:
        today = date.today()  # noqa: DTZ011 (the operator's own day, only to do it once)
        if self.stopping or self.maintained_on == today:
            return
        self.maintained_on = today
        self.fork("maintenance", maintain)

    def stop(self, *_: Any) -> None:
        self.stopping = True
        for pid in self.children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)


def serve_web(options: argparse.Namespace) -> None:
    from django.urls import get_resolver
    from gunicorn.app.base import BaseApplication

    from marchepied.config.wsgi import application

    class Server(BaseApplication):
        def load_config(self) -> None:
            self.cfg.set("bind", f"{options.host}:{options.port}")
            self.cfg.set("workers", options.workers)
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("threads", options.threads)
            self.cfg.set("preload_app", True)
            self.cfg.set("loglevel", "warning")
            self.cfg.set(
                "control_socket_disable", True
            ) if "control_socket_disable" in self.cfg.settings else None
            self.cfg.set("when_ready", lambda _: announce(options))

        def load(self) -> Any:
            get_resolver().url_patterns  # noqa: B018 (read before the workers fork: they share the pages' code)
            return application

    Server().run()


def announce(options: argparse.Namespace) -> None:
    """Print the links that work now."""
    from django.conf import settings

    print(f"\nMarchepied est prêt : {settings.BASE_URL}/")
    if options.demo:
        from marchepied.apps.participation.selectors import demo_answer_path
        from marchepied.web.organisations.demo import demo_link

        print(f"  en pilote de la démonstration : {settings.BASE_URL}{demo_link()}")
        print(f"  en participant, par son invitation : {settings.BASE_URL}{demo_answer_path()}")
    print("  Ctrl+C pour arrêter.\n", flush=True)


def work() -> None:
    from django.core.management import call_command

    call_command("db_worker", verbosity=0, interval=1.0)


def maintain() -> None:
    from django.core.management import call_command

    call_command("maintain", verbosity=0)
