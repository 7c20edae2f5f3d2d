"""Work in a process of its own that is ended by kill -9 at any moment, and what it had acknowledged by then."""

import hashlib
import json
import os
import random
import re
import select
import signal
import time
from contextlib import closing
from pathlib import Path

from django.db import connections

PATIENCE = 30  # seconds for one piece of work


def until_killed(work, *, after, seed):
    """Let `work(acknowledge)` run and kill it somewhere in the piece of work after the `after`-th acknowledged one.

    Returns everything that it acknowledged: plain values, each said only once its transaction had committed. Work that
    fails by itself fails the test.
    """
    connections.close_all()  # a child must not share them
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _work(work, writing)
    os.close(writing)
    with closing(os.fdopen(reading, "rb", buffering=0)) as pipe:
        said = _listen(pipe, child, after, random.Random(seed))  # noqa: S311 - draws moments, no secrets
    os.waitpid(child, 0)
    told = [json.loads(line) for line in said.splitlines() if line.endswith(b"}")]
    assert not [one for one in told if "failed" in one], told[-1]
    return told


def _work(work, writing):
    """In the child: never returns to the test."""
    try:
        work(lambda **what: os.write(writing, json.dumps(what).encode() + b"\n"))
    except BaseException as fault:  # noqa: BLE001 - the parent is told
        os.write(writing, json.dumps({"failed": repr(fault)}).encode() + b"\n")
    finally:
        os.kill(os.getpid(), signal.SIGKILL)


def _listen(pipe, child, after, draw):
    said, lasted, since = b"", 0.05, time.monotonic()
    while said.count(b"\n") < after:
        if not select.select([pipe], [], [], PATIENCE)[0] or not (block := os.read(pipe.fileno(), 65536)):
            break
        said += block
        lasted, since = time.monotonic() - since, time.monotonic()
    time.sleep(draw.uniform(0, lasted))
    os.kill(child, signal.SIGKILL)
    while block := os.read(pipe.fileno(), 65536):
        said += block
    return said


def wait_until_left(database):
    """PostgreSQL notices only by and by that a client is gone; what it did not commit is undone then."""
    if connections["default"].vendor != "postgresql":
        return
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid() "
                "AND backend_type = 'client backend'",
                [database],
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("the server still serves the killed process")


def half_files(folder):
    """Files that bear their hash as a name and do not have it."""
    found = [path for path in Path(folder).rglob("*") if re.fullmatch("[0-9a-f]{64}", path.name)]
    return [path.name for path in found if hashlib.sha256(path.read_bytes()).hexdigest() != path.name]
