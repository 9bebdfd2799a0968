"""Whole files with a good request, for the examples of rules about reading."""

from ._samples import PACKAGE_ARN

UPDATE_JSON = f"""{{
  "ModelPackageArn": "{PACKAGE_ARN}",
  "ModelApprovalStatus": "Approved"
}}
"""

UPDATE_YAML = f"""ModelPackageArn: {PACKAGE_ARN}
ModelApprovalStatus: Approved
ApprovalDescription: accuracy 0.93
CustomerMetadataProperties:
  reviewer: ana
"""
