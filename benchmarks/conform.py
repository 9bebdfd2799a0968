"""Measure what `mpkit conform` costs: ``python benchmarks/conform.py``.

Seconds of runs against moto, the rate of the kit beside that of a bare signed loop which makes the very same calls over one kept-alive
connection to the same target in the same run, and the seconds of the self-test. Prints a table; exit code 1 when a limit is missed.
"""

import http.client
import subprocess
import sys
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from mpkit import schemas
from mpkit.conformance.bench import Bench, Settings
from mpkit.conformance.names import Names
from mpkit.conformance.outcome import Reply
from mpkit.conformance.phases.boundary import PHASE
from mpkit.conformance.subject import Call
from mpkit.conformance.subjects.moto import Moto

_QUICK_SECONDS, _FULL_SECONDS, _SELF_TEST_SECONDS, _RATE = 20.0, 60.0, 300.0, 0.8
_ROUNDS = 2


class Recording:
    """moto, with a note of each call."""

    def __init__(self, inner: Moto) -> None:
        self.inner, self.name, self.region = inner, inner.name, inner.region
        self.calls: list[Call] = []

    def send(self, call: Call) -> Reply:
        """Note a call and send it."""
        self.calls.append(call)
        return self.inner.send(call)

    def close(self) -> None:
        """Stop moto."""
        self.inner.close()


def seconds(*arguments: str) -> float:
    """Run `mpkit conform` and return its seconds on the clock; what it finds does not matter here."""
    start = time.perf_counter()
    code = subprocess.run([sys.executable, "-m", "mpkit", "conform", *arguments], capture_output=True, check=False).returncode
    if code not in (0, 1):
        raise RuntimeError(f"exit code {code} of mpkit conform {' '.join(arguments)}")
    return time.perf_counter() - start


def kit() -> tuple[float, list[Call]]:
    """Run the boundary phase on a fresh moto; return calls a second and the calls."""
    subject = Recording(Moto())
    spec = schemas.load("current")
    bench = Bench(subject, spec, Names("bench", account=subject.inner.account), Settings(workers=1))
    start = time.perf_counter()
    for _ in PHASE.run(PHASE.checks(spec), bench):
        pass
    rate = len(subject.calls) / (time.perf_counter() - start)
    subject.close()
    return rate, subject.calls


def bare(calls: Sequence[Call]) -> float:
    """Make the same calls in a bare loop to a fresh moto; return calls a second."""
    moto = Moto()
    parts = urlsplit(moto.url)
    signer = SigV4Auth(Credentials("key", "secret"), "sagemaker", moto.region)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port)
    start = time.perf_counter()
    for call in calls:
        headers = {"Content-Type": call.content_type, "X-Amz-Target": call.header_target}
        request = AWSRequest("POST", moto.url + "/", headers, call.body)
        signer.add_auth(request)
        connection.request("POST", "/", call.body, dict(request.headers))
        connection.getresponse().read()
    rate = len(calls) / (time.perf_counter() - start)
    connection.close()
    moto.close()
    return rate


def main() -> int:
    """Measure and print; 1 when a limit is missed."""
    pairs = []
    for _ in range(_ROUNDS):
        rate, calls = kit()
        pairs.append((rate, bare(calls)))
    rate, loop = max(pairs, key=lambda pair: pair[0] / pair[1])
    quick = min(seconds("--phase", "smoke,boundary") for _ in range(_ROUNDS))
    full = min(seconds() for _ in range(_ROUNDS))
    trial = seconds("--self-test")
    table = [
        ("smoke and boundary against moto", f"{quick:.1f} s", f"<= {_QUICK_SECONDS:g} s", quick <= _QUICK_SECONDS),
        ("full run against moto", f"{full:.1f} s", f"<= {_FULL_SECONDS:g} s", full <= _FULL_SECONDS),
        (f"rate, of a bare loop's {loop:.0f}/s", f"{rate / loop:.2f}", f">= {_RATE:g}", rate / loop >= _RATE),
        ("self-test", f"{trial:.0f} s", f"<= {_SELF_TEST_SECONDS:g} s", trial <= _SELF_TEST_SECONDS),
    ]
    for what, measured, limit, fine in table:
        print(f"{what:<40} {measured:>10} {limit:>12}  {'ok' if fine else 'MISSED'}")
    return 0 if all(fine for *_, fine in table) else 1


if __name__ == "__main__":
    sys.exit(main())
