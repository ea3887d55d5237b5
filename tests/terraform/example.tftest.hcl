# The examples are the module with these values, and nothing else.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

# The artifacts in dist/ are the business of the end-to-end tests.
override_module {
  target = module.thumbnails.module.artifacts
}

override_module {
  target = module.thumbnails.module.function
  outputs = {
    name           = "miniblog-thumbnails"
    arn            = "arn:aws:lambda:eu-west-1:123456789012:function:miniblog-thumbnails"
    log_group_name = "/aws/lambda/miniblog-thumbnails"
    role_name      = "miniblog-thumbnails-role"
    role_arn       = "arn:aws:iam::123456789012:role/miniblog-thumbnails-role"
  }
}

run "miniblog" {
  command = plan

  module {
    source = "./examples/miniblog"
  }

  variables {
    id = "b42"
  }

  assert {
    condition     = output.thumbnails.bucket_name == "miniblog-user-images-b42"
    error_message = "bucket_name is ${output.thumbnails.bucket_name}"
  }

  assert {
    condition     = output.thumbnails.queue_name == "image-upload-queue"
    error_message = "queue_name is ${output.thumbnails.queue_name}"
  }

  assert {
    condition     = output.thumbnails.uploads_prefix == "uploads/"
    error_message = "uploads_prefix is ${output.thumbnails.uploads_prefix}"
  }

  assert {
    condition     = jsondecode(output.thumbnails.recipe) == { variants = { thumb = { width = 150, height = 150 } } }
    error_message = "the recipe is ${output.thumbnails.recipe}"
  }
}

run "miniblog_refuses" {
  command = plan

  module {
    source = "./examples/miniblog"
  }

  variables {
    id           = "B_42"
    architecture = "amd64"
    runtime      = "python3.11"
    tags         = { "aws:project" = "miniblog" }
  }

  expect_failures = [var.id, var.architecture, var.runtime, var.tags]
}

run "gallery" {
  command = plan

  module {
    source = "./examples/gallery"
  }

  variables {
    id = "g7"
  }

  assert {
    condition     = output.thumbnails.bucket_name == "gallery-pictures-g7"
    error_message = "bucket_name is ${output.thumbnails.bucket_name}"
  }

  assert {
    condition = { for name, variant in jsondecode(output.thumbnails.recipe).variants : name => variant.prefix } == {
      square = "photos/", slide = "photos/", light = "photos/", large = "photos/", avatar = "avatars/", banner = "banners/"
    }
    error_message = "the recipe is ${output.thumbnails.recipe}"
  }

  assert {
    condition     = jsondecode(output.thumbnails.recipe).watermark == { text = "© gallery", variants = ["large"], opacity = 0.5 }
    error_message = "the recipe is ${output.thumbnails.recipe}"
  }
}

run "gallery_refuses" {
  command = plan

  module {
    source = "./examples/gallery"
  }

  variables {
    id           = "G_7"
    architecture = "amd64"
    runtime      = "python3.11"
    tags         = { "aws:project" = "gallery" }
  }

  expect_failures = [var.id, var.architecture, var.runtime, var.tags]
}

run "two_buckets" {
  command = plan

  module {
    source = "./examples/two-buckets"
  }

  variables {
    id = "t3"
  }

  assert {
    condition     = output.thumbnails.bucket_name == "two-buckets-source-t3" && output.thumbnails.destination_bucket_name == "two-buckets-destination-t3"
    error_message = "the buckets are ${output.thumbnails.bucket_name} and ${output.thumbnails.destination_bucket_name}"
  }

  assert {
    condition = jsondecode(output.thumbnails.recipe) == {
      variants = { processed = { width = 300, height = 300, fit = "fill", enlarge = true, format = "jpeg", key = "processed/{key}" } }
    }
    error_message = "the recipe is ${output.thumbnails.recipe}"
  }
}

run "two_buckets_refuses" {
  command = plan

  module {
    source = "./examples/two-buckets"
  }

  variables {
    id           = "T_3"
    architecture = "amd64"
    runtime      = "python3.11"
    tags         = { "aws:project" = "two-buckets" }
  }

  expect_failures = [var.id, var.architecture, var.runtime, var.tags]
}

run "complete" {
  command = plan

  module {
    source = "./examples/complete"
  }

  variables {
    id = "c9"
  }

  override_resource {
    target          = aws_iam_policy.boundary
    override_during = plan
    values          = { arn = "arn:aws:iam::123456789012:policy/complete-boundary-c9" }
  }

  assert {
    condition     = output.thumbnails.bucket_name == "complete-uploads-c9" && output.thumbnails.destination_bucket_name == "complete-thumbnails-c9"
    error_message = "the buckets are ${output.thumbnails.bucket_name} and ${output.thumbnails.destination_bucket_name}"
  }

  assert {
    condition     = output.thumbnails.on_delete == "remove" && output.thumbnails.rejected_prefix == "rejected/" && output.thumbnails.notices_topic_arn != null && output.thumbnails.kms_key_arn != null
    error_message = "something is switched off"
  }

  assert {
    condition     = length(output.thumbnails.alarm_names) == 7 && output.thumbnails.dashboard_name == "complete" && output.thumbnails.delivery_domain_name != null
    error_message = "something is switched off"
  }
}

run "complete_refuses" {
  command = plan

  module {
    source = "./examples/complete"
  }

  variables {
    id           = "C_9"
    architecture = "amd64"
    runtime      = "python3.11"
    tags         = { "aws:project" = "complete" }
  }

  expect_failures = [var.id, var.architecture, var.runtime, var.tags]
}

run "existing_bucket_refuses" {
  command = plan

  module {
    source = "./examples/existing-bucket"
  }

  variables {
    bucket_name      = "Theirs"
    upload_topic_arn = "uploads"
    architecture     = "amd64"
    runtime          = "python3.11"
    tags             = { "aws:project" = "existing" }
  }

  expect_failures = [var.bucket_name, var.upload_topic_arn, var.architecture, var.runtime, var.tags]
}
