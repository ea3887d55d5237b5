# What the mocked provider answers where a random string would be refused: ARNs and ids.

mock_data "aws_caller_identity" {
  defaults = {
    account_id = "123456789012"
  }
}

mock_resource "aws_s3_bucket" {
  defaults = {
    id  = "mocked"
    arn = "arn:aws:s3:::mocked"
  }
}

# The region and the partition are unusual on purpose: nothing may take them for granted.
mock_resource "aws_sqs_queue" {
  defaults = {
    arn = "arn:aws-cn:sqs:cn-north-1:123456789012:mocked"
    url = "https://queues.example/123456789012/mocked"
  }
}

mock_resource "aws_lambda_layer_version" {
  defaults = {
    arn = "arn:aws:lambda:eu-west-1:123456789012:layer:mocked:1"
  }
}

mock_resource "aws_lambda_function" {
  defaults = {
    arn = "arn:aws:lambda:eu-west-1:123456789012:function:mocked"
  }
}

mock_resource "aws_cloudwatch_log_group" {
  defaults = {
    arn = "arn:aws:logs:eu-west-1:123456789012:log-group:mocked"
  }
}

mock_resource "aws_iam_role" {
  defaults = {
    id  = "mocked"
    arn = "arn:aws:iam::123456789012:role/mocked"
  }
}
