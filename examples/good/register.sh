#!/usr/bin/env bash
# Registers the model of a month: register.sh 2026-10
set -euo pipefail

month="$1"
image="111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn-serving:1.4"

aws sagemaker create-model-package \
  --region eu-west-1 \
  --model-package-group-name churn \
  --model-package-description "Gradient-boosted churn model of ${month}" \
  --model-approval-status PendingManualApproval \
  --inference-specification "Containers=[{Image=${image},ModelDataUrl=s3://amzn-s3-demo-bucket/churn/${month}/model.tar.gz}],SupportedContentTypes=text/csv,SupportedResponseMIMETypes=text/csv" \
  --query ModelPackageArn --output text
