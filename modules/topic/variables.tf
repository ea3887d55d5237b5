variable "name" {
  description = "Name of the topic: 1 to 256 letters, digits, hyphens and underscores."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,256}$", var.name))
    error_message = "name must be 1 to 256 letters, digits, hyphens and underscores; got \"${var.name}\"."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that messages are encrypted with; null: they are not encrypted at rest."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[^:]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key; got ${jsonencode(var.kms_key_arn)}."
  }
}

variable "tags" {
  description = "Tags of the topic."
  type        = map(string)
  default     = {}
  nullable    = false
}
