################################################################################
# Notices
################################################################################

variable "notices" {
  description = <<-EOT
    Completion notices: a message to an SNS topic for each source that is settled or rejected. For its
    members, see modules/typed.
  EOT
  type        = any
  default     = null
}

################################################################################
# Delivery
################################################################################

variable "delivery" {
  description = <<-EOT
    CloudFront distribution that serves the thumbnails publicly over HTTPS. The bucket stays private, and
    sources cannot be retrieved. The policy of an existing bucket must contain the statements of the output
    `delivery_policy_statements`. See modules/delivery. For its members, see modules/typed.
  EOT
  type        = any
  default     = null
}

################################################################################
# Observability
################################################################################

variable "alarms" {
  description = "CloudWatch alarms. See modules/observability for their conditions. For its members, see modules/typed."
  type        = any
  default     = null
}

variable "dashboard" {
  description = "Whether to create a CloudWatch dashboard named `name`, from the queue to the outcomes."
  type        = bool
  default     = false
  nullable    = false
}
