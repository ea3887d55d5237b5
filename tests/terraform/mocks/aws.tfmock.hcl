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

    bucket_regional_domain_name = "mocked.s3.eu-west-1.amazonaws.com"
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

mock_resource "aws_lambda_alias" {
  defaults = {
    arn = "arn:aws:lambda:eu-west-1:123456789012:function:mocked:live"
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

mock_data "aws_partition" {
  defaults = {
    partition  = "aws-cn"
    dns_suffix = "amazonaws.com.cn"
  }
}

mock_data "aws_service_principal" {
  defaults = {
    id     = "logs.cn-north-1.amazonaws.com.cn"
    region = "cn-north-1"
  }
}

mock_resource "aws_cloudwatch_event_rule" {
  defaults = {
    arn = "arn:aws-cn:events:cn-north-1:123456789012:rule/mocked"
  }
}

mock_resource "aws_sns_topic" {
  defaults = {
    arn = "arn:aws-cn:sns:cn-north-1:123456789012:mocked"
  }
}

mock_resource "aws_kms_key" {
  defaults = {
    arn    = "arn:aws-cn:kms:cn-north-1:123456789012:key/mocked"
    key_id = "mocked"
  }
}

mock_resource "aws_cloudwatch_metric_alarm" {
  defaults = {
    arn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:mocked"
  }
}

mock_resource "aws_cloudfront_distribution" {
  defaults = {
    arn         = "arn:aws-cn:cloudfront::123456789012:distribution/mocked"
    domain_name = "mocked.cloudfront.net"
  }
}

mock_resource "aws_cloudfront_origin_access_control" {
  defaults = { id = "mocked-access" }
}

mock_resource "aws_cloudfront_cache_policy" {
  defaults = { id = "mocked-cache" }
}

mock_resource "aws_cloudfront_response_headers_policy" {
  defaults = { id = "mocked-headers" }
}

mock_resource "aws_cloudfront_function" {
  defaults = {
    arn = "arn:aws-cn:cloudfront::123456789012:function/mocked"
  }
}
