"""``mpkit serve``: a fake model registry on a port of this machine."""

import argparse
import gc
import re
import signal
import sys
from pathlib import Path
from threading import Event

import orjson

from ... import schemas
from .streams import UsageError

_MOST_PORTS = 65535
# What ARNs can hold, by the pattern of ModelPackageArn.
_REGION = re.compile(r"[a-z0-9-]{9,16}")
_ACCOUNT = re.compile(r"[0-9]{12}")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=0, help="the port to listen at; 0 takes a free one (default: %(default)s)")
    parser.add_argument("--spec", default=schemas.CURRENT, metavar="EDITION", help="the edition of the spec (default: %(default)s)")
    parser.add_argument("--db", type=Path, metavar="FILE", help="an SQLite file that keeps what is created (default: memory only)")
    parser.add_argument("--region", type=_region, default="us-east-1", help="the region in ARNs (default: %(default)s)")
    parser.add_argument("--account", type=_account, default="111122223333", help="the account in ARNs (default: %(default)s)")
    parser.add_argument("--verbose", action="store_true", help="write a line for each call to standard error")
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="how to print the URL (default: %(default)s)")
    parser.epilog = _EPILOG


_EPILOG = """\
Prints one line with its URL and serves until Ctrl-C or SIGTERM. Any AWS client can talk to it; signatures are not checked:

  mpkit serve --port 5000 --db registry.db
  aws sagemaker list-model-packages --endpoint-url http://127.0.0.1:5000
"""


def run(options: argparse.Namespace) -> int:
    """Serve until the process is told to stop. Raises `UsageError` for what cannot be served."""
    from ...conformance.server import PortError, serve  # noqa: PLC0415 - slow to load
    from ...conformance.store import StoreError  # noqa: PLC0415 - as above

    gc.enable()
    stopped = Event()
    before = {number: signal.signal(number, lambda *_: stopped.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with serve(
            options.spec,
            host=options.host,
            port=options.port,
            region=options.region,
            account=options.account,
            db=options.db,
            verbose=options.verbose,
        ) as served:
            sys.stdout.write(_announced(options, served.url, served.spec))
            sys.stdout.flush()
            stopped.wait()
    except (PortError, StoreError, schemas.UnknownEditionError) as problem:
        raise UsageError(str(problem)) from problem
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0


def _announced(options: argparse.Namespace, url: str, spec: str) -> str:
    if options.output_format == "json":
        told = {"url": url, "spec": spec, "region": options.region, "account": options.account}
        return orjson.dumps({**told, "db": options.db and str(options.db)}, option=orjson.OPT_APPEND_NEWLINE).decode()
    where = f"kept in {options.db}" if options.db else "kept in memory"
    return f"{url}  edition {spec}, {options.region}, account {options.account}, {where}; Ctrl-C stops\n"


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= _MOST_PORTS):
        raise argparse.ArgumentTypeError(f"'{text}' is no port; give a number from 0 to {_MOST_PORTS}")
    return int(text)


def _region(text: str) -> str:
    if _REGION.fullmatch(text) is None:
        raise argparse.ArgumentTypeError(f"'{text}' is no region; give one like us-east-1")
    return text


def _account(text: str) -> str:
    if _ACCOUNT.fullmatch(text) is None:
        raise argparse.ArgumentTypeError(f"'{text}' is no account; give 12 digits")
    return text
