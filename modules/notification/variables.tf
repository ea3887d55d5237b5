variable "mode" {
  description = <<-EOT
    How uploads reach the queue. `s3`: the bucket sends them itself. `eventbridge`: by a rule. `sns`: by a
    topic. `none`: somebody else sees to it.
  EOT
  type        = string
  default     = "s3"
  nullable    = false
}

variable "id" {
  description = <<-EOT
    Name of the EventBridge rule, and the beginning of the ids of S3's entries: 1 to 64 letters, digits and
    . _ -.
  EOT
  type        = string
  default     = "S3ToSQSNotification"
  nullable    = false
}

variable "bucket_name" {
  description = <<-EOT
    Bucket whose uploads are reported. S3 keeps one notification configuration for a bucket. In the mode
    `s3`, and with `enable_eventbridge`, this module replaces the whole of it, so that nothing else may
    configure notifications of this bucket; otherwise it does not touch it.
  EOT
  type        = string
  nullable    = false
}

variable "queue_arn" {
  description = "ARN of the queue that receives the events. Its policy must already let the sender send."
  type        = string
  nullable    = false
}

variable "prefix" {
  description = "Only objects whose key begins with this are reported."
  type        = string
  nullable    = false
}

variable "suffixes" {
  description = <<-EOT
    Only objects whose key ends with one of these, in exactly this letter case, are reported (by SNS: all).
    None may end with another: S3 refuses suffixes that overlap.
  EOT
  type        = list(string)
  nullable    = false
}

variable "removals" {
  description = "Whether deleted and expired objects are reported, too."
  type        = bool
  default     = false
  nullable    = false
}

variable "enable_eventbridge" {
  description = <<-EOT
    Whether the bucket is told to send its events to EventBridge. That replaces its whole notification
    configuration.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "topic_arn" {
  description = "ARN of the SNS topic, in the mode `sns`; otherwise null."
  type        = string
  default     = null
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
