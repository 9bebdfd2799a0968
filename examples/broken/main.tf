variable "month" {
  type = string
}

resource "awscc_sagemaker_model_package" "churn" {
  model_package_group_name  = "churn"
  model_package_description = "Gradient-boosted churn model of ${var.month}"
  model_approval_status     = "Pending"

  inference_specification = {
    containers = [
      {
        image          = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn-serving:1.4"
        model_data_url = "s3://amzn-s3-demo-bucket/churn/${var.month}/model.pkl"
      }
    ]
    supported_content_types                     = ["text/csv"]
    supported_response_mime_types               = ["text/csv"]
    supported_realtime_inference_instance_types = ["ml.m5.large"]
  }
}
