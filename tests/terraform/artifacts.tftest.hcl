# A zip that was never built is an error at plan, and only there.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "a_missing_layer_zip" {
  command = plan

  module {
    source = "./modules/layer"
  }

  variables {
    name          = "pillow"
    content       = "Pillow"
    build_command = "./build.sh"
    zip           = "tests/terraform/fixtures/missing.zip"
    architecture  = "arm64"
    runtime       = "python3.13"
  }

  expect_failures = [aws_lambda_layer_version.this]
}

run "a_folder_is_no_layer_zip" {
  command = plan

  module {
    source = "./modules/layer"
  }

  variables {
    name          = "pillow"
    content       = "Pillow"
    build_command = "./build.sh"
    zip           = "tests/terraform/fixtures"
    architecture  = "arm64"
    runtime       = "python3.13"
  }

  expect_failures = [aws_lambda_layer_version.this]
}

run "a_missing_function_zip" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    name                  = "thumbnailer"
    zip                   = "tests/terraform/fixtures/missing.zip"
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

  expect_failures = [aws_lambda_function.this]
}
