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

run "queue_below" {
  command = plan

  module {
    source = "./modules/queue"
  }

  variables {
    name              = ""
    source_bucket_arn = "arn:aws:s3:::pictures/*"
    source_account_id = "*"
    function_timeout  = 0
    window            = -1
    max_receive_count = 4
  }

  expect_failures = [
    var.name,
    var.source_bucket_arn,
    var.source_account_id,
    var.function_timeout,
    var.window,
    var.max_receive_count,
  ]
}

run "queue_above" {
  command = plan

  module {
    source = "./modules/queue"
  }

  variables {
    name              = format("%077d", 0)
    source_bucket_arn = "arn:aws:s3:::*"
    source_account_id = "1234567890123"
    function_timeout  = 901
    window            = 301
    max_receive_count = 1001
  }

  expect_failures = [
    var.name,
    var.source_bucket_arn,
    var.source_account_id,
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
  }

  expect_failures = [
    var.bucket_name,
    var.queue_arn,
    var.prefix,
    var.suffixes,
  ]
}

run "layer" {
  command = plan

  module {
    source = "./modules/layer"
  }

  variables {
    name          = ""
    content       = ""
    build_command = ""
    zip           = ""
    architecture  = "amd64"
    runtime       = "nodejs22.x"
  }

  expect_failures = [
    var.name,
    var.content,
    var.zip,
    var.build_command,
    var.architecture,
    var.runtime,
  ]
}

run "function_below" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    name                  = ""
    zip                   = ""
    layer_arns            = ["arn:aws:lambda:eu-west-1:123456789012:layer:pillow:7", "arn:aws:lambda:eu-west-1:123456789012:layer:heif"]
    architecture          = "amd64"
    runtime               = "nodejs22.x"
    memory_size           = 127
    timeout               = 0
    environment           = { "a-b" = "c" }
    bucket_arn            = "arn:aws:s3:::pictures/*"
    uploads_prefix        = "*/"
    output_prefixes       = ["thumbnails/", "?/"]
    watermark_key         = "assets/*"
    queue_arn             = "uploads"
    batch_size            = 0
    window                = -1
    maximum_concurrency   = 1
    log_retention_in_days = -1
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
  ]
}

run "function_above" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    name                  = format("%065d", 0)
    zip                   = ""
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
  ]
}
