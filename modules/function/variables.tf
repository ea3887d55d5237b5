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
  description = "Path of the zip with the package `thumbnailer`. It must exist when a plan is made, but not to validate or destroy. null: it is in S3."
  type        = string
  default     = null

  validation {
    condition     = var.zip != ""
    error_message = "zip must be the path of a file; got an empty string."
  }

  validation {
    condition     = (var.zip == null) != (var.zip_in_s3 == null)
    error_message = "zip or zip_in_s3 must be given, and not both; got ${jsonencode([var.zip, var.zip_in_s3])}."
  }
}

variable "zip_in_s3" {
  description = <<-EOT
    Where in S3 the zip is; null: it is a file.
    - `bucket`: name of a bucket in the function's region.
    - `key`: key of the zip.
    - `version`: version of the object. Without it, Terraform does not notice when the zip is replaced.
  EOT
  type = object({
    bucket  = string
    key     = string
    version = optional(string)
  })
  default = null

  validation {
    condition     = var.zip_in_s3 == null ? true : alltrue([for part in [var.zip_in_s3.bucket, var.zip_in_s3.key] : try(length(part) > 0, false)])
    error_message = "zip_in_s3 must have a bucket and a key; got ${jsonencode(var.zip_in_s3)}."
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

variable "reserved_concurrency" {
  description = "How many invocations of the function the account keeps free for it, and lets happen at most; 1 or more. null: as many as there are."
  type        = number
  default     = null

  validation {
    condition     = try(var.reserved_concurrency >= 1 && floor(var.reserved_concurrency) == var.reserved_concurrency, var.reserved_concurrency == null)
    error_message = "reserved_concurrency must be a whole number of 1 or more; got ${jsonencode(var.reserved_concurrency)}."
  }
}

variable "ephemeral_storage" {
  description = "Size of the function's /tmp in MiB, 512 to 10240."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = var.ephemeral_storage >= 512 && var.ephemeral_storage <= 10240 && floor(var.ephemeral_storage) == var.ephemeral_storage
    error_message = "ephemeral_storage must be a whole number of MiB from 512 to 10240; got ${var.ephemeral_storage}."
  }
}

variable "tracing" {
  description = "Whether invocations are traced with AWS X-Ray."
  type        = bool
  default     = false
  nullable    = false
}

variable "vpc" {
  description = <<-EOT
    The private network the function runs in; null: none.
    - `subnet_ids`: ids of subnets from which S3, and what else the function calls, can be reached.
    - `security_group_ids`: ids of security groups that let the function call out.
  EOT
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
  })
  default = null

  validation {
    condition     = var.vpc == null ? true : try(length(var.vpc.subnet_ids) > 0 && length(var.vpc.security_group_ids) > 0, false)
    error_message = "vpc must have at least one subnet and one security group; got ${jsonencode(var.vpc)}."
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
  description = "ARN of the bucket the function reads sources from."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[^:]+:s3:::[^/*?]+$", var.bucket_arn))
    error_message = "bucket_arn must be the ARN of one bucket, such as \"arn:aws:s3:::pictures\"; got \"${var.bucket_arn}\"."
  }
}

variable "destination_bucket_arn" {
  description = "ARN of the bucket the function writes outputs to; null: the same."
  type        = string
  default     = null

  validation {
    condition     = var.destination_bucket_arn == null || can(regex("^arn:[^:]+:s3:::[^/*?]+$", var.destination_bucket_arn))
    error_message = "destination_bucket_arn must be the ARN of one bucket, such as \"arn:aws:s3:::thumbnails\"; got ${jsonencode(var.destination_bucket_arn)}."
  }
}

variable "uploads_prefix" {
  description = "The function may read what begins with this, and nothing else, as a source."
  type        = string
  nullable    = false

  # * and ? would widen the resource of the policy. IAM takes no letters beyond Latin-1.
  validation {
    condition     = can(regex("^[^*?\\x{100}-\\x{10FFFF}]+/$", var.uploads_prefix))
    error_message = "uploads_prefix must end with \"/\" and hold no *, no ? and no letters beyond Latin-1; got \"${var.uploads_prefix}\"."
  }
}

variable "output_prefixes" {
  description = "The function may look at and write what begins with one of these, and nothing else, as an output."
  type        = list(string)
  nullable    = false

  # As uploads_prefix.
  validation {
    condition     = length(var.output_prefixes) > 0 && alltrue([for prefix in var.output_prefixes : can(regex("^[^*?\\x{100}-\\x{10FFFF}]+/$", prefix))])
    error_message = "output_prefixes must hold at least one prefix, each ending with \"/\" and without *, ? and letters beyond Latin-1; got ${jsonencode(var.output_prefixes)}."
  }
}

variable "remove_outputs" {
  description = "Whether the function may delete outputs, too."
  type        = bool
  default     = false
  nullable    = false
}

variable "rejected_prefix" {
  description = "The function may look at, write and delete what begins with this, and nothing else, as a report about a rejected source; null: it writes none."
  type        = string
  default     = null

  # * and ? would widen the resource of the policy, and so would a variable of IAM, which begins with $.
  validation {
    condition     = var.rejected_prefix == null || can(regex("^[^*?$\\x{100}-\\x{10FFFF}]+/$", var.rejected_prefix))
    error_message = "rejected_prefix must end with \"/\" and hold none of *, ? and $, and no letters beyond Latin-1; got ${jsonencode(var.rejected_prefix)}."
  }
}

variable "watermark_key" {
  description = "Key of the image that the function may read besides the sources, to lay it over outputs; null: none."
  type        = string
  default     = null

  # * and ? would widen the resource of the policy, and so would a variable of IAM, which begins with $.
  validation {
    condition     = var.watermark_key == null || can(regex("^[^*?$\\x{100}-\\x{10FFFF}]+$", var.watermark_key))
    error_message = "watermark_key must be one key, not empty and without *, ? and $ and letters beyond Latin-1; got ${jsonencode(var.watermark_key)}."
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

variable "topic_arn" {
  description = "ARN of the topic the function sends notices to; null: none."
  type        = string
  default     = null

  validation {
    condition     = var.topic_arn == null || can(regex("^arn:[^:]+:sns:[^*?]+$", var.topic_arn))
    error_message = "topic_arn must be the ARN of an SNS topic; got ${jsonencode(var.topic_arn)}."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that the function may use, and that its log group is encrypted with; null: none."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[^:]+:kms:[^:]*:[^:]*:key/[^*?]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, and not of an alias: \"arn:aws:kms:...:key/...\"; got ${jsonencode(var.kms_key_arn)}."
  }
}

variable "decrypt_key_arns" {
  description = "ARNs of further KMS keys that the function may decrypt with, but not encrypt."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.decrypt_key_arns : can(regex("^arn:[^:]+:kms:[^:]*:[^:]*:key/[^*?]+$", arn))])
    error_message = "decrypt_key_arns must be ARNs of keys, and not of aliases: \"arn:aws:kms:...:key/...\"; got ${jsonencode(var.decrypt_key_arns)}."
  }
}

variable "role_path" {
  description = "Path of the function's role: \"/\", or names with \"/\" before and after each."
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = can(regex("^/([!-.0-~]+/)*$", var.role_path)) && length(var.role_path) <= 512
    error_message = "role_path must be \"/\" or like \"/teams/pictures/\", of at most 512 characters; got \"${var.role_path}\"."
  }
}

variable "permissions_boundary" {
  description = "ARN of the policy that is the permissions boundary of the function's role; null: none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary == null || can(regex("^arn:[^:]+:iam::[^:]*:policy/", var.permissions_boundary))
    error_message = "permissions_boundary must be the ARN of a policy; got ${jsonencode(var.permissions_boundary)}."
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
