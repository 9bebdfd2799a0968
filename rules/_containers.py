"""All containers of a request, for rules that weigh them against the request itself."""

from collections.abc import Iterator

from ..linter.request import Scope

ROOTS = ("CreateModelPackageInput", "UpdateModelPackageInput")
"""The shapes that `containers` starts from."""

SPECIFICATIONS = ("InferenceSpecification", "AdditionalInferenceSpecifications", "AdditionalInferenceSpecificationsToAdd")
"""The members of a request that hold containers."""


def containers(scope: Scope) -> Iterator[Scope]:
    """Yield the containers of a request, whichever specification holds them."""
    single = scope.child(SPECIFICATIONS[0])
    if single is not None:
        yield from single.items("Containers")
    for member in SPECIFICATIONS[1:]:
        for specification in scope.items(member):
            yield from specification.items("Containers")
