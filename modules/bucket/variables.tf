variable "name" {
  description = "Name of the bucket: 3 to 63 lower-case letters, digits, dots and hyphens. Unique in all of AWS."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 63 lower-case letters, digits, dots and hyphens, and begin and end with a letter or digit; got \"${var.name}\"."
  }
}

variable "force_destroy" {
  description = "true: destroying the bucket also deletes every object in it, in all versions. false: a bucket that is not empty cannot be destroyed."
  type        = bool
  default     = false
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that new objects are encrypted with; null: with S3's own keys."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[^:]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key; got ${jsonencode(var.kms_key_arn)}."
  }
}

variable "decrypt_key_arns" {
  description = "ARNs of further KMS keys that objects in the bucket may be encrypted with. The bucket outlives these keys and `kms_key_arn`. While the bucket's default encryption uses a key that is in neither, the plan is refused."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "policy_statements" {
  description = <<-EOT
    Further statements of the bucket's policy, such as those of the module `delivery`.
    - `Sid`: what a statement is for.
    - `Effect`: Allow or Deny.
    - `Principal`: whom it is about, by kind.
    - `Action`: what they may do, or may not.
    - `Resource`: ARNs of the bucket, or of objects in it.
    - `Condition`: values by key by operator.
  EOT
  type = list(object({
    Sid       = string
    Effect    = string
    Principal = map(string)
    Action    = list(string)
    Resource  = list(string)
    Condition = map(map(string))
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for statement in var.policy_statements : try(contains(["Allow", "Deny"], statement.Effect), false)])
    error_message = "policy_statements must have the Effect \"Allow\" or \"Deny\"; got ${jsonencode(var.policy_statements[*].Effect)}."
  }
}

variable "cors" {
  description = <<-EOT
    Which web pages may use the bucket from a browser.
    - `allowed_origins`: where they come from, such as `https://example.org`; none: no page may.
    - `allowed_methods`: what they may do: GET, HEAD, PUT, POST, DELETE.
    - `allowed_headers`: the headers they may send.
    - `expose_headers`: the headers of answers that they may read.
    - `max_age_seconds`: how long a browser may remember this.
  EOT
  type = object({
    allowed_origins = optional(list(string), [])
    allowed_methods = optional(list(string), ["GET", "HEAD", "PUT", "POST"])
    allowed_headers = optional(list(string), ["*"])
    expose_headers  = optional(list(string), ["ETag"])
    max_age_seconds = optional(number, 3600)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for method in var.cors.allowed_methods : contains(["GET", "HEAD", "PUT", "POST", "DELETE"], method)])
    error_message = "cors.allowed_methods must be of GET, HEAD, PUT, POST and DELETE; got ${jsonencode(var.cors.allowed_methods)}."
  }
}

variable "tags" {
  description = "Tags of the bucket."
  type        = map(string)
  default     = {}
  nullable    = false
}
