"""A worker of gunicorn whose threads never wait for a client (named in gunicorn.conf.py).

gunicorn's own threaded worker gives each new connection a thread, which waits for its request,
reads it and sends the answer: as many silent sockets as there are threads stop it. Here the loop
of the worker does all that waits (`wire.py`), and a thread gets a request that is whole. Who is too
slow is told so and leaves; where connections run out, the one that has waited longest gives way
(docs/decisions/0133-threads-never-wait-for-a-client.md). A worker that leaves gives connections
that wait for a request to those that stay (0143).
"""

from __future__ import annotations

import errno
import mmap
import resource
import selectors
import socket
import sys
import time
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

from callbacks.server import turns
from callbacks.server.closing import READ_BYTES, ClosingWorker
from callbacks.server.connection import NO_PLACE, TOO_LONG, TOO_SLOW, Connection
from callbacks.server.turns import STAND_BACK_S
from callbacks.server.wire import CONTINUE, Backlog, TooLong, Whole, Wire
from data.settings import Settings

# A body of the largest size at a tenth of a bad connection's speed.
_BODY_FACTOR = 3
_TICK_S = 0.5
# A relay that nobody reads is full with some hundred connections.
_HAND_OVER_S = 20.0
_ACCEPTED_AT_ONCE, _MOST_AT_DOOR = 32, 2_048
_FILES = 8_192
# Listeners, files of packages, the log, the poller; and what a thread opens for one answer.
_FILES_OF_ITS_OWN, _FILES_OF_AN_ANSWER, _LEAST_CONNECTIONS = 32, 3, 4
_NOBODY = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED)
_NO_ROOM = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class PatientWorker(ClosingWorker):
    """Connections wait in the loop; threads answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.patience_s = float(Settings.from_environment().client_seconds)
        self.backlog = Backlog()
        self.worker_connections: int = self.cfg.worker_connections
        self.next_tick = 0.0
        self.hands_over_until = 0.0
        if self.relay is None:
            self.turn = turns.turn_of(turns.places(), self.age)
        else:
            self.turn = self.relay.turn_of(self.age)
        self._leaves = mmap.mmap(-1, 1)  # master and worker both write and read it

    @property
    def leaves(self) -> bool:
        """Whether it finishes what it has begun, and takes nobody any more."""
        return bool(self._leaves[0])

    @leaves.setter
    def leaves(self, leaves: bool) -> None:
        self._leaves[0] = leaves

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        """Refuse what this worker does not do."""
        super().check_config(cfg, log)
        if cfg.is_ssl:
            log.error("TLS ends in a proxy in front, never here (docs/how-to/deploy.md).")
            sys.exit(1)

    def init_process(self) -> None:
        """Make room for as many connections as the system allows, then run."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        self.leave_files_to_threads(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        super().init_process()

    def leave_files_to_threads(self, files: int) -> None:
        """Take in so many connections that whoever answers may still open what it needs."""
        free, each = files - _FILES_OF_ITS_OWN, 1 + _FILES_OF_AN_ANSWER
        threads = int(self.cfg.threads)
        most = free - threads * _FILES_OF_AN_ANSWER if free >= threads * each else free // each
        if most < self.worker_connections:
            self.worker_connections = max(_LEAST_CONNECTIONS, most)
            self.log.warning(
                "%d files may be open: no more than %d connections at once. Raise the limit.",
                files, self.worker_connections,
            )  # fmt: skip

    # -- coming ----------------------------------------------------------------------------------

    def run(self) -> None:
        """Be one of those who take visitors, until told to stop."""
        turns.take(self.turn)
        self.turn.join()
        super().run()

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Look again soon at doors that are left to another."""
        super().wait_for_and_dispatch_events(
            timeout if self._accepting else min(timeout, STAND_BACK_S)
        )

    def accept(self, listener: Any) -> None:
        """Take in who waits at the door, unless another worker has less to do."""
        if self.steps_back():
            return
        for _ in range(_ACCEPTED_AT_ONCE):
            try:
                raw, client = listener.accept()
            except OSError as error:
                if error.errno in _NO_ROOM:
                    if not self.give_way():
                        time.sleep(_TICK_S)  # everybody who is here is being answered
                elif error.errno not in _NOBODY:
                    raise
                return
            self.welcome(raw, client, listener.getsockname())
            if self.alive and self.turn.is_anothers():
                return

    def welcome(self, raw: socket.socket, client: Any, server: Any) -> None:
        """Take in one connection."""
        raw.setblocking(False)
        self.nr_conns += 1
        wire = Wire(raw, self.backlog, self.patience_s)
        conn = Connection(self.cfg, raw, client, server, wire)
        if self.nr_conns >= self.worker_connections and not self.give_way():
            self.refuse(conn, NO_PLACE)
            return
        self.await_request(conn, self.patience_s)
        self.on_readable(conn)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Open or close the door, and the one through which other workers' connections come."""
        if enabled and self.turn.stands_back():
            return
        if self.relay is not None and enabled != self._accepting:
            if enabled:
                self.poller.register(self.relay.way_out, selectors.EVENT_READ, self.adopt)
            else:
                self.poller.unregister(self.relay.way_out)
        super().set_accept_enabled(enabled)

    def adopt(self, _file: object = None) -> None:
        """Take in connections of workers that leave, or have more to do."""
        if self.steps_back():
            return
        for _ in range(_ACCEPTED_AT_ONCE):
            raw = self.relay.take() if self.relay is not None else None
            if raw is None:
                return
            try:
                client, server = raw.getpeername(), raw.getsockname()
            except OSError:  # its client has gone meanwhile
                raw.close()
                continue
            self.welcome(raw, client, server)

    def steps_back(self) -> bool:
        """Whether the doors are left to another for a moment."""
        if steps_back := self.alive and self.turn.steps_back():
            self.set_accept_enabled(False)
        return steps_back

    def give_way(self) -> bool:
        """Close the connection that has waited longest for a request. Whether there was one."""
        for conn in (*self.reading, *self.leaving)[:1]:
            self.end(conn)
            return True
        return False

    def await_request(self, conn: Connection, seconds: float) -> None:
        """Hold a connection without a thread until its next request is whole."""
        self.reading[conn] = None
        conn.deadline = time.monotonic() + seconds

    def on_readable(self, conn: Connection, _file: object = None) -> None:
        """Take what has come, and hand on a request that is whole."""
        if conn.has_ended:  # by another event of the same turn
            return
        if conn.watched and self.is_anothers(conn) and self.pass_on(conn):
            return
        try:
            data = conn.raw.recv(READ_BYTES)
        except BlockingIOError:
            self.watch(conn, selectors.EVENT_READ, self.on_readable)
            return
        except OSError:
            data = b""
        if not data:
            self.end(conn)
            return
        if not len(conn.incoming):
            conn.deadline = time.monotonic() + self.patience_s
        had_head = conn.incoming.has_head
        conn.incoming.feed(data)
        self.hand_on(conn, had_head=had_head)

    def is_anothers(self, conn: Connection) -> bool:
        """Whether the request that begins to come is left to a worker that has less to do."""
        return self.alive and not len(conn.incoming) and self.turn.is_anothers()

    def hand_on(self, conn: Connection, *, had_head: bool = False) -> None:
        """Give a request that is whole to a thread; else go on waiting."""
        try:
            whole = conn.incoming.look()
        except TooLong:
            self.refuse(conn, TOO_LONG)
            return
        if whole is not None:
            self.answer(conn, whole)
            return
        if conn.incoming.has_head and not had_head:
            conn.deadline = time.monotonic() + _BODY_FACTOR * self.patience_s
            if conn.incoming.wants_word and not self.say(conn, CONTINUE):
                return
        self.watch(conn, selectors.EVENT_READ, self.on_readable)

    def answer(self, conn: Connection, whole: Whole) -> None:
        """Let a thread answer."""
        self.unwatch(conn)
        self.reading.pop(conn, None)
        conn.is_last = whole.is_last
        conn.wire.give(conn.incoming.take(whole))
        self.turn.begin()
        self.enqueue_req(conn)

    def handle(self, conn: Connection) -> Any:
        """In a thread: the whole request."""
        try:
            return super().handle(conn)
        finally:
            with suppress(OSError):  # the loop meets it again
                conn.wire.flush()
            self.turn.end()

    def handle_request(self, req: Any, conn: Connection) -> Any:
        """In a thread: as gunicorn answers, but for a connection that cannot be read on."""
        if conn.is_last:
            req.force_close()
        return super().handle_request(req, conn)

    # -- going -----------------------------------------------------------------------------------

    def finish_request(self, conn: Connection, future: Future[Any]) -> None:
        """After a thread: send what is left, then wait for the next request or close."""
        try:
            goes_on = bool(future.result()) and self.is_readable_on(conn)
        except Exception:  # the thread has written down what it was
            goes_on = False
        conn.is_last = not goes_on
        self.leaving[conn] = None
        self.on_writable(conn)

    def is_readable_on(self, conn: Connection) -> bool:
        """Whether the answer has read its request to the end and nothing else."""
        wire, ahead = conn.wire, conn.parser.unreader.buf.getvalue()
        return not (conn.is_last or wire.is_broken or ahead) and wire.was_read

    def on_writable(self, conn: Connection, _file: object = None) -> None:
        """Send on. Who takes nothing for too long leaves."""
        if conn.has_ended:
            return
        try:
            is_sent = conn.wire.flush()
        except OSError:
            self.end(conn)
            return
        if not is_sent:
            conn.deadline = time.monotonic() + self.patience_s
            self.watch(conn, selectors.EVENT_WRITE, self.on_writable)
        elif conn.is_last or conn.wire.is_broken:
            self.linger(conn)
        else:
            self.leaving.pop(conn, None)
            self.await_request(conn, self.cfg.keepalive if self.alive else self.linger_s)
            if len(conn.incoming):
                conn.deadline = time.monotonic() + self.patience_s
                self.hand_on(conn)
            elif self.alive or not self.pass_on(conn):
                self.watch(conn, selectors.EVENT_READ, self.on_readable)

    def leave_the_door(self) -> None:
        """When the worker stops: nobody may wait at a door that nobody opens. Where others go on,
        it stays open by them; else those who stand there, and connections that were just handed
        over, are taken in, and it is closed.
        """
        turns_taken = 0 if self.has_others else _MOST_AT_DOOR // _ACCEPTED_AT_ONCE
        for listener in self.sockets:
            for _ in range(turns_taken):
                self.accept(listener)
            listener.close()
        for _ in range(turns_taken):
            self.adopt()

    def part(self, conn: Connection) -> None:
        """End a connection on which nothing has come, after a last look whether something has.

        Of a worker that stops it waits for others to take it, who may still have to begin.
        """
        if not self.alive and self.has_others:
            if self.pass_on(conn):
                return
            if time.monotonic() < self.hands_over_until:
                conn.deadline += _TICK_S
                return
        self.unwatch(conn)
        self.on_readable(conn)
        if not (conn.has_ended or len(conn.incoming)) and conn in self.reading:
            del self.reading[conn]
            self.leaving[conn] = None
            conn.is_last = True
            self.linger(conn)

    def murder_pending(self) -> None:
        """What gunicorn's loop calls after each turn: say goodbye to who is too slow."""
        now = time.monotonic()
        if now < self.next_tick:
            return
        self.next_tick = now + _TICK_S
        for conn in [conn for conn in self.reading if conn.deadline <= now]:
            if len(conn.incoming):
                self.refuse(conn, TOO_SLOW)
            else:
                self.part(conn)
        for conn in [conn for conn in self.leaving if conn.deadline <= now]:
            self.end(conn)

    def _cap_keepalive(self, deadline: float) -> None:
        """When the worker stops: connections without a request are passed on; those that nobody
        takes close by `deadline`.
        """
        self.leaves = True
        self.hands_over_until = time.monotonic() + _HAND_OVER_S
        self.turn.leave()
        self.leave_the_door()
        for conn in [conn for conn in self.reading if not len(conn.incoming)]:
            if not self.pass_on(conn):
                conn.deadline = min(conn.deadline, deadline)
