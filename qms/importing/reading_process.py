"""Strangers' files are read in a process of its own with little memory and time, which tells in messages what it read.

The process holds no connection to the database. It is forked from a server that has loaded the product once, so that a
small file waits some milliseconds and not for Python to start.
"""

import logging
import multiprocessing
import os
import resource
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any, Protocol

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from qms.importing.problems import ImportRefused, NotThisRegister

MEMORY = 700 * 1024 * 1024  # bytes of address space beyond what the loaded product takes
CPU_SECONDS = 300
PATIENCE = 120  # seconds without a word
TOLD, STEP, REFUSED, FAULT, END = "told", "step", "refused", "fault", "end"


class Order(Protocol):
    """What the process is asked for: plain values that can be sent to it."""

    @property
    def name(self) -> str:
        """What the file is called."""

    @property
    def language(self) -> str:
        """In which sentences are told."""

    def messages(self, progress: "Progress | None" = None) -> Iterator[Any]:
        """What it tells, one message after another."""


Progress = Callable[[str, int, int], Any]
log = logging.getLogger(__name__)


def read_apart(order: Order, progress: Progress | None = None) -> Iterator[Any]:
    """Yield what the order tells, from the capped process. Raises ImportRefused, also where it was killed."""
    if not getattr(settings, "IMPORT_READS_APART", True):
        with translation.override(order.language):
            yield from order.messages(progress)
        return
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = context().Process(target=serve, args=(theirs, order), daemon=True)
    process.start()
    theirs.close()
    try:
        yield from received(ours, process, order, progress)
    finally:
        ours.close()
        process.kill()
        process.join()


def context() -> Any:
    """Processes come from a server that has the product loaded."""
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["qms.importing.reading_server"])
    return forking


def received(pipe: Connection, process: Any, order: Order, progress: Progress | None) -> Iterator[Any]:
    """What the process sends, until its end."""
    while True:
        try:
            what, *told = pipe.recv() if pipe.poll(PATIENCE) else (FAULT, "no word")
        except (EOFError, OSError):
            process.join(5)
            what, told = FAULT, [f"exit {process.exitcode}"]
        if what == END:
            return
        if what == STEP and progress is not None:
            progress(*told)
        elif what == TOLD:
            yield told[0]
        elif what == REFUSED:
            raise refusal(*told)
        elif what == FAULT:
            log.warning("Reading %s ended: %s", order.name, told[0])
            raise ImportRefused(gave_up(order.name))


def refusal(sentence: str, reading: dict[str, Any] | None) -> ImportRefused:
    """What the process refused."""
    if reading is None:
        return ImportRefused(sentence)
    refused = NotThisRegister(sentence)
    refused.reading = reading  # type: ignore[attr-defined]
    return refused


def gave_up(name: str) -> str:
    """For a process that took too much, or came to its end in any other way."""
    return _(
        "Reading “%(name)s” took more time or memory than a file may take, so it was stopped. Save the list alone as a "
        "new workbook (.xlsx) or as CSV, or split it, and send that."
    ) % {"name": name}


def serve(pipe: Connection, order: Order) -> None:
    """In the process: read and send. Never raises: the other side is told."""
    confine()
    step = Steps(pipe)
    try:
        with translation.override(order.language):
            for message in order.messages(step):
                pipe.send((TOLD, message))
        pipe.send((END,))
    except ImportRefused as refused:
        pipe.send((REFUSED, refused.sentence, getattr(refused, "reading", None)))
    except BrokenPipeError:
        pass  # whoever asked has gone
    except BaseException as fault:  # noqa: BLE001 - whatever it is, the person gets a sentence and the log the cause
        log.exception("Reading failed")
        pipe.send((FAULT, repr(fault)[:2000]))


class Steps:
    """Progress that crosses to the other side."""

    def __init__(self, pipe: Connection) -> None:
        self.pipe = pipe

    def __call__(self, phase: str, done: int, total: int) -> None:
        self.pipe.send((STEP, str(phase), done, total))


def confine() -> None:
    """Cap memory and processor time of this process from here on."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - the kernel's own file
        used = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    spent = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent) + CPU_SECONDS, int(spent) + CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
