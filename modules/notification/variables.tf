variable "mode" {
  description = "How uploads reach the queue. `s3`: the bucket sends them itself. `eventbridge`: by a rule. `sns`: by a topic. `none`: somebody else sees to it."
  type        = string
  default     = "s3"
  nullable    = false

  validation {
    condition     = contains(["s3", "eventbridge", "sns", "none"], var.mode)
    error_message = "mode must be \"s3\", \"eventbridge\", \"sns\" or \"none\"; got \"${var.mode}\"."
  }
}

variable "id" {
  description = "Name of the EventBridge rule, and the beginning of the ids of S3's entries: 1 to 64 letters, digits and . _ -."
  type        = string
  default     = "S3ToSQSNotification"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]{1,64}$", var.id))
    error_message = "id must be 1 to 64 letters, digits and . _ -; got \"${var.id}\"."
  }
}

variable "bucket_name" {
  description = "Bucket whose uploads are reported. S3 keeps one notification configuration for a bucket. In the mode `s3`, and with `enable_eventbridge`, this module replaces the whole of it, so that nothing else may configure notifications of this bucket; otherwise it does not touch it."
  type        = string
  nullable    = false

  validation {
    condition     = length(var.bucket_name) > 0
    error_message = "bucket_name must be the name of a bucket; got an empty string."
  }
}

variable "queue_arn" {
  description = "ARN of the queue that receives the events. Its policy must already let the sender send."
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
  description = "Only objects whose key ends with one of these, in exactly this letter case, are reported (by SNS: all). None may end with another: S3 refuses suffixes that overlap."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.suffixes) > 0 && alltrue([for suffix in var.suffixes : can(regex("^\\.[A-Za-z0-9._-]+$", suffix))])
    error_message = "suffixes must hold at least one suffix, each \".\" followed by letters, digits and . _ -; got ${jsonencode(var.suffixes)}."
  }
}

variable "removals" {
  description = "Whether deleted and expired objects are reported, too."
  type        = bool
  default     = false
  nullable    = false
}

variable "enable_eventbridge" {
  description = "Whether the bucket is told to send its events to EventBridge. That replaces its whole notification configuration."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.enable_eventbridge || var.mode == "eventbridge"
    error_message = "enable_eventbridge must be false in the mode \"${var.mode}\": it is for \"eventbridge\"."
  }
}

variable "topic_arn" {
  description = "ARN of the SNS topic, in the mode `sns`; otherwise null."
  type        = string
  default     = null

  validation {
    condition     = (var.mode == "sns") == (var.topic_arn != null)
    error_message = "topic_arn must be given in the mode \"sns\", and only there; the mode is \"${var.mode}\"."
  }
}

variable "filter_messages" {
  description = "Whether SNS leaves out messages about other buckets and other prefixes."
  type        = bool
  default     = false
  nullable    = false
}

variable "tags" {
  description = "Tags of the EventBridge rule."
  type        = map(string)
  default     = {}
  nullable    = false
}
