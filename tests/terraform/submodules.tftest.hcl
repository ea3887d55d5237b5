# The sub-modules refuse for themselves what no caller may ask for.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "bucket" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    name = "Pictures"
  }

  expect_failures = [
    var.name,
  ]
}

run "bucket_key_and_web_pages" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    name        = "pictures"
    kms_key_arn = "alias/pictures"
    cors        = { allowed_methods = ["PATCH"] }
  }

  expect_failures = [
    var.kms_key_arn,
    var.cors,
  ]
}

run "key" {
  command = plan

  module {
    source = "./modules/key"
  }

  variables {
    create         = false
    name           = "alias/pictures"
    partition      = "*"
    account_id     = "*"
    log_group_name = "*"
    sender         = "lambda.amazonaws.com"
  }

  expect_failures = [
    var.name,
    var.partition,
    var.account_id,
    var.log_group_name,
    var.sender,
  ]
}

run "queue_below" {
  command = plan

  module {
    source = "./modules/queue"
  }

  variables {
    name              = ""
    sender            = { service = "lambda.amazonaws.com", arn = "arn:aws:s3:::pictures/*" }
    function_timeout  = 0
    window            = -1
    max_receive_count = 4
    kms_key_arn       = "alias/pictures"
  }

  expect_failures = [
    var.name,
    var.sender,
    var.function_timeout,
    var.window,
    var.max_receive_count,
    var.kms_key_arn,
  ]
}

run "queue_above" {
  command = plan

  module {
    source = "./modules/queue"
  }

  variables {
    name              = format("%077d", 0)
    sender            = { service = "s3.amazonaws.com", arn = "arn:aws:s3:::*", account_id = "1234567890123" }
    function_timeout  = 901
    window            = 301
    max_receive_count = 1001
  }

  expect_failures = [
    var.name,
    var.sender,
    var.function_timeout,
    var.window,
    var.max_receive_count,
  ]
}

run "notification" {
  command = plan

  module {
    source = "./modules/notification"
  }

  variables {
    bucket_name = ""
    queue_arn   = "uploads"
    prefix      = "uploads"
    suffixes    = []
    id          = "uploads*"
    mode        = "kafka"
  }

  expect_failures = [
    var.bucket_name,
    var.queue_arn,
    var.prefix,
    var.suffixes,
    var.id,
    var.mode,
  ]
}

run "notification_of_another_mode" {
  command = plan

  module {
    source = "./modules/notification"
  }

  variables {
    bucket_name        = "pictures"
    queue_arn          = "arn:aws:sqs:eu-west-1:123456789012:uploads"
    prefix             = "uploads/"
    suffixes           = [".jpg"]
    mode               = "none"
    enable_eventbridge = true
    topic_arn          = "arn:aws:sns:eu-west-1:123456789012:uploads"
  }

  expect_failures = [
    var.enable_eventbridge,
    var.topic_arn,
  ]
}

run "function_below" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    name                   = ""
    zip                    = ""
    layer_arns             = ["arn:aws:lambda:eu-west-1:123456789012:layer:pillow:7", "arn:aws:lambda:eu-west-1:123456789012:layer:heif"]
    architecture           = "amd64"
    runtime                = "nodejs22.x"
    memory_size            = 127
    timeout                = 0
    environment            = { "a-b" = "c" }
    bucket_arn             = "arn:aws:s3:::pictures/*"
    uploads_prefix         = "*/"
    output_prefixes        = ["thumbnails/", "?/"]
    watermark_key          = "assets/*"
    queue_arn              = "uploads"
    batch_size             = 0
    window                 = -1
    maximum_concurrency    = 1
    log_retention_in_days  = -1
    destination_bucket_arn = "arn:aws:s3:::*"
    rejected_prefix        = "*/"
    topic_arn              = "notices"
    kms_key_arn            = "alias/pictures"
    role_path              = "teams"
    permissions_boundary   = "boundary"
    reserved_concurrency   = 0
    ephemeral_storage      = 511
    vpc                    = { subnet_ids = [], security_group_ids = [] }
  }

  expect_failures = [
    var.name,
    var.zip,
    var.layer_arns,
    var.architecture,
    var.runtime,
    var.memory_size,
    var.timeout,
    var.environment,
    var.bucket_arn,
    var.uploads_prefix,
    var.output_prefixes,
    var.watermark_key,
    var.queue_arn,
    var.batch_size,
    var.window,
    var.maximum_concurrency,
    var.log_retention_in_days,
    var.destination_bucket_arn,
    var.rejected_prefix,
    var.topic_arn,
    var.kms_key_arn,
    var.role_path,
    var.permissions_boundary,
    var.reserved_concurrency,
    var.ephemeral_storage,
    var.vpc,
  ]
}

run "function_above" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    name                  = format("%065d", 0)
    layer_arns            = [for i in range(6) : "arn:aws:lambda:eu-west-1:123456789012:layer:pillow:${i}"]
    architecture          = "amd64"
    runtime               = "nodejs22.x"
    memory_size           = 10241
    timeout               = 901
    environment           = { "a-b" = "c" }
    bucket_arn            = "arn:aws:s3:::pictures/*"
    uploads_prefix        = "uploads"
    output_prefixes       = []
    watermark_key         = ""
    queue_arn             = "uploads"
    batch_size            = 10001
    window                = 301
    maximum_concurrency   = 1001
    log_retention_in_days = 0.5
    zip_in_s3             = { bucket = "", key = "thumbnailer.zip" }
    reserved_concurrency  = 1.5
    ephemeral_storage     = 10241
    rejected_prefix       = "rejected"
  }

  expect_failures = [
    var.name,
    var.layer_arns,
    var.architecture,
    var.runtime,
    var.memory_size,
    var.timeout,
    var.environment,
    var.bucket_arn,
    var.uploads_prefix,
    var.output_prefixes,
    var.watermark_key,
    var.queue_arn,
    var.batch_size,
    var.window,
    var.maximum_concurrency,
    var.log_retention_in_days,
    var.zip_in_s3,
    var.reserved_concurrency,
    var.ephemeral_storage,
    var.rejected_prefix,
  ]
}

run "function_code_that_is_in_two_places" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    name                  = "thumbnailer"
    zip                   = "tests/terraform/fixtures/artifact.txt"
    zip_in_s3             = { bucket = "artifacts", key = "thumbnailer.zip" }
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

  expect_failures = [
    var.zip,
  ]
}
