"""What a registry of model packages holds: values that never change; every change makes a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple


class Home(NamedTuple):
    """The region and account that a registry is in."""

    region: str
    account: str

    @property
    def partition(self) -> str:
        """The partition of the region, as ARNs write it."""
        if self.region.startswith("cn-"):
            return "aws-cn"
        return "aws-us-gov" if self.region.startswith("us-gov-") else "aws"

    def arn(self, kind: str, resource: str) -> str:
        """Return the ARN of a resource; ``kind`` is ``model-package`` or ``model-package-group``."""
        return f"arn:{self.partition}:sagemaker:{self.region}:{self.account}:{kind}/{resource}"


@dataclass(frozen=True, slots=True)
class Group:
    """A model package group.

    ``number`` counts what was created before it, ``created`` is its time (seconds since 1970), ``document`` what describing it answers.
    ``versions`` is how many versions were ever created in it: their numbers are not used again.
    """

    name: str
    arn: str
    number: int
    created: float
    document: Mapping[str, Any]
    versions: int = 0


@dataclass(frozen=True, slots=True)
class Package:
    """A model package: a version in ``group``, or one of its own with a ``name``.

    ``number``, ``created`` and ``document`` are as in `Group`. ``sent`` is the request that created it and ``updates`` are the updates
    of it that carried a ``ClientToken``, by token: a repeated call changes nothing.
    """

    arn: str
    name: str | None
    group: str | None
    version: int | None
    number: int
    created: float
    document: Mapping[str, Any]
    sent: Mapping[str, Any]
    updates: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The name that filters and sorting go by: that of a version is its group's."""
        return self.name or self.group or ""


@dataclass(frozen=True, slots=True)
class State:
    """All that a registry holds: groups by name, packages by ARN, the ARN of each create request's ``ClientToken``.

    ``count`` is how many things were ever created. Requests and documents are kept as they are given: nobody may change them afterwards.
    """

    groups: Mapping[str, Group] = field(default_factory=dict)
    packages: Mapping[str, Package] = field(default_factory=dict)
    tokens: Mapping[str, str] = field(default_factory=dict)
    count: int = 0

    def with_group(self, group: Group) -> "State":
        """Return the state with a group added or replaced."""
        return replace(self, groups={**self.groups, group.name: group}, count=max(self.count, group.number))

    def with_package(self, package: Package) -> "State":
        """Return the state with a package added or replaced."""
        return replace(self, packages={**self.packages, package.arn: package}, count=max(self.count, package.number))

    def with_token(self, token: str, arn: str) -> "State":
        """Return the state in which the package ``arn`` came of the create request with ``token``."""
        return replace(self, tokens={**self.tokens, token: arn})

    def without_group(self, name: str) -> "State":
        """Return the state without a group."""
        return replace(self, groups={known: group for known, group in self.groups.items() if known != name})

    def without_package(self, arn: str) -> "State":
        """Return the state without a package, and without the token that created it."""
        packages = {known: package for known, package in self.packages.items() if known != arn}
        return replace(self, packages=packages, tokens={token: known for token, known in self.tokens.items() if known != arn})
