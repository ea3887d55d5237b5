# The four ways by which uploads reach the queue. What we do not own we do not overwrite.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "a_bucket_of_ours_sends_by_itself" {
  command = plan

  assert {
    condition     = module.notification.owned && length(module.notification.filters) == 6 && module.notification.rule_arn == null
    error_message = "wired are ${jsonencode(module.notification.filters)}"
  }
}

run "an_existing_bucket_is_left_to_its_owner" {
  command = plan

  variables {
    name          = "blog"
    create_bucket = false
    suffixes      = [".jpg"]
  }

  override_resource {
    target          = module.queue.aws_sqs_queue.this
    override_during = plan
    values          = { arn = "arn:aws:sqs:eu-west-1:123456789012:blog-uploads", url = "https://queues.example/uploads" }
  }

  assert {
    condition     = !module.notification.owned
    error_message = "the bucket's notifications are overwritten"
  }

  assert {
    condition = output.notification_entries == [
      for suffix in ["JPG", "jpg"] : {
        id            = "blog-${suffix}"
        queue_arn     = "arn:aws:sqs:eu-west-1:123456789012:blog-uploads"
        events        = ["s3:ObjectCreated:*"]
        filter_prefix = "uploads/"
        filter_suffix = ".${suffix}"
      }
    ]
    error_message = "the entries are ${jsonencode(output.notification_entries)}"
  }

  assert {
    condition     = [for s in jsondecode(module.queue.policy).Statement : s.Principal if s.Effect == "Allow"] == [{ Service = "s3.amazonaws.com" }]
    error_message = "the policy of the queue is ${module.queue.policy}"
  }
}

run "a_bucket_of_ours_may_be_left_to_others_too" {
  command = plan

  variables {
    notification = "none"
  }

  assert {
    condition     = !module.notification.owned && length(module.bucket) == 1
    error_message = "the bucket's notifications are configured"
  }
}

run "eventbridge" {
  command = plan

  module {
    source = "./modules/notification"
  }

  variables {
    mode        = "eventbridge"
    id          = "blog"
    queue_arn   = "arn:aws:sqs:eu-west-1:123456789012:uploads"
    prefix      = "a/(b)/"
    suffixes    = [".jpg", ".JPG"]
    removals    = true
    bucket_name = "pictures"
  }

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.this[0].event_pattern) == {
      source      = ["aws.s3"]
      detail-type = ["Object Created", "Object Deleted"]
      detail = {
        bucket = { name = ["pictures"] }
        object = { key = [{ wildcard = "a/(b)/*.JPG" }, { wildcard = "a/(b)/*.jpg" }] }
      }
    }
    error_message = "the pattern is ${aws_cloudwatch_event_rule.this[0].event_pattern}"
  }

  assert {
    condition     = aws_cloudwatch_event_target.this[0].arn == "arn:aws:sqs:eu-west-1:123456789012:uploads" && aws_cloudwatch_event_target.this[0].rule == "blog"
    error_message = "the target is ${jsonencode(aws_cloudwatch_event_target.this[0])}"
  }

  assert {
    condition     = length(aws_s3_bucket_notification.this) == 0
    error_message = "the bucket's notifications are overwritten"
  }
}

run "eventbridge_with_a_bucket_of_ours" {
  command = plan

  variables {
    notification = "eventbridge"
  }

  override_resource {
    target          = module.notification.aws_cloudwatch_event_rule.this[0]
    override_during = plan
    values          = { arn = "arn:aws:events:eu-west-1:123456789012:rule/thumbnailer" }
  }

  # Ours is told to send its events there.
  assert {
    condition     = module.notification.owned && module.notification.filters == []
    error_message = "wired are ${jsonencode(module.notification.filters)}"
  }

  assert {
    condition = [for s in jsondecode(module.queue.policy).Statement : [s.Principal, s.Condition] if s.Effect == "Allow"] == [
      [{ Service = "events.amazonaws.com" }, { ArnEquals = { "aws:SourceArn" = "arn:aws:events:eu-west-1:123456789012:rule/thumbnailer" } }],
    ]
    error_message = "the policy of the queue is ${module.queue.policy}"
  }
}

run "eventbridge_with_an_existing_bucket" {
  command = plan

  variables {
    create_bucket = false
    notification  = "eventbridge"
  }

  assert {
    condition     = !module.notification.owned && module.notification.rule_arn != null
    error_message = "the bucket's notifications are overwritten"
  }
}

run "eventbridge_is_switched_on_where_told" {
  command = plan

  variables {
    create_bucket      = false
    notification       = "eventbridge"
    enable_eventbridge = true
  }

  assert {
    condition     = module.notification.owned
    error_message = "the bucket would not send to EventBridge"
  }
}

run "the_switch_writes_no_more_than_the_switch" {
  command = plan

  module {
    source = "./modules/notification"
  }

  variables {
    mode               = "eventbridge"
    enable_eventbridge = true
    queue_arn          = "arn:aws:sqs:eu-west-1:123456789012:uploads"
    prefix             = "uploads/"
    suffixes           = [".jpg"]
    bucket_name        = "pictures"
  }

  assert {
    condition     = aws_s3_bucket_notification.this[0].eventbridge && length(aws_s3_bucket_notification.this[0].queue) == 0
    error_message = "written is ${jsonencode(aws_s3_bucket_notification.this[0])}"
  }
}

run "an_event_pattern_that_is_too_long" {
  command = plan

  module {
    source = "./modules/notification"
  }

  variables {
    mode        = "eventbridge"
    queue_arn   = "arn:aws:sqs:eu-west-1:123456789012:uploads"
    prefix      = "uploads/${format("%050d", 0)}/"
    suffixes    = [for i in range(50) : ".${i}"]
    bucket_name = "pictures"
  }

  expect_failures = [aws_cloudwatch_event_rule.this]
}

run "sns" {
  command = plan

  variables {
    create_bucket = false
    notification  = "sns"
    upload_topic  = { arn = "arn:aws:sns:eu-west-1:123456789012:uploads" }
  }

  assert {
    condition = [for s in jsondecode(module.queue.policy).Statement : [s.Principal, s.Condition] if s.Effect == "Allow"] == [
      [{ Service = "sns.amazonaws.com" }, { ArnEquals = { "aws:SourceArn" = "arn:aws:sns:eu-west-1:123456789012:uploads" } }],
    ]
    error_message = "the policy of the queue is ${module.queue.policy}"
  }

  assert {
    condition     = !module.notification.owned
    error_message = "the bucket's notifications are overwritten"
  }
}

run "sns_sends_everything_as_it_is" {
  command = plan

  module {
    source = "./modules/notification"
  }

  variables {
    mode        = "sns"
    topic_arn   = "arn:aws:sns:eu-west-1:123456789012:uploads"
    queue_arn   = "arn:aws:sqs:eu-west-1:123456789012:uploads"
    prefix      = "uploads/"
    suffixes    = [".jpg"]
    bucket_name = "pictures"
  }

  assert {
    condition     = aws_sns_topic_subscription.this[0].raw_message_delivery && aws_sns_topic_subscription.this[0].protocol == "sqs" && aws_sns_topic_subscription.this[0].endpoint == "arn:aws:sqs:eu-west-1:123456789012:uploads"
    error_message = "the subscription is ${jsonencode(aws_sns_topic_subscription.this[0])}"
  }

  assert {
    condition     = aws_sns_topic_subscription.this[0].filter_policy == null
    error_message = "the filter is ${jsonencode(aws_sns_topic_subscription.this[0].filter_policy)}"
  }
}

run "sns_filters_by_bucket_and_prefix_where_told" {
  command = plan

  module {
    source = "./modules/notification"
  }

  variables {
    mode            = "sns"
    topic_arn       = "arn:aws:sns:eu-west-1:123456789012:uploads"
    filter_messages = true
    queue_arn       = "arn:aws:sqs:eu-west-1:123456789012:uploads"
    prefix          = "a/(b)/"
    suffixes        = [".jpg"]
    bucket_name     = "pictures"
  }

  assert {
    condition     = aws_sns_topic_subscription.this[0].filter_policy_scope == "MessageBody"
    error_message = "the filter looks at ${aws_sns_topic_subscription.this[0].filter_policy_scope}"
  }

  assert {
    condition = jsondecode(aws_sns_topic_subscription.this[0].filter_policy) == {
      Records = {
        s3 = {
          bucket = { name = ["pictures"] }
          object = { key = [{ prefix = "a/(b)/" }, { prefix = "a/%28b%29/" }] }
        }
      }
    }
    error_message = "the filter is ${aws_sns_topic_subscription.this[0].filter_policy}"
  }
}
