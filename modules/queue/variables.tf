variable "name" {
  description = <<-EOT
    Name of the queue: 1 to 76 letters, digits, hyphens and underscores. The name of the dead-letter queue
    is this name followed by `-dlq`.
  EOT
  type        = string
  nullable    = false
}

variable "sender" {
  description = <<-EOT
    The only sender that the queue policy allows.
    - `service`: `s3.amazonaws.com`, `events.amazonaws.com` or `sns.amazonaws.com`.
    - `arn`: ARN of the bucket, the EventBridge rule or the SNS topic.
    - `account_id`: ID of the account that owns the bucket: 12 digits. The ARNs of rules and topics contain it.
  EOT
  type = object({
    service    = string
    arn        = string
    account_id = optional(string)
  })
  nullable = false
}

variable "kms_key_arn" {
  description = <<-EOT
    ARN of the KMS key for the messages. Its policy must allow the sender to use it. If `null`, SQS uses its
    own keys.
  EOT
  type        = string
  default     = null
}

variable "function_timeout" {
  description = <<-EOT
    Timeout in seconds of the function that reads the queue. The visibility timeout is six times as long,
    plus `window`.
  EOT
  type        = number
  nullable    = false
}

variable "window" {
  description = "Batching window of the event source mapping in seconds. It is added to the visibility timeout."
  type        = number
  default     = 0
  nullable    = false
}

variable "max_receive_count" {
  description = "How many times a message is received before SQS moves it to the dead-letter queue: 5 to 1000."
  type        = number
  default     = 5
  nullable    = false
}

variable "tags" {
  description = "Tags of both queues."
  type        = map(string)
  default     = {}
  nullable    = false
}
