"""What tests of the model share: a registry that is talked to in one line, and small requests."""

from dataclasses import dataclass, field
from typing import Any

from mpkit.conformance.model import Model, State
from mpkit.conformance.outcome import Accepted, Refused

IMAGE = "111122223333.dkr.ecr.us-east-1.amazonaws.com/churn:1.4"
SPECIFICATION: dict[str, Any] = {"Containers": [{"Image": IMAGE}]}
UNVERSIONED: dict[str, Any] = {
    **SPECIFICATION,
    "SupportedTransformInstanceTypes": ["ml.m5.xlarge"],
    "SupportedRealtimeInferenceInstanceTypes": ["ml.m5.xlarge"],
    "SupportedContentTypes": ["text/csv"],
    "SupportedResponseMIMETypes": ["text/csv"],
}


def arn(resource: str, kind: str = "model-package") -> str:
    return f"arn:aws:sagemaker:us-east-1:111122223333:{kind}/{resource}"


def named(*names: str) -> list[dict[str, Any]]:
    """Additional inference specifications of these names."""
    return [{"Name": name, **SPECIFICATION} for name in names]


@dataclass
class Talk:
    """A registry with what it holds so far."""

    model: Model = field(default_factory=Model)
    state: State = field(default_factory=State)
    now: float = 0.0

    def ask(self, operation: str, **request: Any) -> Accepted | Refused:
        self.now += 1
        before = self.state
        self.state, answer = self.model.answer(before, operation, request, self.now)
        assert self.state is before or isinstance(answer, Accepted), "a refused request changed something"
        return answer

    def do(self, operation: str, **request: Any) -> Any:
        answer = self.ask(operation, **request)
        assert isinstance(answer, Accepted), answer
        assert answer.status == 200
        return answer.body

    def refused(self, operation: str, **request: Any) -> Refused:
        answer = self.ask(operation, **request)
        assert isinstance(answer, Refused), answer
        assert answer.status == 400
        return answer

    def group(self, name: str = "churn") -> str:
        found: str = self.do("CreateModelPackageGroup", ModelPackageGroupName=name)["ModelPackageGroupArn"]
        return found

    def version(self, group: str = "churn", **members: Any) -> str:
        request = {"ModelPackageGroupName": group, "InferenceSpecification": SPECIFICATION, **members}
        found: str = self.do("CreateModelPackage", **request)["ModelPackageArn"]
        return found

    def package(self, name: str, **members: Any) -> str:
        request = {"ModelPackageName": name, "InferenceSpecification": UNVERSIONED, **members}
        found: str = self.do("CreateModelPackage", **request)["ModelPackageArn"]
        return found

    def update(self, package: str, **members: Any) -> Any:
        return self.do("UpdateModelPackage", ModelPackageArn=package, **members)

    def shown(self, package: str, **members: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.do("DescribeModelPackage", ModelPackageName=package, **members)
        return found

    def listed(self, **request: Any) -> list[str]:
        return [item["ModelPackageArn"] for item in self.do("ListModelPackages", **request)["ModelPackageSummaryList"]]

    def pages(self, **request: Any) -> list[list[str]]:
        """All pages of a list."""
        found, token = [], None
        while not found or token is not None:
            body = self.do("ListModelPackages", **request, **({"NextToken": token} if token else {}))
            found.append([item["ModelPackageArn"] for item in body["ModelPackageSummaryList"]])
            token = body.get("NextToken")
            assert len(found) < 100, "the list does not end"
        return found
