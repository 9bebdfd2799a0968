"""A run in a process of its own, to be interrupted: makes packages against a URL until it is told to stop.

    python kit_child.py URL LEDGER

Prints a line when the first packages are there, and another one when it is through.
"""

import json
import sys
from pathlib import Path

from mpkit.conformance.cleanup import cleanup
from mpkit.conformance.ledger import Ledger, Origin
from mpkit.conformance.subject import Call, TransportError
from mpkit.conformance.subjects.wire import Wire
from mpkit.conformance.subjects.wrappers import Ledgered, Stop, Stoppable

url, path = sys.argv[1:]
wire = Wire(url)
stop = Stop()
ledger = Ledger.create(Path(path), Origin("k3x9", region=wire.region), durable=False)
subject = Stoppable(Ledgered(wire, ledger), stop)


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def call(operation: str, **request: object) -> None:
    subject.send(Call(operation, json.dumps(request).encode()))


with cleanup(ledger, wire, stop, tell) as done:
    call("CreateModelPackageGroup", ModelPackageGroupName="k3x9-group")
    number = 0
    try:
        while True:
            number += 1
            call("CreateModelPackage", ModelPackageName=f"k3x9-{number}")
            call("CreateModelPackage", ModelPackageGroupName="k3x9-group")
            if number == 5:
                tell("ready")
    except TransportError as problem:
        tell(problem.broken.kind)
tell(done.swept.text() if done.swept else "")
wire.close()
