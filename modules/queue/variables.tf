variable "name" {
  description = <<-EOT
    Name of the queue, 1 to 76 letters, digits, hyphens and underscores. The dead-letter queue is called the
    same with "-dlq" at the end.
  EOT
  type        = string
  nullable    = false
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
}

variable "kms_key_arn" {
  description = <<-EOT
    ARN of the KMS key that messages are encrypted with; its policy must let the sender use it. null: with
    SQS's own keys.
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
  description = "Seconds the event source mapping may wait for a full batch; added to the visibility timeout."
  type        = number
  default     = 0
  nullable    = false
}

variable "max_receive_count" {
  description = "How often a message is received before it moves to the dead-letter queue: 5 to 1000."
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
