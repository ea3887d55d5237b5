# What the alarms are where the log lines of the function carry no metrics.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

variables {
  name                  = "pictures"
  function_name         = "blog-thumbnails"
  function_timeout      = 60
  queue_arn             = "arn:aws-cn:sqs:cn-north-1:123456789012:uploads"
  dead_letter_queue_arn = "arn:aws-cn:sqs:cn-north-1:123456789012:uploads-dlq"
  visibility_timeout    = 400
}

run "without_metrics" {
  command = plan

  module {
    source = "./modules/observability"
  }

  variables {
    metrics = "none"
  }

  assert {
    condition     = keys(output.alarm_names) == ["dead-letters", "duration", "errors", "oldest-message", "throttles"]
    error_message = "the alarms are ${jsonencode(output.alarm_names)}"
  }
}

run "an_alarm_whose_metrics_are_not_there_is_refused" {
  command = plan

  module {
    source = "./modules/observability"
  }

  variables {
    metrics = "none"
    alarms  = ["errors", "failed"]
  }

  expect_failures = [var.alarms]
}

run "unknown_metrics_are_refused" {
  command = plan

  module {
    source = "./modules/observability"
  }

  variables {
    metrics = "some"
  }

  expect_failures = [var.metrics]
}
