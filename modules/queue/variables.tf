variable "name" {
  description = "Name of the queue, 1 to 76 letters, digits, hyphens and underscores. The dead-letter queue is called the same with \"-dlq\" at the end."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,76}$", var.name))
    error_message = "name must be 1 to 76 letters, digits, hyphens and underscores; got \"${var.name}\"."
  }
}

variable "source_bucket_arn" {
  description = "ARN of the only bucket whose events may be sent to the queue."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[^:]+:s3:::[^/*?]+$", var.source_bucket_arn))
    error_message = "source_bucket_arn must be the ARN of one bucket, such as \"arn:aws:s3:::pictures\"; got \"${var.source_bucket_arn}\"."
  }
}

variable "source_account_id" {
  description = "Id of the account that owns the bucket: 12 digits."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.source_account_id))
    error_message = "source_account_id must be 12 digits; got \"${var.source_account_id}\"."
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
