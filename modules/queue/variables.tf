variable "name" {
  description = "Name of the queue, 1 to 76 letters, digits, hyphens and underscores. The dead-letter queue is called the same with \"-dlq\" at the end."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,76}$", var.name))
    error_message = "name must be 1 to 76 letters, digits, hyphens and underscores; got \"${var.name}\"."
  }
}

variable "sender" {
  description = <<-EOT
    The only one whose messages the queue takes, besides the account's own users and roles.
    - `service`: `s3.amazonaws.com`, `events.amazonaws.com` or `sns.amazonaws.com`.
    - `arn`: ARN of the bucket, the EventBridge rule or the SNS topic.
    - `account_id`: id of the account that owns the bucket: 12 digits. The ARNs of rules and topics hold it.
  EOT
  type = object({
    service    = string
    arn        = string
    account_id = optional(string)
  })
  nullable = false

  validation {
    condition     = contains(["s3.amazonaws.com", "events.amazonaws.com", "sns.amazonaws.com"], coalesce(var.sender.service, "none"))
    error_message = "sender.service must be \"s3.amazonaws.com\", \"events.amazonaws.com\" or \"sns.amazonaws.com\"; got ${jsonencode(var.sender.service)}."
  }

  validation {
    condition     = can(regex("^arn:[^:]+:(s3:::[^/*?]+|events:[^*?]+:rule/[^*?]+|sns:[^*?]+)$", var.sender.arn))
    error_message = "sender.arn must be the ARN of one bucket, rule or topic, such as \"arn:aws:s3:::pictures\"; got ${jsonencode(var.sender.arn)}."
  }

  validation {
    condition     = var.sender.service != "s3.amazonaws.com" || can(regex("^[0-9]{12}$", var.sender.account_id))
    error_message = "sender.account_id must be 12 digits where the sender is S3; got ${jsonencode(var.sender.account_id)}."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that messages are encrypted with; its policy must let the sender use it. null: with SQS's own keys."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[^:]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key; got ${jsonencode(var.kms_key_arn)}."
  }
}

variable "function_timeout" {
  description = "Timeout in seconds of the function that reads the queue. The visibility timeout is six times as long, plus `window`."
  type        = number
  nullable    = false

  validation {
    condition     = var.function_timeout >= 1 && var.function_timeout <= 900 && floor(var.function_timeout) == var.function_timeout
    error_message = "function_timeout must be a whole number of seconds from 1 to 900; got ${var.function_timeout}."
  }
}

variable "window" {
  description = "Seconds the event source mapping may wait for a full batch; added to the visibility timeout."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.window >= 0 && var.window <= 300 && floor(var.window) == var.window
    error_message = "window must be a whole number of seconds from 0 to 300; got ${var.window}."
  }
}

variable "max_receive_count" {
  description = "How often a message is received before it moves to the dead-letter queue: 5 to 1000."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.max_receive_count >= 5 && var.max_receive_count <= 1000 && floor(var.max_receive_count) == var.max_receive_count
    error_message = "max_receive_count must be a whole number from 5 to 1000; got ${var.max_receive_count}."
  }
}

variable "tags" {
  description = "Tags of both queues."
  type        = map(string)
  default     = {}
  nullable    = false
}
