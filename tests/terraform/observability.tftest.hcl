# Alarms and dashboard: what is asked for, what is refused. That the metrics exist: test_observability.py.

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

run "defaults" {
  command = plan

  module {
    source = "./modules/observability"
  }

  assert {
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.metric : name => [alarm.statistic, alarm.threshold, alarm.period, alarm.evaluation_periods, alarm.treat_missing_data] } == {
      dead-letters   = ["Maximum", 0, 60, 1, "ignore"]
      oldest-message = ["Maximum", 1200, 60, 5, "notBreaching"]
      errors         = ["Sum", 0, 300, 1, "notBreaching"]
      throttles      = ["Sum", 0, 300, 3, "notBreaching"]
      duration       = ["Maximum", 48000, 300, 1, "notBreaching"]
    }
    error_message = "the alarms are ${jsonencode(aws_cloudwatch_metric_alarm.metric)}"
  }

  assert {
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.metric : name => alarm.dimensions } == {
      dead-letters   = tomap({ QueueName = "uploads-dlq" })
      oldest-message = tomap({ QueueName = "uploads" })
      errors         = tomap({ FunctionName = "blog-thumbnails" })
      throttles      = tomap({ FunctionName = "blog-thumbnails" })
      duration       = tomap({ FunctionName = "blog-thumbnails" })
    }
    error_message = "the dimensions are ${jsonencode({ for name, alarm in aws_cloudwatch_metric_alarm.metric : name => alarm.dimensions })}"
  }

  assert {
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.share : name => [alarm.threshold, one(distinct(flatten(alarm.metric_query[*].metric[*].period))), alarm.evaluation_periods, alarm.treat_missing_data] } == {
      failed   = [5, 300, 3, "notBreaching"]
      rejected = [25, 900, 1, "notBreaching"]
    }
    error_message = "the alarms are ${jsonencode(aws_cloudwatch_metric_alarm.share)}"
  }

  assert {
    condition     = alltrue([for alarm in merge(aws_cloudwatch_metric_alarm.metric, aws_cloudwatch_metric_alarm.share) : alarm.comparison_operator == "GreaterThanThreshold"])
    error_message = "all thresholds must be upper ones"
  }

  assert {
    condition = output.alarm_names == {
      dead-letters   = "pictures-dead-letters"
      oldest-message = "pictures-oldest-message"
      errors         = "pictures-errors"
      throttles      = "pictures-throttles"
      failed         = "pictures-failed"
      rejected       = "pictures-rejected"
      duration       = "pictures-duration"
    }
    error_message = "the names are ${jsonencode(output.alarm_names)}"
  }

  assert {
    condition     = alltrue([for name, alarm in merge(aws_cloudwatch_metric_alarm.metric, aws_cloudwatch_metric_alarm.share) : endswith(alarm.alarm_description, " What to do: docs/operations.md#${name}")])
    error_message = "every description must name its section of the page"
  }

  assert {
    condition     = output.dashboard_name == "pictures"
    error_message = "the dashboard is ${output.dashboard_name}"
  }

  assert {
    condition = jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets[0].properties.alarms == [
      for name in ["dead-letters", "duration", "errors", "failed", "oldest-message", "rejected", "throttles"] : "arn:aws-cn:cloudwatch:cn-north-1:123456789012:alarm:pictures-${name}"
    ]
    error_message = "the dashboard is ${aws_cloudwatch_dashboard.this[0].dashboard_body}"
  }

  assert {
    condition     = one(distinct([for widget in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : widget.properties.region if widget.type == "metric"])) == "cn-north-1"
    error_message = "the dashboard is ${aws_cloudwatch_dashboard.this[0].dashboard_body}"
  }
}

run "everything_chosen" {
  command = plan

  module {
    source = "./modules/observability"
  }

  variables {
    alarms        = ["rejected", "dead-letters", "oldest-message", "duration"]
    alarm_actions = ["arn:aws:sns:eu-west-1:123456789012:pager"]
    ok_actions    = ["arn:aws:sns:eu-west-1:123456789012:relief"]
    runbook       = "https://wiki.example/thumbnails"
    tags          = { team = "pictures" }

    thresholds = {
      dead_letters           = 10
      oldest_message_seconds = 90
      rejected_percent       = 1
      minimum_pictures       = 7
      duration_fraction      = 0.5
    }
  }

  assert {
    condition     = keys(output.alarm_names) == ["dead-letters", "duration", "oldest-message", "rejected"]
    error_message = "the alarms are ${jsonencode(output.alarm_names)}"
  }

  assert {
    condition = { for name, alarm in merge(aws_cloudwatch_metric_alarm.metric, aws_cloudwatch_metric_alarm.share) : name => alarm.threshold } == {
      dead-letters   = 10
      oldest-message = 90
      rejected       = 1
      duration       = 30000
    }
    error_message = "the thresholds are not those given"
  }

  assert {
    condition     = strcontains(one(compact(aws_cloudwatch_metric_alarm.share["rejected"].metric_query[*].expression)), ">= 7,")
    error_message = "the queries are ${jsonencode(aws_cloudwatch_metric_alarm.share["rejected"].metric_query)}"
  }

  assert {
    condition = alltrue([
      for alarm in merge(aws_cloudwatch_metric_alarm.metric, aws_cloudwatch_metric_alarm.share) :
      alarm.alarm_actions == toset(["arn:aws:sns:eu-west-1:123456789012:pager"]) && alarm.ok_actions == toset(["arn:aws:sns:eu-west-1:123456789012:relief"]) && alarm.tags == tomap({ team = "pictures" })
    ])
    error_message = "every alarm must have the actions and the tags"
  }

  assert {
    condition     = endswith(aws_cloudwatch_metric_alarm.metric["duration"].alarm_description, " What to do: https://wiki.example/thumbnails#duration")
    error_message = "the description is ${aws_cloudwatch_metric_alarm.metric["duration"].alarm_description}"
  }

  # The line in the picture is where the alarm goes off.
  assert {
    condition     = [for widget in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : widget.properties.annotations.horizontal if can(widget.properties.annotations)] == [[{ label = "alarm", value = 90 }], [{ label = "timeout", value = 60000 }]]
    error_message = "the dashboard is ${aws_cloudwatch_dashboard.this[0].dashboard_body}"
  }
}

run "no_alarms" {
  command = plan

  module {
    source = "./modules/observability"
  }

  variables {
    alarms = []
  }

  assert {
    condition     = length(output.alarm_names) == 0
    error_message = "the alarms are ${jsonencode(output.alarm_names)}"
  }

  assert {
    condition     = !contains(jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets[*].type, "alarm")
    error_message = "the dashboard is ${aws_cloudwatch_dashboard.this[0].dashboard_body}"
  }
}

run "no_dashboard" {
  command = plan

  module {
    source = "./modules/observability"
  }

  variables {
    dashboard = false
  }

  assert {
    condition     = length(aws_cloudwatch_dashboard.this) == 0 && output.dashboard_name == null
    error_message = "the dashboard is ${jsonencode(output.dashboard_name)}"
  }
}

run "refused_names" {
  command = plan

  module {
    source = "./modules/observability"
  }

  variables {
    name                  = ""
    function_name         = "a\"b"
    function_timeout      = 0
    queue_arn             = "uploads"
    dead_letter_queue_arn = "arn:aws:sns:eu-west-1:123456789012:uploads"
    visibility_timeout    = -1
    alarm_actions         = ["pager"]
    ok_actions            = [for i in range(6) : "arn:aws:sns:eu-west-1:123456789012:pager-${i}"]
    runbook               = "docs/operations.md#errors"
    thresholds            = { errors = -1 }
  }

  expect_failures = [
    var.name,
    var.function_name,
    var.function_timeout,
    var.queue_arn,
    var.dead_letter_queue_arn,
    var.visibility_timeout,
    var.alarm_actions,
    var.ok_actions,
    var.runbook,
    var.thresholds,
  ]
}

run "refused_lengths" {
  command = plan

  module {
    source = "./modules/observability"
  }

  variables {
    name               = format("%0201d", 0)
    function_name      = format("%065d", 0)
    function_timeout   = 901
    visibility_timeout = 43201
    alarm_actions      = [for i in range(6) : "arn:aws:sns:eu-west-1:123456789012:pager-${i}"]
    ok_actions         = ["pager"]
    runbook            = ""
    thresholds         = { failed_percent = 100 }
  }

  expect_failures = [
    var.name,
    var.function_name,
    var.function_timeout,
    var.visibility_timeout,
    var.alarm_actions,
    var.ok_actions,
    var.runbook,
    var.thresholds,
  ]
}

run "refused_rejected_percent" {
  command = plan

  module {
    source = "./modules/observability"
  }

  variables {
    thresholds = { rejected_percent = 100 }
  }

  expect_failures = [var.thresholds]
}

run "refused_minimum" {
  command = plan

  module {
    source = "./modules/observability"
  }

  variables {
    thresholds = { minimum_pictures = 0 }
  }

  expect_failures = [var.thresholds]
}

run "refused_fraction" {
  command = plan

  module {
    source = "./modules/observability"
  }

  variables {
    thresholds = { duration_fraction = 1 }
  }

  expect_failures = [var.thresholds]
}

run "refused_alarm" {
  command = plan

  module {
    source = "./modules/observability"
  }

  variables {
    alarms = ["errors", "latency"]
  }

  expect_failures = [var.alarms]
}
