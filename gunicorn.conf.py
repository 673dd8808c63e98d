"""What holds however gunicorn is started here: no header sets a path, the log names no visitor.

gunicorn finds this file by its name in the directory that it starts in. On HUP the workers get the
extract that is on the disk now: with `--preload` a HUP by itself would fork the application of the
start once more.
"""

from __future__ import annotations

from typing import Any

forwarder_headers = ""
logger_class = "callbacks.server.gunicorn_logger.QuietLogger"
control_socket_disable = True


def on_reload(arbiter: Any) -> None:
    """Make the application anew; where that fails, the old one goes on and the log says why."""
    import app  # noqa: PLC0415 - the settings are read by then

    renewed = app.renewed_server()
    if renewed is None:
        arbiter.log.error("the new extract cannot be served; the old one goes on")
        return
    arbiter.app.callable = renewed
    arbiter.log.info("serving the extract of now")
