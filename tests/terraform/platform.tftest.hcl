# What a platform wants to decide about the function, its role and where its code comes from.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

variables {
  bucket_name = "pictures"

  artifacts = {
    function_zip = "tests/terraform/fixtures/artifact.txt"
    layer_zip    = "tests/terraform/fixtures/artifact.txt"
  }
}

run "by_default_nothing_is_reserved_traced_or_private" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    name                  = "thumbnailer"
    zip                   = "tests/terraform/fixtures/artifact.txt"
    layer_arns            = ["arn:aws:lambda:eu-west-1:123456789012:layer:pillow:7"]
    architecture          = "arm64"
    runtime               = "python3.13"
    memory_size           = 1769
    timeout               = 60
    environment           = {}
    bucket_arn            = "arn:aws:s3:::pictures"
    uploads_prefix        = "uploads/"
    output_prefixes       = ["thumbnails/"]
    queue_arn             = "arn:aws:sqs:eu-west-1:123456789012:uploads"
    batch_size            = 5
    maximum_concurrency   = 10
    log_retention_in_days = 30
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
    name                  = "thumbnailer"
    zip_in_s3             = { bucket = "artifacts", key = "thumbnailer.zip", version = "v1" }
    layer_arns            = ["arn:aws:lambda:eu-west-1:123456789012:layer:pillow:7"]
    architecture          = "arm64"
    runtime               = "python3.13"
    memory_size           = 1769
    timeout               = 60
    environment           = {}
    bucket_arn            = "arn:aws:s3:::pictures"
    uploads_prefix        = "uploads/"
    output_prefixes       = ["thumbnails/"]
    queue_arn             = "arn:aws:sqs:eu-west-1:123456789012:uploads"
    batch_size            = 5
    maximum_concurrency   = 10
    log_retention_in_days = 30
    reserved_concurrency  = 20
    ephemeral_storage     = 1024
    tracing               = true
    vpc                   = { subnet_ids = ["subnet-1", "subnet-2"], security_group_ids = ["sg-1"] }
    role_path             = "/teams/pictures/"
    permissions_boundary  = "arn:aws:iam::123456789012:policy/boundary"
    kms_key_arn           = "arn:aws:kms:eu-west-1:123456789012:key/k"
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

run "the_root_passes_it_all_on" {
  command = plan

  variables {
    artifacts = {
      function_s3    = { bucket = "artifacts", key = "thumbnailer.zip", version = "v1" }
      create_layer   = false
      layer_arn      = "arn:aws:lambda:eu-west-1:123456789012:layer:shared:3"
      heif_layer_arn = "arn:aws:lambda:eu-west-1:123456789012:layer:heif:4"
    }
    inputs   = ["heic"]
    function = { reserved_concurrency = 10, tracing = true, vpc = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] } }
    role     = { path = "/teams/", permissions_boundary = "arn:aws:iam::123456789012:policy/boundary" }
  }

  assert {
    condition     = length(aws_lambda_layer_version.this) == 0
    error_message = "layers are created"
  }

  assert {
    condition = (
      module.function.layer_arns == tolist(["arn:aws:lambda:eu-west-1:123456789012:layer:shared:3", "arn:aws:lambda:eu-west-1:123456789012:layer:heif:4"])
      && output.layer_arn == "arn:aws:lambda:eu-west-1:123456789012:layer:shared:3"
      && output.heif_layer_arn == "arn:aws:lambda:eu-west-1:123456789012:layer:heif:4"
    )
    error_message = "the layers are ${jsonencode(module.function.layer_arns)}"
  }

  assert {
    condition     = [for s in jsondecode(module.function.role_policy).Statement : s.Sid if contains(["SendTraces", "UseVpc"], s.Sid)] == ["SendTraces", "UseVpc"]
    error_message = "the policy is ${module.function.role_policy}"
  }
}

run "a_layer_that_has_both" {
  command = plan

  variables {
    artifacts = {
      function_zip = "tests/terraform/fixtures/artifact.txt"
      create_layer = false
      layer_arn    = "arn:aws:lambda:eu-west-1:123456789012:layer:shared:3"
    }
    inputs = ["heic"]
  }

  assert {
    condition     = module.function.layer_arns == tolist(["arn:aws:lambda:eu-west-1:123456789012:layer:shared:3"]) && output.heif_layer_arn == null
    error_message = "the layers are ${jsonencode(module.function.layer_arns)}"
  }
}

run "fewer_reserved_than_may_run" {
  command = plan

  variables {
    function = { reserved_concurrency = 9 }
  }

  expect_failures = [output.function_name]
}

run "refused_1" {
  command = plan

  module {
    source = "./modules/typed"
  }

  variables {
    function  = { reserved_concurrency = 1 }
    role      = { path = "teams" }
    artifacts = { create_layer = false }
  }

  expect_failures = [var.function, var.role, var.artifacts]
}

run "refused_2" {
  command = plan

  module {
    source = "./modules/typed"
  }

  variables {
    function  = { ephemeral_storage = 511 }
    role      = { permissions_boundary = "boundary" }
    artifacts = { layer_arn = "arn:aws:lambda:eu-west-1:123456789012:layer:shared:3" }
  }

  expect_failures = [var.function, var.role, var.artifacts]
}

run "refused_3" {
  command = plan

  module {
    source = "./modules/typed"
  }

  variables {
    function  = { vpc = { subnet_ids = [], security_group_ids = ["sg-1"] } }
    artifacts = { function_zip = "tests/terraform/fixtures/artifact.txt", function_s3 = { bucket = "b", key = "k" } }
  }

  expect_failures = [var.function, var.artifacts]
}
