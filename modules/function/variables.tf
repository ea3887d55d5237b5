variable "name" {
  description = "Name of the function, 1 to 64 letters, digits, hyphens and underscores. Its role and its log group are named after it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 letters, digits, hyphens and underscores; got \"${var.name}\"."
  }
}

variable "zip" {
  description = "Path of the zip with the package `thumbnailer`. It must exist when a plan is made, but not to validate or destroy."
  type        = string
  nullable    = false

  validation {
    condition     = length(var.zip) > 0
    error_message = "zip must be the path of a file; got an empty string."
  }
}

variable "layer_arns" {
  description = "ARNs of the layer versions, 1 to 5: of the one that holds Pillow for this architecture and runtime, and of others that the function needs."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.layer_arns) >= 1 && length(var.layer_arns) <= 5 && alltrue([for arn in var.layer_arns : can(regex("^arn:[^:]+:lambda:[^:]*:[^:]*:layer:[^:]+:[0-9]+$", arn))])
    error_message = "layer_arns must be 1 to 5 ARNs of layer versions, each of which ends in \":\" and a number; got ${jsonencode(var.layer_arns)}."
  }
}

variable "architecture" {
  description = "Architecture of the function: arm64 or x86_64. The layer must be built for it."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64; got \"${var.architecture}\"."
  }
}

variable "runtime" {
  description = "Lambda runtime of the function, such as python3.13. The layer must be built for it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^python3\\.[0-9]+$", var.runtime))
    error_message = "runtime must be a Python runtime, such as python3.13; got \"${var.runtime}\"."
  }
}

variable "memory_size" {
  description = "Memory of the function in MiB, 128 to 10240. The share of processor time grows with it: 1769 is one whole core."
  type        = number
  nullable    = false

  validation {
    condition     = var.memory_size >= 128 && var.memory_size <= 10240 && floor(var.memory_size) == var.memory_size
    error_message = "memory_size must be a whole number of MiB from 128 to 10240; got ${var.memory_size}."
  }
}

variable "timeout" {
  description = "Seconds one invocation may take, 1 to 900."
  type        = number
  nullable    = false

  validation {
    condition     = var.timeout >= 1 && var.timeout <= 900 && floor(var.timeout) == var.timeout
    error_message = "timeout must be a whole number of seconds from 1 to 900; got ${var.timeout}."
  }
}

variable "environment" {
  description = "Environment variables of the function."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.environment) : can(regex("^[a-zA-Z][a-zA-Z0-9_]+$", name))])
    error_message = "environment must have names of letters, digits and underscores that begin with a letter; got ${jsonencode(keys(var.environment))}."
  }
}

variable "bucket_arn" {
  description = "ARN of the bucket the function reads sources from and writes outputs to."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[^:]+:s3:::[^/*?]+$", var.bucket_arn))
    error_message = "bucket_arn must be the ARN of one bucket, such as \"arn:aws:s3:::pictures\"; got \"${var.bucket_arn}\"."
  }
}

variable "uploads_prefix" {
  description = "The function may read what begins with this, and nothing else, as a source."
  type        = string
  nullable    = false

  # * and ? would widen the resource of the policy.
  validation {
    condition     = can(regex("^[^*?]+/$", var.uploads_prefix))
    error_message = "uploads_prefix must end with \"/\" and hold neither * nor ?; got \"${var.uploads_prefix}\"."
  }
}

variable "output_prefixes" {
  description = "The function may look at and write what begins with one of these, and nothing else, as an output."
  type        = list(string)
  nullable    = false

  # * and ? would widen the resource of the policy.
  validation {
    condition     = length(var.output_prefixes) > 0 && alltrue([for prefix in var.output_prefixes : can(regex("^[^*?]+/$", prefix))])
    error_message = "output_prefixes must hold at least one prefix, each ending with \"/\" and without * and ?; got ${jsonencode(var.output_prefixes)}."
  }
}

variable "watermark_key" {
  description = "Key of the image that the function may read besides the sources, to lay it over outputs; null: none."
  type        = string
  default     = null

  # * and ? would widen the resource of the policy, and so would a variable of IAM, which begins with $.
  validation {
    condition     = var.watermark_key == null || can(regex("^[^*?$]+$", var.watermark_key))
    error_message = "watermark_key must be one key, not empty and without *, ? and $; got ${jsonencode(var.watermark_key)}."
  }
}

variable "queue_arn" {
  description = "ARN of the queue the function reads."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[^:]+:sqs:", var.queue_arn))
    error_message = "queue_arn must be the ARN of an SQS queue; got \"${var.queue_arn}\"."
  }
}

variable "batch_size" {
  description = "Messages one invocation takes at most: 1 to 10, or to 10000 with a `window`."
  type        = number
  nullable    = false

  validation {
    condition     = var.batch_size >= 1 && var.batch_size <= 10000 && floor(var.batch_size) == var.batch_size
    error_message = "batch_size must be a whole number from 1 to 10000; got ${var.batch_size}."
  }
}

variable "window" {
  description = "Seconds Lambda may wait for a full batch, 0 to 300."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.window >= 0 && var.window <= 300 && floor(var.window) == var.window
    error_message = "window must be a whole number of seconds from 0 to 300; got ${var.window}."
  }
}

variable "maximum_concurrency" {
  description = "How many invocations the queue may cause at the same time, 2 to 1000."
  type        = number
  nullable    = false

  validation {
    condition     = var.maximum_concurrency >= 2 && var.maximum_concurrency <= 1000 && floor(var.maximum_concurrency) == var.maximum_concurrency
    error_message = "maximum_concurrency must be a whole number from 2 to 1000; got ${var.maximum_concurrency}."
  }
}

variable "log_retention_in_days" {
  description = "Days the log lines are kept; 0 keeps them for ever."
  type        = number
  nullable    = false

  validation {
    condition     = var.log_retention_in_days >= 0 && floor(var.log_retention_in_days) == var.log_retention_in_days
    error_message = "log_retention_in_days must be a whole number of days, 0 or more; got ${var.log_retention_in_days}."
  }
}

variable "tags" {
  description = "Tags of the function, its role, its log group and its event source mapping."
  type        = map(string)
  default     = {}
  nullable    = false
}
