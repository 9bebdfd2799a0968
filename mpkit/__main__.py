"""The command ``mpkit``."""

import gc
import sys


def main() -> int:
    """Run the command line; the console script and ``python -m mpkit`` start here."""
    # Answered before anything is imported: editors and hooks ask for the version at every start.
    if sys.argv[1:] in (["--version"], ["-V"]):
        from ._version import __version__  # noqa: PLC0415 - nothing but this is needed

        sys.stdout.write(f"mpkit {__version__}\n")
        return 0
    # Nothing that is made while modules load is garbage; the commands that run long switch the collector on again.
    gc.disable()
    from .linter.cli import run  # noqa: PLC0415 - keeps the branch above lazy

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
