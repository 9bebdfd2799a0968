"""An adapter: puts a fake that is called directly, without HTTP, behind the conformance kit.

From this folder:

    mpkit conform --target subject_adapter:adapter

The fake below stands for one of your own. It keeps model packages in a dictionary and checks little, and the kit tells what it misses.
"""

import json
import threading
import time
from typing import Any

from mpkit.conformance.outcome import Reply
from mpkit.conformance.subject import Call

ARN = "arn:aws:sagemaker:us-east-1:111122223333:"


class RefusalError(Exception):
    """What the fake says to a request that it does not take."""


class Fake:
    """A model registry as a test suite might have one: Python objects in, Python objects out."""

    def __init__(self) -> None:
        self.groups: dict[str, dict[str, Any]] = {}
        self.packages: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()

    def create_model_package_group(self, request: dict[str, Any]) -> dict[str, Any]:
        """Create a group."""
        name = request["ModelPackageGroupName"]
        if name in self.groups:
            raise RefusalError(f"Model Package Group already exists: {name}")
        self.groups[name] = {**request, "ModelPackageGroupArn": f"{ARN}model-package-group/{name}"}
        return {"ModelPackageGroupArn": self.groups[name]["ModelPackageGroupArn"]}

    def create_model_package(self, request: dict[str, Any]) -> dict[str, Any]:
        """Create a package of its own, or the next version in a group."""
        group, name = request.get("ModelPackageGroupName"), request.get("ModelPackageName")
        if (group is None) == (name is None):
            raise RefusalError("Exactly one of ModelPackageName and ModelPackageGroupName is required.")
        made = {**request, "CreationTime": time.time(), "ModelPackageStatus": "Completed"}
        if group is not None:
            if group not in self.groups:
                raise RefusalError(f"Model Package Group {group} does not exist.")
            made["ModelPackageVersion"] = 1 + sum(package.get("ModelPackageGroupName") == group for package in self.packages.values())
            name = f"{group}/{made['ModelPackageVersion']}"
        arn = f"{ARN}model-package/{name}"
        if arn in self.packages:
            raise RefusalError(f"ModelPackage already exists: {arn}")
        self.packages[arn] = {**made, "ModelPackageArn": arn}
        return {"ModelPackageArn": arn}

    def describe_model_package(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return all that is known of a package."""
        return self._package(request["ModelPackageName"])

    def update_model_package(self, request: dict[str, Any]) -> dict[str, Any]:
        """Change a package."""
        package = self._package(request["ModelPackageArn"])
        package |= request
        return {"ModelPackageArn": package["ModelPackageArn"]}

    def delete_model_package(self, request: dict[str, Any]) -> dict[str, Any]:
        """Delete a package."""
        del self.packages[self._package(request["ModelPackageName"])["ModelPackageArn"]]
        return {}

    def _package(self, identity: str) -> dict[str, Any]:
        arn = identity if identity.startswith("arn:") else f"{ARN}model-package/{identity}"
        if arn not in self.packages:
            raise RefusalError(f"Model package {identity} does not exist.")
        return self.packages[arn]

    def handle(self, operation: str, request: dict[str, Any]) -> dict[str, Any] | None:
        """Do one operation; `None` is the answer to one that the fake does not have."""
        methods = {
            "CreateModelPackage": self.create_model_package,
            "CreateModelPackageGroup": self.create_model_package_group,
            "DeleteModelPackage": self.delete_model_package,
            "DescribeModelPackage": self.describe_model_package,
            "UpdateModelPackage": self.update_model_package,
        }
        with self._lock:
            return methods[operation](request) if operation in methods else None


class Adapter:
    """What the kit needs: a name, a region, and a method that turns a call into a reply. It may be called from several threads."""

    name = "a fake in a dictionary"
    region = "us-east-1"

    def __init__(self, fake: Fake) -> None:
        self.fake = fake

    def send(self, call: Call) -> Reply:
        """Answer one call. What must not be answered raises `mpkit.conformance.subject.TransportError`."""
        operation = call.header_target.removeprefix("SageMaker.")
        try:
            request = json.loads(call.body)
        except (ValueError, RecursionError):
            return refusal("SerializationException", "the body is no JSON")
        try:
            answer = self.fake.handle(operation, request)
        except RefusalError as problem:
            return refusal("ValidationException", str(problem))
        except (KeyError, TypeError, AttributeError) as problem:
            return refusal("ValidationException", f"{type(problem).__name__}: {problem}")
        if answer is None:
            return refusal("UnknownOperationException", operation)
        return Reply(200, {"content-type": "application/x-amz-json-1.1"}, json.dumps(answer).encode())

    def close(self) -> None:
        """End what was started: nothing here."""


def refusal(code: str, message: str) -> Reply:
    return Reply(400, {"content-type": "application/x-amz-json-1.1"}, json.dumps({"__type": code, "message": message}).encode())


def adapter() -> Adapter:
    """Make what the kit tests; named on the command line."""
    return Adapter(Fake())
