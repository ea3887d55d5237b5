variable "name" {
  description = <<-EOT
    Name of the dashboard, and prefix of the names of the alarms: 1 to 200 letters, digits, hyphens and
    underscores.
  EOT
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,200}$", var.name))
    error_message = "name must be 1 to 200 letters, digits, hyphens and underscores; got \"${var.name}\"."
  }
}

variable "function_name" {
  description = "Name of the function."
  type        = string
  nullable    = false

  # It stands between quotes in the search expressions of the dashboard.
  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.function_name))
    error_message = "function_name must be 1 to 64 letters, digits, hyphens and underscores; got \"${var.function_name}\"."
  }
}

variable "function_timeout" {
  description = "Timeout of the function in seconds, with which its duration is compared."
  type        = number
  nullable    = false

  validation {
    condition     = var.function_timeout >= 1 && var.function_timeout <= 900 && floor(var.function_timeout) == var.function_timeout
    error_message = "function_timeout must be a whole number of seconds from 1 to 900; got ${var.function_timeout}."
  }
}

variable "log_group_name" {
  description = <<-EOT
    Name of the log group of the function, for the queries of the dashboard. Defaults to `/aws/lambda/` and the
    name of the function.
  EOT
  type        = string
  default     = null
}

variable "queue_arn" {
  description = "ARN of the queue. It also determines the Region and account of the alarms and the dashboard."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[^:]+:sqs:[^:]+:[0-9]{12}:[^:]+$", var.queue_arn))
    error_message = "queue_arn must be the ARN of an SQS queue; got \"${var.queue_arn}\"."
  }
}

variable "dead_letter_queue_arn" {
  description = "ARN of the dead-letter queue."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[^:]+:sqs:[^:]+:[0-9]{12}:[^:]+$", var.dead_letter_queue_arn))
    error_message = "dead_letter_queue_arn must be the ARN of an SQS queue; got \"${var.dead_letter_queue_arn}\"."
  }
}

variable "visibility_timeout" {
  description = <<-EOT
    Visibility timeout of the queue in seconds. The default threshold of the alarm oldest-message is three
    times this value.
  EOT
  type        = number
  nullable    = false

  validation {
    condition     = var.visibility_timeout >= 0 && var.visibility_timeout <= 43200
    error_message = "visibility_timeout must be 0 to 43200 seconds; got ${var.visibility_timeout}."
  }
}

variable "metrics" {
  description = <<-EOT
    Which metrics the log lines of the function carry: `none`, `outcomes`, or `all`. With `none`, there are no
    alarms `failed` and `rejected`. For metrics that are not published, the dashboard has queries of the log.
  EOT
  type        = string
  default     = "outcomes"
  nullable    = false

  validation {
    condition     = contains(["none", "outcomes", "all"], var.metrics)
    error_message = "metrics must be \"none\", \"outcomes\" or \"all\"; got \"${var.metrics}\"."
  }
}

variable "alarms" {
  description = "Short names of the alarms to create. Defaults to all that `metrics` allows."
  type        = list(string)
  default     = null

  validation {
    condition = var.alarms == null ? true : alltrue([for alarm in var.alarms : try(contains(local.names, alarm), false)])
    error_message = join(" ", concat(
      ["alarms may hold ${join(", ", local.names)}; got ${jsonencode(var.alarms)}."],
      var.metrics == "none" ? ["The others need the metrics \"outcomes\" of the function."] : [],
    ))
  }
}

variable "thresholds" {
  description = <<-EOT
    Above which value each alarm goes off.
    - `dead_letters`: number of messages in the dead-letter queue.
    - `oldest_message_seconds`: age of the oldest message in seconds, for 5 minutes. Defaults to three times
      `visibility_timeout`, after which SQS no longer counts a message that fails again and again.
    - `errors`: invocations in 5 minutes that crashed or timed out.
    - `throttles`: throttled invocations in 5 minutes, three times in a row.
    - `failed_percent`: failed attempts among all in 5 minutes, three times in a row, 0 to 99.
    - `rejected_percent`: rejected sources among all in 15 minutes, 0 to 99.
    - `minimum_pictures`: with fewer than this in their period, neither failed nor rejected goes off; at
      least 1.
    - `duration_fraction`: the longest invocation in 5 minutes, as a share of `function_timeout`, below 1.
  EOT
  type = object({
    dead_letters           = optional(number, 0)
    oldest_message_seconds = optional(number)
    errors                 = optional(number, 0)
    throttles              = optional(number, 0)
    failed_percent         = optional(number, 5)
    rejected_percent       = optional(number, 25)
    minimum_pictures       = optional(number, 20)
    duration_fraction      = optional(number, 0.8)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for value in values(var.thresholds) : coalesce(value, 0) >= 0])
    error_message = "thresholds must be 0 or more; got ${jsonencode(var.thresholds)}."
  }

  validation {
    condition = var.thresholds.failed_percent < 100 && var.thresholds.rejected_percent < 100
    error_message = join(" ", [
      "thresholds.failed_percent and thresholds.rejected_percent must be below 100, else their alarms never go",
      "off; got ${var.thresholds.failed_percent} and ${var.thresholds.rejected_percent}.",
    ])
  }

  validation {
    condition     = var.thresholds.minimum_pictures >= 1
    error_message = "thresholds.minimum_pictures must be at least 1; got ${var.thresholds.minimum_pictures}."
  }

  validation {
    condition = var.thresholds.duration_fraction < 1
    error_message = join(" ", [
      "thresholds.duration_fraction must be below 1, else the alarm never goes off: no invocation takes longer",
      "than the timeout; got ${var.thresholds.duration_fraction}.",
    ])
  }
}

variable "alarm_actions" {
  description = "ARNs of the actions when an alarm goes off, such as an SNS topic; at most 5."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.alarm_actions) <= 5 && alltrue([for arn in var.alarm_actions : startswith(arn, "arn:")])
    error_message = "alarm_actions must be at most 5 ARNs; got ${jsonencode(var.alarm_actions)}."
  }
}

variable "ok_actions" {
  description = "ARNs of the actions when an alarm returns to OK; at most 5."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.ok_actions) <= 5 && alltrue([for arn in var.ok_actions : startswith(arn, "arn:")])
    error_message = "ok_actions must be at most 5 ARNs; got ${jsonencode(var.ok_actions)}."
  }
}

variable "runbook" {
  description = <<-EOT
    Runbook that the descriptions of the alarms refer to, followed by `#` and the short name of the alarm: a
    path in this project, or the URL of your own copy.
  EOT
  type        = string
  default     = "docs/operations.md"
  nullable    = false

  validation {
    condition     = length(var.runbook) >= 1 && length(var.runbook) <= 500 && !strcontains(var.runbook, "#")
    error_message = "runbook must be a path or a URL of 1 to 500 characters without \"#\"; got \"${var.runbook}\"."
  }
}

variable "dashboard" {
  description = "Whether to create a dashboard."
  type        = bool
  default     = true
  nullable    = false
}

variable "tags" {
  description = "Tags of the alarms. A dashboard has none."
  type        = map(string)
  default     = {}
  nullable    = false
}
