"""Run the server, the worker of jobs and the scheduled work together, for the embedded installation."""

import os
import signal
import subprocess
import sys
import threading
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from qms.management.base import BAD_INPUT, ProductCommand

GRACE_SECONDS = 10
WORKER_PAUSE_SECONDS = 5  # before a worker that ended is started anew
FIRST_PORT, LAST_PORT = 1, 65535


class Command(ProductCommand):
    """`serve [--port N]`: gunicorn on this machine, a worker for jobs, `tick` each minute; one ends, all end."""

    help = "Serve on 127.0.0.1 with the work in the background and the scheduled work beside it. Ctrl-C ends all."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def run(self, *, by: Any, port: int, workers: int, **options: Any) -> int | None:
        if not FIRST_PORT <= port <= LAST_PORT:
            raise CommandError(_("%(port)s is no port: give 1 to 65535.") % {"port": port}, returncode=BAD_INPUT)
        collect_looks()
        return Serving(port, max(1, workers)).run()


def collect_looks() -> None:
    """Collect styles and scripts where there are none: without them no page is drawn, and no backup holds them."""
    if not (Path(settings.STATIC_ROOT) / ManifestStaticFilesStorage.manifest_name).exists():
        call_command("collectstatic", verbosity=0, interactive=False)


class Serving:
    """The processes of one served installation."""

    def __init__(self, port: int, workers: int) -> None:
        self.port, self.workers = port, workers
        self.stopping = threading.Event()

    def run(self) -> int:
        """Run until a signal comes or one process ends. Returns the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
        environment.setdefault("QMS_BASE_URL", f"http://127.0.0.1:{self.port}")  # printed codes lead here
        server = subprocess.Popen(self._server(), cwd=settings.BASE_DIR, env=environment)  # noqa: S603 - our own command
        beside = [
            threading.Thread(target=work, args=(environment,), daemon=True) for work in (self._tick, self._work_off)
        ]
        for one in beside:
            one.start()
        while not self.stopping.is_set() and server.poll() is None:
            self.stopping.wait(0.5)
        asked = self.stopping.is_set()
        self.stopping.set()
        end(server)
        for one in beside:
            one.join(2 * GRACE_SECONDS)
        return 0 if asked else (server.returncode or 1)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def _server(self) -> list[str]:
        return [
            sys.executable, "-m", "gunicorn", "qms.config.wsgi:application",
            "--bind", f"127.0.0.1:{self.port}", "--workers", str(self.workers), "--threads", "4",
            "--timeout", "120", "--graceful-timeout", "8", "--log-level", "warning",
        ]  # fmt: skip

    def _tick(self, environment: dict[str, str]) -> None:
        """`tick` each minute in a process of its own, so that it sees what a person just wrote and nothing leaks.

        Before the first, whatever is outstanding is sealed, also what an older release recorded.
        """
        self._once("seal_history", environment)
        while not self.stopping.wait(settings.QMS_TICK_SECONDS):
            self._once("tick", environment)

    def _once(self, name: str, environment: dict[str, str]) -> None:
        """Run one of our commands to its end, or until the server stops."""
        job = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "manage.py", name], cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL
        )
        while job.poll() is None and not self.stopping.wait(0.5):
            pass
        end(job)

    def _work_off(self, environment: dict[str, str]) -> None:
        """The worker of jobs, started anew should it end; one that is in a job ends with the server all the same."""
        command = [sys.executable, "manage.py", "db_worker", "--queue-name", "*", "--no-startup-delay", "--no-reload"]
        command += ["--verbosity", "0"]  # faults are the jobs' own to log
        while not self.stopping.is_set():
            worker = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)  # noqa: S603 - our own command
            while worker.poll() is None and not self.stopping.wait(0.5):
                pass
            end(worker)
            self.stopping.wait(WORKER_PAUSE_SECONDS)


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ask a process to end, and make it end when it does not."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
