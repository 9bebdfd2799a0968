"""Show what mpkit says about the examples; `make demo` runs this."""

import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parent
ROOT = EXAMPLES.parent


def show(*arguments: str, expected: int) -> bool:
    """Run one command as a user would type it, and tell whether it ended as it should."""
    print(f"$ mpkit {' '.join(arguments)}", flush=True)
    code = subprocess.run([sys.executable, "-m", "mpkit", *arguments], cwd=ROOT, check=False).returncode
    print(f"(exit code {code})\n", flush=True)
    return code == expected


def main() -> int:
    """Run all commands; 0 when each ended as it should."""
    outcomes = [
        show("lint", "examples/good", expected=0),
        show("lint", "--list", "examples/good", expected=0),
        show("lint", "examples/broken", "--statistics", expected=1),
        show("rule", "model-data-suffix", expected=0),
        show("conform", "--target", "reference", expected=0),
        show("conform", "--phase", "smoke,stateful", "--deviations", "examples/moto-deviations.yaml", expected=0),
        show("conform", "--only", "update/keeps-unmentioned", expected=1),
    ]
    return 0 if all(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
