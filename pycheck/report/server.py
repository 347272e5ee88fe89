"""A local look at a site: on this machine only, nothing is remembered by the browser."""

from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pycheck.errors import InputError


class _Quiet(SimpleHTTPRequestHandler):
    # Whoever sends half a request holds a thread no longer than this.
    timeout = 10

    def translate_path(self, path: str) -> str:
        """The file of an address; one with a null byte has none."""
        return super().translate_path(path.replace("%00", "%EF%BF%BD").replace("\0", "\ufffd"))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of every request."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


def serve_folder(folder: Path, port: int, tell: Callable[[str], None]) -> None:
    """Serve `folder` on 127.0.0.1 until interrupted; port 0 takes a free one.

    `tell` is called with the address. Raises `InputError` when the port is taken.
    """
    handler = partial(_Quiet, directory=str(folder))
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise InputError(f"cannot serve on port {port}: {error.strerror}; give --port") from error
    with server:
        tell(f"http://127.0.0.1:{server.server_port}/")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
