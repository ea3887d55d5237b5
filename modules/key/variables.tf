variable "create" {
  description = <<-EOT
    Whether to create a key. If `false`, the module only returns the statements that the policy of an
    existing key must contain.
  EOT
  type        = bool
  nullable    = false
}

variable "name" {
  description = "Name of the key's alias: 1 to 250 letters, digits, hyphens and underscores."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,250}$", var.name))
    error_message = "name must be 1 to 250 letters, digits, hyphens and underscores; got \"${var.name}\"."
  }
}

variable "partition" {
  description = "Partition of the account, such as aws."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^aws[a-z-]*$", var.partition))
    error_message = "partition must be like \"aws\"; got \"${var.partition}\"."
  }
}

variable "account_id" {
  description = "ID of the account: 12 digits."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be 12 digits; got \"${var.account_id}\"."
  }
}

variable "logs_service" {
  description = <<-EOT
    Service principal of CloudWatch Logs in the key's Region. If `null`, the module looks it up. Set it if
    this module has `depends_on`: the plan then shows the statements.
  EOT
  type        = string
  default     = null

  validation {
    condition     = var.logs_service == null || can(regex("^logs\\.", var.logs_service))
    error_message = "logs_service must be like \"logs.eu-west-1.amazonaws.com\"; got ${jsonencode(var.logs_service)}."
  }
}

variable "log_group_name" {
  description = "Name of the log group that is encrypted with the key."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_/.#-]+$", var.log_group_name))
    error_message = "log_group_name must be the name of a log group; got \"${var.log_group_name}\"."
  }
}

variable "sender" {
  description = <<-EOT
    Service that sends to the encrypted queue: `s3.amazonaws.com`, `events.amazonaws.com` or
    `sns.amazonaws.com`. If `null`, there is none.
  EOT
  type        = string
  default     = null

  validation {
    condition     = var.sender == null || try(contains(["s3.amazonaws.com", "events.amazonaws.com", "sns.amazonaws.com"], var.sender), false)
    error_message = "sender must be \"s3.amazonaws.com\", \"events.amazonaws.com\" or \"sns.amazonaws.com\"; got ${jsonencode(var.sender)}."
  }
}

variable "delivered" {
  description = "Whether CloudFront serves objects that are encrypted with the key."
  type        = bool
  default     = false
  nullable    = false
}

variable "tags" {
  description = "Tags of the key."
  type        = map(string)
  default     = {}
  nullable    = false
}
