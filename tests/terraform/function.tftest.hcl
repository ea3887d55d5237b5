# The function by itself: its code, role, alias and event source mapping.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

variables {
  name                  = "thumbnailer"
  zip                   = "tests/terraform/fixtures/artifact.txt"
  layer_arns            = ["arn:aws:lambda:eu-west-1:123456789012:layer:pillow:7"]
  architecture          = "arm64"
  runtime               = "python3.13"
  memory_size           = 1769
  timeout               = 60
  environment           = { THUMBNAILER_BUCKET = "pictures" }
  bucket_arn            = "arn:aws:s3:::pictures"
  uploads_prefix        = "uploads/"
  output_prefixes       = ["thumbnails/"]
  queue_arn             = "arn:aws:sqs:eu-west-1:123456789012:uploads"
  batch_size            = 5
  maximum_concurrency   = 10
  log_retention_in_days = 30
}

run "a_function_runs_the_zip_and_logs_json" {
  command = plan

  module {
    source = "./modules/function"
  }

  assert {
    condition     = aws_lambda_function.this.handler == "thumbnailer.handler.handler"
    error_message = "handler is ${aws_lambda_function.this.handler}"
  }

  assert {
    condition     = aws_lambda_function.this.source_code_hash == filebase64sha256("tests/terraform/fixtures/artifact.txt")
    error_message = "a new zip would not update the function"
  }

  assert {
    condition     = one(aws_lambda_function.this.layers) == "arn:aws:lambda:eu-west-1:123456789012:layer:pillow:7"
    error_message = "layers is ${jsonencode(aws_lambda_function.this.layers)}"
  }

  # With JSON and without its levels every plan would publish a version.
  assert {
    condition     = aws_lambda_function.this.logging_config[0].application_log_level == "INFO" && aws_lambda_function.this.logging_config[0].system_log_level == "INFO"
    error_message = "logging_config is ${jsonencode(aws_lambda_function.this.logging_config)}"
  }

  assert {
    condition     = aws_lambda_function.this.logging_config[0].log_format == "JSON" && aws_lambda_function.this.logging_config[0].log_group == "/aws/lambda/thumbnailer"
    error_message = "logging_config is ${jsonencode(aws_lambda_function.this.logging_config)}"
  }

  assert {
    condition     = one(aws_lambda_event_source_mapping.this.function_response_types) == "ReportBatchItemFailures"
    error_message = "one failed record would bring back its batch mates"
  }

  assert {
    condition     = aws_lambda_function.this.publish && aws_lambda_alias.this.function_version == aws_lambda_function.this.version
    error_message = "the alias leads to ${jsonencode(aws_lambda_alias.this.function_version)}, not to the version that is published"
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this.function_name == aws_lambda_alias.this.arn && output.alias_arn == aws_lambda_alias.this.arn
    error_message = "the queue would invoke ${aws_lambda_event_source_mapping.this.function_name}"
  }
}

run "a_long_role_name_is_cut" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    name = "a123456789b123456789c123456789d123456789e123456789f123456789g123"
  }

  assert {
    condition     = can(regex("^a123456789b123456789c123456789d123456789e123456789f1234-[0-9a-f]{8}$", aws_iam_role.this.name))
    error_message = "the role is called ${aws_iam_role.this.name}"
  }

  assert {
    condition     = endswith(aws_iam_role.this.name, substr(sha256("a123456789b123456789c123456789d123456789e123456789f123456789g123-role"), 0, 8))
    error_message = "two long names could become one: ${aws_iam_role.this.name}"
  }
}

run "by_default_nothing_is_reserved_traced_or_private" {
  command = plan

  module {
    source = "./modules/function"
  }

  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == null && one(aws_lambda_function.this.ephemeral_storage).size == 512
    error_message = "reserved are ${jsonencode(aws_lambda_function.this.reserved_concurrent_executions)}"
  }

  assert {
    condition     = one(aws_lambda_function.this.tracing_config).mode == "PassThrough" && length(aws_lambda_function.this.vpc_config) == 0
    error_message = "traced: ${one(aws_lambda_function.this.tracing_config).mode}"
  }

  assert {
    condition     = aws_iam_role.this.path == "/" && aws_iam_role.this.permissions_boundary == null
    error_message = "the role's path is ${aws_iam_role.this.path}"
  }
}

run "everything_can_be_chosen" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    zip                  = null
    zip_in_s3            = { bucket = "artifacts", key = "thumbnailer.zip", version = "v1" }
    reserved_concurrency = 20
    ephemeral_storage    = 1024
    tracing              = true
    vpc                  = { subnet_ids = ["subnet-1", "subnet-2"], security_group_ids = ["sg-1"] }
    role_path            = "/teams/pictures/"
    permissions_boundary = "arn:aws:iam::123456789012:policy/boundary"
    kms_key_arn          = "arn:aws:kms:eu-west-1:123456789012:key/k"
  }

  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == 20 && one(aws_lambda_function.this.ephemeral_storage).size == 1024
    error_message = "reserved are ${aws_lambda_function.this.reserved_concurrent_executions}"
  }

  assert {
    condition     = one(aws_lambda_function.this.tracing_config).mode == "Active"
    error_message = "traced: ${one(aws_lambda_function.this.tracing_config).mode}"
  }

  assert {
    condition     = one(aws_lambda_function.this.vpc_config).subnet_ids == toset(["subnet-1", "subnet-2"]) && one(aws_lambda_function.this.vpc_config).security_group_ids == toset(["sg-1"])
    error_message = "the network is ${jsonencode(aws_lambda_function.this.vpc_config)}"
  }

  assert {
    condition     = aws_iam_role.this.path == "/teams/pictures/" && aws_iam_role.this.permissions_boundary == "arn:aws:iam::123456789012:policy/boundary"
    error_message = "the role's path is ${aws_iam_role.this.path}"
  }

  assert {
    condition     = aws_lambda_function.this.filename == null && aws_lambda_function.this.s3_bucket == "artifacts" && aws_lambda_function.this.s3_key == "thumbnailer.zip" && aws_lambda_function.this.s3_object_version == "v1"
    error_message = "the code is ${jsonencode([aws_lambda_function.this.s3_bucket, aws_lambda_function.this.s3_key])}"
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.kms_key_id == "arn:aws:kms:eu-west-1:123456789012:key/k"
    error_message = "the log group is encrypted with ${jsonencode(aws_cloudwatch_log_group.this.kms_key_id)}"
  }

  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.this.policy).Statement : s.Sid => [s.Action, s.Resource] if contains(["SendTraces", "UseVpc"], s.Sid) } == {
      SendTraces = [["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"]]
      UseVpc = [[
        "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses",
      ], ["*"]]
    }
    error_message = "the policy is ${aws_iam_role_policy.this.policy}"
  }
}

run "only_lambda_may_take_the_role_and_there_is_no_watermark_to_read" {
  command = plan

  module {
    source = "./modules/function"
  }

  assert {
    condition = aws_iam_role.this.assume_role_policy == jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "AllowLambda"
        Effect    = "Allow"
        Principal = { Service = "lambda.amazonaws.com" }
        Action    = "sts:AssumeRole"
      }]
    })
    error_message = "the trust policy is ${aws_iam_role.this.assume_role_policy}"
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid] == [
      "ReadUploads", "WriteOutputs", "TellAbsentFromForbidden", "TakeMessages", "RetryMessages", "WriteLogs",
    ]
    error_message = "without a watermark the policy is ${aws_iam_role_policy.this.policy}"
  }
}

run "a_larger_one_is_refused" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    output_prefixes = [for i in range(20) : "${format("%0300d", i)}/"]
  }

  expect_failures = [aws_iam_role_policy.this]
}
