variable "mode" {
  description = <<-EOT
    How events reach the queue: `s3`, by the bucket's notification configuration; `eventbridge`, by an
    EventBridge rule; `sns`, by an SNS topic; or `none`, by a notification that is configured elsewhere.
  EOT
  type        = string
  default     = "s3"
  nullable    = false
}

variable "id" {
  description = <<-EOT
    Name of the EventBridge rule, and prefix of the IDs of the notification configuration: 1 to 64 letters,
    digits and . _ -.
  EOT
  type        = string
  default     = "S3ToSQSNotification"
  nullable    = false
}

variable "bucket_name" {
  description = <<-EOT
    Name of the source bucket. In the mode `s3`, and with `enable_eventbridge`, this module replaces the
    bucket's whole notification configuration: do not configure notifications of this bucket elsewhere.
  EOT
  type        = string
  nullable    = false
}

variable "queue_arn" {
  description = "ARN of the queue. Its policy must allow the sender to send messages."
  type        = string
  nullable    = false
}

variable "prefix" {
  description = "Key prefix of the sources."
  type        = string
  nullable    = false
}

variable "suffixes" {
  description = <<-EOT
    Key suffixes of the sources, case-sensitive. SNS does not filter by them. None must end with another,
    because S3 refuses overlapping suffixes.
  EOT
  type        = list(string)
  nullable    = false
}

variable "removals" {
  description = "Whether to send events of deleted and expired objects, too."
  type        = bool
  default     = false
  nullable    = false
}

variable "enable_eventbridge" {
  description = <<-EOT
    Whether to enable EventBridge for the bucket. This replaces its whole notification configuration.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "topic_arn" {
  description = "ARN of the SNS topic. Required in the mode `sns`."
  type        = string
  default     = null
}

variable "filter_messages" {
  description = "Whether SNS filters messages about other buckets and prefixes."
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
