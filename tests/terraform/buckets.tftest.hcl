# Whose buckets: one or two, created here or existing. What is not ours is not configured.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "two_buckets_of_ours" {
  command = plan

  variables {
    destination = { bucket_name = "thumbnails" }
    # With two buckets there is no loop to be afraid of.
    variants  = { thumb = { width = 150, key = "uploads/{key}" } }
    watermark = { image = "logo.png" }
    on_delete = "remove"
  }

  override_resource {
    target          = module.bucket[0].aws_s3_bucket.this
    override_during = plan
    values          = { id = "pictures", arn = "arn:aws:s3:::pictures" }
  }

  override_resource {
    target          = module.destination[0].aws_s3_bucket.this
    override_during = plan
    values          = { id = "thumbnails", arn = "arn:aws:s3:::thumbnails" }
  }

  assert {
    condition     = output.bucket_name == "pictures" && output.destination_bucket_name == "thumbnails" && output.destination_bucket_arn == "arn:aws:s3:::thumbnails"
    error_message = "the buckets are ${output.bucket_name} and ${output.destination_bucket_name}"
  }

  assert {
    condition     = module.function.environment["THUMBNAILER_BUCKET"] == "pictures" && module.function.environment["THUMBNAILER_DESTINATION_BUCKET"] == "thumbnails"
    error_message = "the environment is ${jsonencode(module.function.environment)}"
  }

  assert {
    condition = { for s in jsondecode(module.function.role_policy).Statement : s.Sid => s.Resource if startswith(s.Action[0], "s3:") } == {
      ReadUploads             = ["arn:aws:s3:::pictures/uploads/*"]
      ReadWatermark           = ["arn:aws:s3:::pictures/logo.png"]
      WriteAndRemoveOutputs   = ["arn:aws:s3:::thumbnails/uploads/*"]
      TellAbsentFromForbidden = ["arn:aws:s3:::pictures", "arn:aws:s3:::thumbnails"]
    }
    error_message = "the policy is ${module.function.role_policy}"
  }

  assert {
    condition     = jsondecode(module.queue.policy).Statement[0].Condition.ArnEquals == { "aws:SourceArn" = "arn:aws:s3:::pictures" }
    error_message = "the queue takes messages of another bucket: ${module.queue.policy}"
  }
}

run "existing_buckets" {
  command = plan

  variables {
    create_bucket = false
    destination   = { bucket_name = "thumbnails", create_bucket = false }
  }

  assert {
    condition     = length(module.bucket) == 0 && length(module.destination) == 0
    error_message = "buckets are created"
  }

  # The partition is that of the account, which the mocks say is in China.
  assert {
    condition     = output.bucket_arn == "arn:aws-cn:s3:::pictures" && output.destination_bucket_arn == "arn:aws-cn:s3:::thumbnails"
    error_message = "the buckets are ${output.bucket_arn} and ${output.destination_bucket_arn}"
  }

  assert {
    condition     = module.notification.filters == [] && !module.notification.owned
    error_message = "the bucket's notifications are configured: ${jsonencode(module.notification.filters)}"
  }

  assert {
    condition     = jsondecode(module.queue.policy).Statement[0].Condition.ArnEquals == { "aws:SourceArn" = "arn:aws-cn:s3:::pictures" }
    error_message = "the policy of the queue is ${module.queue.policy}"
  }
}

run "one_existing_bucket" {
  command = plan

  variables {
    create_bucket = false
  }

  assert {
    condition     = output.destination_bucket_name == "pictures" && !can(module.function.environment["THUMBNAILER_DESTINATION_BUCKET"])
    error_message = "the environment is ${jsonencode(module.function.environment)}"
  }

  assert {
    condition     = one([for s in jsondecode(module.function.role_policy).Statement : s.Resource if s.Sid == "TellAbsentFromForbidden"]) == ["arn:aws-cn:s3:::pictures"]
    error_message = "the policy is ${module.function.role_policy}"
  }
}

run "web_pages_may_use_the_bucket" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    name = "pictures"
    cors = { allowed_origins = ["https://example.org"] }
  }

  assert {
    condition     = one(aws_s3_bucket_cors_configuration.this[0].cors_rule).allowed_origins == toset(["https://example.org"]) && one(aws_s3_bucket_cors_configuration.this[0].cors_rule).allowed_methods == toset(["GET", "HEAD", "POST", "PUT"])
    error_message = "the rules are ${jsonencode(aws_s3_bucket_cors_configuration.this[0].cors_rule)}"
  }
}

run "no_web_page_may" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    name = "pictures"
  }

  assert {
    condition     = length(aws_s3_bucket_cors_configuration.this) == 0
    error_message = "the rules are ${jsonencode(aws_s3_bucket_cors_configuration.this)}"
  }
}

run "a_form_by_which_s3_refuses_what_we_would" {
  command = plan

  variables {
    uploads_prefix = "in/"
    limits         = { max_bytes = 1000 }
  }

  assert {
    condition = output.presigned_post == {
      bucket     = "pictures"
      key_prefix = "in/"
      conditions = [["starts-with", "$key", "in/"], ["starts-with", "$Content-Type", "image/"], ["content-length-range", 1, 1000]]
    }
    error_message = "presigned_post is ${jsonencode(output.presigned_post)}"
  }
}
