"""An image lies in another region than the model package.

## What it checks

The region in the ECR path of ``Image`` against that of ``ModelPackageArn`` or of the ARN in ``ModelPackageGroupName``. Without one of
these ARNs the region of the package is not known, and the rule is silent.

## Why the service refuses it

The documents of model packages do not demand it, so this is a warning. Those of ``CreateModel`` do: image, artifacts and model have to be
in one region, and a package exists to make models from.

## How to fix

Replicate or push the image to a registry in the package's region and give that path.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from . import _arn, _image
from ._containers import ROOTS, containers
from ._samples import GROUP_ARN, versioned

AT = ("InferenceSpecification", "Containers", 0, "Image")


def check(scope: Scope) -> Iterator[Finding]:
    found = _arn.package_region(scope)
    if found is None:
        return
    region, member = found
    for container in containers(scope):
        image = container.text("Image")
        where = None if image is None else _image.region(image)
        if where is not None and where != region:
            yield container.finding(
                "Image",
                message=f"Image is in the region {where}, but the model package is in {region}",
                help=f"push the image to a registry in {region} and give that path",
                related=(Related((member,), f"the model package is in {region}"),),
            )


RULE = Rule(
    id="MP254",
    name="image-region",
    summary="an image lies in another region than the model package",
    severity=Severity.warning,
    cites=(),
    doc=__doc__,
    trigger=Visit(ROOTS, ("ModelPackageArn", "ModelPackageGroupName")),
    check=check,
    examples=(
        Example(
            good=versioned(ModelPackageGroupName=GROUP_ARN),
            edit=Edit("set", AT, "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:1.4"),
            expect=(AT,),
            message="Image is in the region eu-west-1, but the model package is in us-east-1",
        ),
    ),
)
