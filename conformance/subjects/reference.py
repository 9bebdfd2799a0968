"""The reference as a subject: the documents' own model, over HTTP as others meet it, or called directly.

`Reference` is what a run tests by default when it is asked for the reference, so that the whole way is tried. `Direct` is the same
without the wire and several times faster: the kit's own trials and its faulty backends are of this kind.
"""

from contextlib import ExitStack
from typing import TYPE_CHECKING

from .._text import ACCOUNT, REGION
from ..model import Model
from ..outcome import Reply
from ..server import serve
from ..subject import Call
from ..wire import Registry, Stages, stages
from .wire import Wire

if TYPE_CHECKING:
    from pathlib import Path

    from ...schemas import Spec


class Reference:
    """The reference behind HTTP on a free port of this machine; ``url`` is where it listens until `close`.

    ``db`` is a file that keeps what is created. Raises `mpkit.conformance.store.StoreError`.
    """

    account = ACCOUNT

    def __init__(self, spec: "Spec | str" = "current", region: str | None = None, *, db: "Path | None" = None) -> None:
        self.region = region or REGION
        self.name = "reference"
        with ExitStack() as stack:
            self.url = stack.enter_context(serve(spec, region=self.region, db=db)).url
            self._wire = Wire(self.url, region=self.region, name=self.name)
            stack.callback(self._wire.close)
            self._started = stack.pop_all()

    def send(self, call: Call) -> Reply:
        """Send one call over HTTP. Raises `TransportError`."""
        return self._wire.send(call)

    def close(self) -> None:
        """Close the connections and stop the server."""
        self._started.close()


class Direct:
    """A registry that is called without a wire: the reference, or with other ``way`` one that is like it."""

    account = ACCOUNT

    def __init__(self, spec: "Spec | str" = "current", region: str | None = None, *, way: Stages | None = None) -> None:
        self.region = region or REGION
        self.name = "reference"
        self._registry = Registry(way or stages(Model(spec, self.region)))

    def send(self, call: Call) -> Reply:
        """Answer one call. A faulty way may raise `TransportError`."""
        return self._registry(call)

    def close(self) -> None:
        """Do nothing: nothing was started."""
