variable "bucket_name" {
  description = "Bucket whose uploads are reported. S3 keeps one notification configuration for a bucket: this module replaces the whole of it, so nothing else may configure notifications of this bucket."
  type        = string
  nullable    = false

  validation {
    condition     = length(var.bucket_name) > 0
    error_message = "bucket_name must be the name of a bucket; got an empty string."
  }
}

variable "queue_arn" {
  description = "ARN of the queue that receives the events. Its policy must already let S3 send."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[^:]+:sqs:", var.queue_arn))
    error_message = "queue_arn must be the ARN of an SQS queue; got \"${var.queue_arn}\"."
  }
}

variable "prefix" {
  description = "Only objects whose key begins with this are reported."
  type        = string
  nullable    = false

  # S3 wants other characters URL-encoded in a filter (a space as "+"), and IAM reads * and ? as wildcards.
  validation {
    condition     = can(regex("^([A-Za-z0-9!_.'()-]+/)+$", var.prefix))
    error_message = "prefix must be folder names of letters, digits and ! - _ . ' ( ), each followed by \"/\"; got \"${var.prefix}\"."
  }
}

variable "suffixes" {
  description = "Only objects whose key ends with one of these, in exactly this letter case, are reported. None may end with another: S3 refuses suffixes that overlap."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.suffixes) > 0 && alltrue([for suffix in var.suffixes : can(regex("^\\.[A-Za-z0-9._-]+$", suffix))])
    error_message = "suffixes must hold at least one suffix, each \".\" followed by letters, digits and . _ -; got ${jsonencode(var.suffixes)}."
  }
}
