locals {
  # The namespace, the names and the dimensions that the function's log lines carry.
  pictures = {
    namespace  = "thumbnailer"
    dimensions = { function_name = var.function_name }
  }
  function = {
    namespace  = "AWS/Lambda"
    dimensions = { FunctionName = var.function_name }
  }
  queue = {
    namespace  = "AWS/SQS"
    dimensions = { QueueName = local.queue_name }
  }
  dead_letter_queue = {
    namespace  = "AWS/SQS"
    dimensions = { QueueName = local.dead_letter_queue_name }
  }

  queue_name             = split(":", var.queue_arn)[5]
  dead_letter_queue_name = split(":", var.dead_letter_queue_arn)[5]

  oldest_message_seconds = coalesce(var.thresholds.oldest_message_seconds, 3 * var.visibility_timeout)
  duration_milliseconds  = var.thresholds.duration_fraction * var.function_timeout * 1000

  # Of one metric each. All go off above their threshold.
  metric_alarms = {
    dead-letters = merge(local.dead_letter_queue, {
      says      = "The dead-letter queue contains messages. Thumbnails of their sources are missing or stale."
      metric    = "ApproximateNumberOfMessagesVisible"
      statistic = "Maximum"
      threshold = var.thresholds.dead_letters
      period    = 60
      periods   = 1
      # SQS measures no queue that has been left alone for hours. A letter does not go away by that.
      missing = "ignore"
    })
    oldest-message = merge(local.queue, {
      says      = "The oldest message has waited for more than ${local.oldest_message_seconds} seconds. The function does not keep up, or does not run."
      metric    = "ApproximateAgeOfOldestMessage"
      statistic = "Maximum"
      threshold = local.oldest_message_seconds
      period    = 60
      periods   = 5
      # An empty queue has no oldest message.
      missing = "notBreaching"
    })
    errors = merge(local.function, {
      says      = "Invocations crashed, ran out of memory or timed out. All of their messages are retried."
      metric    = "Errors"
      statistic = "Sum"
      threshold = var.thresholds.errors
      period    = 300
      periods   = 1
      # Where nothing is invoked, nothing is wrong with it. What should be invoked shows in oldest-message.
      missing = "notBreaching"
    })
    throttles = merge(local.function, {
      says      = "Lambda refuses invocations. The concurrency of the account or of the function is used up."
      metric    = "Throttles"
      statistic = "Sum"
      threshold = var.thresholds.throttles
      period    = 300
      periods   = 3
      # As for errors.
      missing = "notBreaching"
    })
    duration = merge(local.function, {
      says      = "An invocation took more than ${local.duration_milliseconds} milliseconds. The timeout is ${var.function_timeout * 1000} milliseconds."
      metric    = "Duration"
      statistic = "Maximum"
      threshold = local.duration_milliseconds
      period    = 300
      periods   = 1
      # As for errors.
      missing = "notBreaching"
    })
  }

  # Of one outcome among all. A log line counts its own outcome only, hence FILL; and of a few
  # pictures no share is worth an alarm, hence IF.
  share_alarms = {
    failed = {
      says      = "More than ${var.thresholds.failed_percent} % of the attempts fail for a reason other than the source."
      threshold = var.thresholds.failed_percent
      period    = 300
      periods   = 3
    }
    rejected = {
      says      = "More than ${var.thresholds.rejected_percent} % of the sources are rejected. They are not images, or the limits are too low."
      threshold = var.thresholds.rejected_percent
      period    = 900
      periods   = 1
    }
  }

  # All that there can be, and those that shall be.
  names  = concat(keys(local.metric_alarms), var.metrics == "none" ? [] : keys(local.share_alarms))
  alarms = var.alarms == null ? local.names : var.alarms

  outcomes = ["settled", "rejected", "failed"]
  all      = "(${join(" + ", [for outcome in local.outcomes : "FILL(${outcome}, 0)"])})"
}

resource "aws_cloudwatch_metric_alarm" "metric" {
  for_each = { for name, alarm in local.metric_alarms : name => alarm if contains(local.alarms, name) }

  alarm_name        = "${var.name}-${each.key}"
  alarm_description = "${each.value.says} What to do: ${var.runbook}#${each.key}"
  alarm_actions     = var.alarm_actions
  ok_actions        = var.ok_actions

  namespace   = each.value.namespace
  metric_name = each.value.metric
  dimensions  = each.value.dimensions
  statistic   = each.value.statistic
  period      = each.value.period

  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  evaluation_periods  = each.value.periods
  treat_missing_data  = each.value.missing

  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "share" {
  for_each = { for name, alarm in local.share_alarms : name => alarm if contains(local.alarms, name) }

  alarm_name        = "${var.name}-${each.key}"
  alarm_description = "${each.value.says} What to do: ${var.runbook}#${each.key}"
  alarm_actions     = var.alarm_actions
  ok_actions        = var.ok_actions

  dynamic "metric_query" {
    for_each = local.outcomes
    iterator = outcome

    content {
      id = outcome.value

      metric {
        namespace   = local.pictures.namespace
        metric_name = outcome.value
        dimensions  = local.pictures.dimensions
        stat        = "Sum"
        period      = each.value.period
      }
    }
  }

  metric_query {
    id          = "share"
    label       = "${each.key}, in percent"
    expression  = "IF(${local.all} >= ${var.thresholds.minimum_pictures}, 100 * FILL(${each.key}, 0) / ${local.all}, 0)"
    return_data = true
  }

  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  evaluation_periods  = each.value.periods
  # No pictures, no share of them.
  treat_missing_data = "notBreaching"

  tags = var.tags
}
