# The variables of the root module about buckets: types, defaults and rules.

variable "bucket" {
  description = <<-EOT
    Settings of the source bucket. Only if the module creates it.
    - `noncurrent_version_expiration_days`: days after which S3 deletes an object's previous versions, and
      then delete markers without previous versions: 1 or more, or 0 for never.
    - `lifecycle_rules`: additional lifecycle rules; see modules/bucket. The function cannot read archived
      sources (`GLACIER`, `DEEP_ARCHIVE`).
    - `policy_statements`: additional statements of the bucket policy, with the members `Sid`, `Effect`,
      `Principal`, `Action`, `Resource` and `Condition`. Values are lists:
      `Principal = { AWS = ["arn:…"] }`.
  EOT
  type = object({
    noncurrent_version_expiration_days = optional(number, 30)
    lifecycle_rules = optional(list(object({
      id                                 = string
      prefix                             = optional(string, "")
      tags                               = optional(map(string), {})
      expiration_days                    = optional(number)
      noncurrent_version_expiration_days = optional(number)
      newer_noncurrent_versions          = optional(number)
      transitions                        = optional(list(object({ days = number, storage_class = string })), [])
      noncurrent_version_transitions     = optional(list(object({ days = number, storage_class = string })), [])
    })), [])
    policy_statements = optional(list(object({
      Sid       = optional(string)
      Effect    = string
      Principal = map(list(string))
      Action    = list(string)
      Resource  = list(string)
      Condition = optional(map(map(list(string))), {})
    })), [])
  })
  default  = {}
  nullable = false

  validation {
    condition = var.create_bucket || length(var.bucket.lifecycle_rules) + length(var.bucket.policy_statements) == 0
    error_message = join(" ", [
      "bucket.lifecycle_rules and bucket.policy_statements must be empty where create_bucket is false: the",
      "bucket's owner configures it.",
    ])
  }
}

variable "destination" {
  description = <<-EOT
    Separate bucket for the thumbnails. If `null`, they are stored in the source bucket.
    - `bucket_name`: name of the bucket.
    - `create_bucket`: whether to create the bucket. If `false`, it must already exist in this account and
      Region; the module does not configure it.
    - `noncurrent_version_expiration_days`: days after which S3 deletes an object's previous versions, and
      then delete markers without previous versions: 1 or more, or 0 for never.
    - `lifecycle_rules`: additional lifecycle rules; see modules/bucket.
    - `policy_statements`: additional statements of the bucket policy, with the members `Sid`, `Effect`,
      `Principal`, `Action`, `Resource` and `Condition`. Values are lists:
      `Principal = { AWS = ["arn:…"] }`.
  EOT
  type = object({
    bucket_name   = string
    create_bucket = optional(bool, true)

    noncurrent_version_expiration_days = optional(number, 30)
    lifecycle_rules = optional(list(object({
      id                                 = string
      prefix                             = optional(string, "")
      tags                               = optional(map(string), {})
      expiration_days                    = optional(number)
      noncurrent_version_expiration_days = optional(number)
      newer_noncurrent_versions          = optional(number)
      transitions                        = optional(list(object({ days = number, storage_class = string })), [])
      noncurrent_version_transitions     = optional(list(object({ days = number, storage_class = string })), [])
    })), [])
    policy_statements = optional(list(object({
      Sid       = optional(string)
      Effect    = string
      Principal = map(list(string))
      Action    = list(string)
      Resource  = list(string)
      Condition = optional(map(map(list(string))), {})
    })), [])
  })
  default = null

  validation {
    condition = var.destination == null ? true : (
      can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.destination.bucket_name))
      && !can(regex("\\.\\.|^[0-9]+(\\.[0-9]+){3}$", var.destination.bucket_name))
    )
    error_message = join(" ", [
      "destination.bucket_name must be 3 to 63 lower-case letters, digits, dots and hyphens, begin and end with",
      "a letter or digit, hold no \"..\" and not look like an IP address; got ${jsonencode(var.destination)}.",
    ])
  }

  validation {
    condition = var.destination == null ? true : (
      var.destination.create_bucket
      || length(var.destination.lifecycle_rules) + length(var.destination.policy_statements) == 0
    )
    error_message = join(" ", [
      "destination.lifecycle_rules and destination.policy_statements must be empty where",
      "destination.create_bucket is false: the bucket's owner configures it.",
    ])
  }

  validation {
    condition = var.destination == null ? true : var.destination.bucket_name != var.bucket_name
    error_message = join(" ", [
      "destination.bucket_name must be another bucket than bucket_name (\"${var.bucket_name}\"); leave",
      "destination out to write to that one.",
    ])
  }
}

variable "cors" {
  description = <<-EOT
    CORS configuration of the source bucket, for uploads from browsers. Only if the module creates the bucket.
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

  validation {
    condition     = length(var.cors.allowed_origins) == 0 || var.create_bucket
    error_message = "cors.allowed_origins must be empty where create_bucket is false: the bucket's owner configures it."
  }

  validation {
    condition     = alltrue([for method in var.cors.allowed_methods : contains(["GET", "HEAD", "PUT", "POST", "DELETE"], method)])
    error_message = "cors.allowed_methods must be of GET, HEAD, PUT, POST and DELETE; got ${jsonencode(var.cors.allowed_methods)}."
  }

  validation {
    condition = alltrue([for origin in var.cors.allowed_origins : can(regex("^(\\*|[a-z][a-z0-9+.-]*://[^/*?#]*\\*?[^/*?#]*)$", origin))])
    error_message = join(" ", [
      "cors.allowed_origins must be \"*\" or a scheme and a host, with at most one * and without a path or a",
      "\"/\" at the end, as in \"https://example.org\": browsers send no other. Got",
      "${jsonencode(var.cors.allowed_origins)}.",
    ])
  }
}

variable "encryption" {
  description = <<-EOT
    KMS key for the buckets, queues, topic and log group that the module creates. If `null`, S3 and SQS use
    their own keys. See docs/encryption.md before you change or remove it.
    - `create_key`: whether to create the key, with a policy that lets S3, SNS, EventBridge and CloudWatch
      Logs use it. `terraform destroy` schedules its deletion after the buckets of this module are gone. Do
      not encrypt an existing bucket with it: its objects become unreadable.
    - `kms_key_arn`: ARN of an existing key, not of an alias. Its policy must contain the statements of the
      output `kms_key_policy_statements` before you apply this module. For a key in the same configuration,
      take them from modules/key with `create = false` to avoid a cycle. An existing bucket may be encrypted
      with this key, too.
    - `retain_key`: whether to keep the key that `create_key` created, for objects that are encrypted with
      it, after a change to `kms_key_arn` or to S3's own keys.
    - `decrypt_key_arns`: ARNs of other existing keys that objects or messages are still encrypted with. The
      function may decrypt with them.
  EOT
  type = object({
    create_key       = optional(bool, false)
    kms_key_arn      = optional(string)
    retain_key       = optional(bool, false)
    decrypt_key_arns = optional(list(string), [])
  })
  default = null

  validation {
    condition = var.encryption == null ? true : !var.encryption.create_key || var.encryption.kms_key_arn == null && !var.encryption.retain_key
    error_message = join(" ", [
      "encryption.create_key must be false where there is a kms_key_arn or retain_key: kms_key_arn is another",
      "key for new objects, and retain_key keeps the created key for old ones; got",
      "${jsonencode(var.encryption)}.",
    ])
  }

  validation {
    condition = var.encryption == null ? true : (
      var.encryption.create_key || var.encryption.retain_key
      || length(var.encryption.decrypt_key_arns) > 0 || var.encryption.kms_key_arn != null
    )
    error_message = join(" ", [
      "encryption must have create_key, kms_key_arn, retain_key or decrypt_key_arns; leave it out for S3's and",
      "SQS's own keys. Got ${jsonencode(var.encryption)}.",
    ])
  }

  validation {
    condition = var.encryption == null ? true : alltrue([
      for arn in concat(var.encryption.decrypt_key_arns, var.encryption.kms_key_arn[*]) :
      can(regex("^arn:[^:]+:kms:[^:]*:[^:]*:key/[^*?]+$", arn))
    ])
    error_message = join(" ", [
      "encryption.kms_key_arn and encryption.decrypt_key_arns must be ARNs of keys, and not of aliases:",
      "\"arn:aws:kms:...:key/...\"; got ${jsonencode(var.encryption)}.",
    ])
  }
}
