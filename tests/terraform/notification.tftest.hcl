# Which uploads reach the queue.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "each_suffix_is_wired_in_lower_and_upper_case" {
  command = plan

  assert {
    condition = module.notification.filters == [
      "uploads/*.JPEG", "uploads/*.JPG", "uploads/*.PNG", "uploads/*.jpeg", "uploads/*.jpg", "uploads/*.png",
    ]
    error_message = "the filters are ${jsonencode(module.notification.filters)}"
  }
}

run "a_suffix_in_mixed_case_is_wired_as_given_too" {
  command = plan

  variables {
    uploads_prefix = "a/b/"
    inputs         = ["webp"]
    suffixes       = [".jpg", ".Png", ".jpg", ".JPG"]
  }

  assert {
    condition = module.notification.filters == [
      "a/b/*.JPG", "a/b/*.PNG", "a/b/*.Png", "a/b/*.jpg", "a/b/*.png",
    ]
    error_message = "the filters are ${jsonencode(module.notification.filters)}"
  }
}

run "the_suffixes_are_those_of_the_inputs" {
  command = plan

  variables {
    inputs = ["tiff", "jpeg", "png", "webp", "gif", "avif"]
  }

  assert {
    condition = module.notification.filters == [
      "uploads/*.AVIF", "uploads/*.GIF", "uploads/*.JPEG", "uploads/*.JPG", "uploads/*.PNG", "uploads/*.TIF", "uploads/*.TIFF", "uploads/*.WEBP",
      "uploads/*.avif", "uploads/*.gif", "uploads/*.jpeg", "uploads/*.jpg", "uploads/*.png", "uploads/*.tif", "uploads/*.tiff", "uploads/*.webp",
    ]
    error_message = "the filters are ${jsonencode(module.notification.filters)}"
  }
}

run "the_order_of_the_suffixes_is_of_no_importance" {
  command = plan

  variables {
    suffixes = [".png", ".jpeg", ".jpg"]
  }

  assert {
    condition = module.notification.filters == [
      "uploads/*.JPEG", "uploads/*.JPG", "uploads/*.PNG", "uploads/*.jpeg", "uploads/*.jpg", "uploads/*.png",
    ]
    error_message = "the filters are ${jsonencode(module.notification.filters)}"
  }
}

run "every_rule_has_its_name_events_and_queue" {
  command = plan

  module {
    source = "./modules/notification"
  }

  variables {
    queue_arn = "arn:aws:sqs:eu-west-1:123456789012:uploads"
    prefix    = "uploads/"
    suffixes  = [".jpg", ".tar.gz", ".JPG"]
  }

  assert {
    condition = [for rule in aws_s3_bucket_notification.this[0].queue : rule.id] == [
      "S3ToSQSNotification-JPG", "S3ToSQSNotification-jpg", "S3ToSQSNotification-tar.gz",
    ]
    error_message = "the ids are ${jsonencode(aws_s3_bucket_notification.this[0].queue[*].id)}"
  }

  assert {
    condition     = alltrue([for rule in aws_s3_bucket_notification.this[0].queue : rule.events == toset(["s3:ObjectCreated:*"])])
    error_message = "the events are ${jsonencode(aws_s3_bucket_notification.this[0].queue[*].events)}"
  }

  assert {
    condition     = alltrue([for rule in aws_s3_bucket_notification.this[0].queue : rule.queue_arn == "arn:aws:sqs:eu-west-1:123456789012:uploads"])
    error_message = "the queues are ${jsonencode(aws_s3_bucket_notification.this[0].queue[*].queue_arn)}"
  }
}
