"""A worker as gunicorn runs it, in a thread of the test's own process: it starts at once."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from selectors import DefaultSelector
from threading import Thread
from typing import Any

from gunicorn.config import Config
from gunicorn.workers import gthread

from callbacks.server.gunicorn_logger import QuietLogger
from callbacks.server.gunicorn_worker import PatientWorker

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@contextmanager
def running(
    application: Wsgi, threads: int, patience_s: float, connections: int
) -> Iterator[tuple[PatientWorker, int]]:
    """The worker and the port of this machine that it listens at; it stops at the end."""
    with socket.create_server(("127.0.0.1", 0), backlog=500) as listener:
        worker = made(application, listener, threads, patience_s, connections)
        with at_work(worker):
            yield worker, listener.getsockname()[1]


def made(
    application: Wsgi,
    listener: socket.socket,
    threads: int,
    patience_s: float,
    connections: int,
    *,
    age: int = 1,
) -> PatientWorker:
    """The worker that a master starts as its `age`th, before it runs."""
    cfg = Config()
    for name, value in (("threads", threads), ("worker_connections", connections)):
        cfg.set(name, value)
    worker = PatientWorker(age, os.getppid(), [listener], None, 30, cfg, QuietLogger(cfg))
    worker.patience_s, worker.linger_s, worker.wsgi = patience_s, patience_s, application
    worker.tpool, worker.poller = worker.get_thread_pool(), DefaultSelector()
    worker.method_queue.init()
    return worker


@contextmanager
def at_work(worker: PatientWorker) -> Iterator[None]:
    """It runs meanwhile."""
    thread = Thread(target=worker.run)
    thread.start()
    try:
        yield
    finally:
        gthread.STOP_KEEPALIVE_LINGER = 0.1
        worker.handle_exit(0, None)
        thread.join()
        worker.tmp.close()
