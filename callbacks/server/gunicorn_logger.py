"""The words of gunicorn without the visitor: no address, no path, no query.

Named in gunicorn.conf.py. gunicorn itself writes a client's address and request line where it
refuses a request or fails at one; `callbacks.server.logs` promises that nothing of this is kept.
"""

from __future__ import annotations

import logging

from gunicorn.config import Config
from gunicorn.glogging import Logger

from callbacks.server.logs import frames_of
from callbacks.server.unnamed import say_no_server
from callbacks.server.watch import folder

_REFUSED = "Invalid request"
_FAILED = "Error handling request"
# Before a worker takes its first request: an operator needs the whole message.
_AT_START = "Exception in worker process"


class WithoutVisitor(logging.Filter):
    """Rewrites each record that may quote a request, so that it says only what kind it was."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: no record is lost."""
        message = str(record.msg)
        if message.startswith(_REFUSED):
            record.msg, record.args = "A request that is not valid HTTP was refused.", ()
        elif message.startswith(_FAILED):
            record.msg, record.args = "A request failed.", ()
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not message.startswith(_AT_START):
            record.exc_info, record.exc_text = None, frames_of(error)
        return True


class QuietLogger(Logger):  # type: ignore[misc]
    """gunicorn's logger; its access log stays off, since the app writes one of its own."""

    def setup(self, cfg: Config) -> None:
        """Configure as gunicorn does, then put the filter in front of every handler.

        In the master this is the first of our code that runs, before the application is loaded:
        what must be there by then is made here.
        """
        folder.open_if_wanted()
        say_no_server()
        super().setup(cfg)
        self.error_log.addFilter(WithoutVisitor())

    def debug(self, *_args: object, **_kwargs: object) -> None:
        """Write nothing: at this level gunicorn quotes every request line."""

    def access(self, *_args: object, **_kwargs: object) -> None:
        """Write nothing, whatever the command line asks for."""
