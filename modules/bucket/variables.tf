variable "name" {
  description = "Name of the bucket: 3 to 63 lower-case letters, digits, dots and hyphens. Unique in all of AWS."
  type        = string
  nullable    = false
}

variable "force_destroy" {
  description = <<-EOT
    Whether destroying the bucket also deletes all objects in it, in all versions. If `false`, a bucket that
    is not empty cannot be destroyed.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the KMS key for new objects. If `null`, S3 uses its own keys (SSE-S3)."
  type        = string
  default     = null
}

variable "decrypt_key_arns" {
  description = <<-EOT
    ARNs of other KMS keys that objects in the bucket may be encrypted with. The bucket is destroyed before
    these keys and `kms_key_arn`. The plan fails if the bucket's default encryption uses a key that is in
    neither.
  EOT
  type        = list(string)
  default     = []
  nullable    = false
}

variable "noncurrent_version_expiration_days" {
  description = <<-EOT
    Days after which S3 deletes an object's previous versions, and then delete markers without previous
    versions: 1 or more, or 0 for never.
  EOT
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = var.noncurrent_version_expiration_days >= 0 && floor(var.noncurrent_version_expiration_days) == var.noncurrent_version_expiration_days
    error_message = join(" ", [
      "noncurrent_version_expiration_days must be a whole number of days, or 0 to keep previous versions for",
      "ever; got ${var.noncurrent_version_expiration_days}.",
    ])
  }
}

variable "lifecycle_rules" {
  description = <<-EOT
    Additional lifecycle rules.
    - `id`: name of the rule, unique in the bucket, up to 255 characters.
    - `prefix`: key prefix of the objects that the rule applies to.
    - `tags`: tags that the objects must have.
    - `expiration_days`: days after which an object expires. Its current version becomes a previous one.
    - `noncurrent_version_expiration_days`: days after which previous versions are deleted.
    - `newer_noncurrent_versions`: how many of the newest previous versions are retained, 1 to 100.
    - `transitions`: storage classes that objects change to, each with `days` and `storage_class`, such as STANDARD_IA.
    - `noncurrent_version_transitions`: the same for previous versions.
  EOT
  type = list(object({
    id                                 = string
    prefix                             = optional(string, "")
    tags                               = optional(map(string), {})
    expiration_days                    = optional(number)
    noncurrent_version_expiration_days = optional(number)
    newer_noncurrent_versions          = optional(number)
    transitions                        = optional(list(object({ days = number, storage_class = string })), [])
    noncurrent_version_transitions     = optional(list(object({ days = number, storage_class = string })), [])
  }))
  default  = []
  nullable = false

  validation {
    condition = length(distinct(var.lifecycle_rules[*].id)) == length(var.lifecycle_rules) && alltrue([
      for rule in var.lifecycle_rules : length(rule.id) >= 1 && length(rule.id) <= 255
      && !contains(["abort-incomplete-multipart-uploads", "expire-noncurrent-versions"], rule.id)
    ])
    error_message = join(" ", [
      "lifecycle_rules must have an id each, of 1 to 255 characters, unique, and neither",
      "\"abort-incomplete-multipart-uploads\" nor \"expire-noncurrent-versions\", which the module uses; got",
      "${jsonencode(var.lifecycle_rules[*].id)}.",
    ])
  }

  validation {
    condition = alltrue([
      for rule in var.lifecycle_rules :
      rule.expiration_days != null || rule.noncurrent_version_expiration_days != null || length(rule.transitions) + length(rule.noncurrent_version_transitions) > 0
    ])
    error_message = join(" ", [
      "lifecycle_rules must have expiration_days, noncurrent_version_expiration_days, transitions or",
      "noncurrent_version_transitions; got ${jsonencode(var.lifecycle_rules)}.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for rule in var.lifecycle_rules : [
        for days in concat(rule.expiration_days[*], rule.noncurrent_version_expiration_days[*], rule.noncurrent_version_transitions[*].days) :
        days >= 1 && floor(days) == days
      ]
    ]))
    error_message = "lifecycle_rules must have whole numbers of days, 1 or more; got ${jsonencode(var.lifecycle_rules)}."
  }

  validation {
    condition = alltrue([
      for rule in var.lifecycle_rules : rule.newer_noncurrent_versions == null ? true : (
        rule.newer_noncurrent_versions >= 1 && rule.newer_noncurrent_versions <= 100
        && rule.noncurrent_version_expiration_days != null
      )
    ])
    error_message = join(" ", [
      "lifecycle_rules must have a newer_noncurrent_versions of 1 to 100, and only with",
      "noncurrent_version_expiration_days; got ${jsonencode(var.lifecycle_rules)}.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for rule in var.lifecycle_rules : [
        for transition in concat(rule.transitions, rule.noncurrent_version_transitions) :
        contains(["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"], transition.storage_class)
      ]
    ]))
    error_message = join(" ", [
      "lifecycle_rules must have storage classes of STANDARD_IA, ONEZONE_IA, INTELLIGENT_TIERING, GLACIER_IR,",
      "GLACIER and DEEP_ARCHIVE; got ${jsonencode(var.lifecycle_rules)}.",
    ])
  }
}

variable "policy_statements" {
  description = <<-EOT
    Additional statements of the bucket policy, such as those of the module `delivery`. Values are lists.
    - `Sid`: name of the statement.
    - `Effect`: Allow or Deny.
    - `Principal`: principals by type, as in `{ AWS = ["arn:aws:iam::123456789012:root"] }`;
      everyone is `{ AWS = ["*"] }`.
    - `Action`: actions.
    - `Resource`: ARNs of the bucket, or of objects in it.
    - `Condition`: values by key by operator.
  EOT
  type = list(object({
    Sid       = optional(string)
    Effect    = string
    Principal = map(list(string))
    Action    = list(string)
    Resource  = list(string)
    Condition = optional(map(map(list(string))), {})
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
    CORS configuration of the bucket, for uploads from browsers.
    - `allowed_origins`: origins, such as `https://example.org`. If empty, there is no CORS configuration.
    - `allowed_methods`: allowed methods: GET, HEAD, PUT, POST, DELETE.
    - `allowed_headers`: headers that requests may contain.
    - `expose_headers`: response headers that scripts may read.
    - `max_age_seconds`: how long browsers may cache the response to a preflight request.
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
}

variable "tags" {
  description = "Tags of the bucket."
  type        = map(string)
  default     = {}
  nullable    = false
}
