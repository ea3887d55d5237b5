################################################################################
# Names
################################################################################

variable "name" {
  description = <<-EOT
    Name of the function, and prefix of the names of the role, log group, layer and queue. 1 to 40 letters,
    digits, hyphens and underscores. Role names are global in an account: deployments in several Regions
    need different names.
  EOT
  type        = string
  default     = "thumbnailer"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,40}$", var.name))
    error_message = "name must be 1 to 40 letters, digits, hyphens and underscores; got \"${var.name}\"."
  }
}

variable "bucket_name" {
  description = <<-EOT
    Name of the source bucket, which also stores the thumbnails unless `destination` is set. 3 to 63
    lowercase letters, digits, dots and hyphens, globally unique.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = (
      can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket_name))
      && !can(regex("\\.\\.|^[0-9]+(\\.[0-9]+){3}$", var.bucket_name))
    )
    error_message = join(" ", [
      "bucket_name must be 3 to 63 lower-case letters, digits, dots and hyphens, begin and end with a letter or",
      "digit, hold no \"..\" and not look like an IP address; got \"${var.bucket_name}\".",
    ])
  }
}

variable "queue_name" {
  description = <<-EOT
    Name of the queue: 1 to 76 letters, digits, hyphens and underscores. The name of the dead-letter queue
    is this name followed by `-dlq`. Defaults to `name` followed by `-uploads`.
  EOT
  type        = string
  default     = null

  validation {
    condition = var.queue_name == null || can(regex("^[a-zA-Z0-9_-]{1,76}$", var.queue_name))
    error_message = join(" ", [
      "queue_name must be 1 to 76 letters, digits, hyphens and underscores (S3 cannot send to a \".fifo\"",
      "queue); got ${jsonencode(var.queue_name)}.",
    ])
  }
}

variable "tags" {
  description = "Tags to assign to all resources that support tags; at most 50."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = length(var.tags) <= 50 && !anytrue([for key in keys(var.tags) : startswith(lower(key), "aws:")])
    error_message = join(" ", [
      "tags must be at most 50, and no key may begin with \"aws:\", which AWS keeps for itself; got the keys",
      "${jsonencode(keys(var.tags))}.",
    ])
  }
}

################################################################################
# Buckets
################################################################################

variable "create_bucket" {
  description = <<-EOT
    Whether to create the source bucket. If `false`, it must already exist in this account and Region; the
    module does not configure it.
  EOT
  type        = bool
  default     = true
  nullable    = false
}

variable "bucket" {
  description = "Settings of the source bucket. Only if the module creates it. For its members, see modules/typed."
  type        = any
  default     = null
}

variable "destination" {
  description = <<-EOT
    Separate bucket for the thumbnails. If `null`, they are stored in the source bucket. For its members,
    see modules/typed.
  EOT
  type        = any
  default     = null
}

variable "force_destroy" {
  description = <<-EOT
    Whether `terraform destroy` also deletes all objects, in all versions, from the buckets that the module
    created. If `false`, a bucket that is not empty cannot be destroyed.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "cors" {
  description = <<-EOT
    CORS configuration of the source bucket, for uploads from browsers. Only if the module creates the
    bucket. For its members, see modules/typed.
  EOT
  type        = any
  default     = null
}

variable "encryption" {
  description = <<-EOT
    KMS key for the buckets, queues, topic and log group that the module creates. If `null`, S3 and SQS use
    their own keys. See docs/encryption.md before you change or remove it. For its members, see
    modules/typed.
  EOT
  type        = any
  default     = null
}

################################################################################
# Uploads
################################################################################

variable "uploads_prefix" {
  description = <<-EOT
    Key prefix of the sources. Only objects with this prefix are processed. Folder names, each followed by
    `/`.
  EOT
  type        = string
  default     = "uploads/"
  nullable    = false

  # S3 wants other characters URL-encoded in a filter (a space as "+"), and IAM reads * and ? as wildcards.
  validation {
    condition = can(regex("^([A-Za-z0-9!_.'()-]+/)+$", var.uploads_prefix))
    error_message = join(" ", [
      "uploads_prefix must be folder names of letters, digits and ! - _ . ' ( ), each followed by one \"/\", as",
      "in \"uploads/\" or \"app/uploads/\"; got \"${var.uploads_prefix}\".",
    ])
  }
}

variable "notification" {
  description = <<-EOT
    How events reach the queue. The module never overwrites resources that it does not manage: S3 keeps one
    notification configuration per bucket, and every write replaces all of it.

    `s3`: by the bucket's notification configuration, which the module manages. Only if the module creates
    the bucket.

    `eventbridge`: by an EventBridge rule. The module enables EventBridge for a bucket that it creates; an
    existing bucket must have it enabled (see `enable_eventbridge`).

    `sns`: by the topic `upload_topic`, which S3 sends events to.

    `none`: by queue notifications that the bucket's owner adds, from the output `notification_entries`. The
    queue accepts messages of this bucket only.

    Defaults to `s3` if the module creates the bucket, and to `none` for an existing one.
  EOT
  type        = string
  default     = null

  validation {
    condition     = var.notification == null || try(contains(["s3", "eventbridge", "sns", "none"], var.notification), false)
    error_message = "notification must be \"s3\", \"eventbridge\", \"sns\" or \"none\"; got ${jsonencode(var.notification)}."
  }

  validation {
    condition = var.notification != "s3" || var.create_bucket
    error_message = join(" ", [
      "notification must not be \"s3\" where create_bucket is false: it would replace the notifications that",
      "the bucket's owner has configured. Use \"none\", \"eventbridge\" or \"sns\".",
    ])
  }
}

variable "enable_eventbridge" {
  description = <<-EOT
    Whether to enable EventBridge for an existing bucket, with `notification` = `eventbridge`. This REPLACES
    the bucket's whole notification configuration, and `terraform destroy` leaves it empty. If `false`, the
    bucket's owner must enable it.
  EOT
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.enable_eventbridge || var.notification == "eventbridge"
    error_message = "enable_eventbridge must be false where notification is not \"eventbridge\"; it is ${jsonencode(var.notification)}."
  }
}

variable "upload_topic" {
  description = <<-EOT
    SNS topic that S3 sends events to. Required with `notification` = `sns`, and only then. For its members,
    see modules/typed.
  EOT
  type        = any
  default     = null
}

variable "on_delete" {
  description = <<-EOT
    Whether to delete thumbnails when the source is deleted, expires, or is replaced by a rejected image:
    `keep` or `remove`. With `remove`, deletion events are sent to the queue, too. In a versioned bucket,
    such as those that the module creates, deleted objects remain as previous versions for
    `noncurrent_version_expiration_days`.
  EOT
  type        = string
  default     = "keep"
  nullable    = false

  validation {
    condition     = contains(["keep", "remove"], var.on_delete)
    error_message = "on_delete must be \"keep\" or \"remove\"; got \"${var.on_delete}\"."
  }
}

variable "rejected_prefix" {
  description = <<-EOT
    Key prefix of reports of rejected sources, such as `rejected/`: folder names, each followed by `/`.
    While `uploads/a.jpg` is rejected, `rejected/uploads/a.jpg.json` in the bucket of the thumbnails
    contains the reason. Deletion events are then sent to the queue, too, because a report is deleted with
    its source. If `null`, there are no reports.
  EOT
  type        = string
  default     = null

  # As uploads_prefix.
  validation {
    condition = var.rejected_prefix == null || can(regex("^([A-Za-z0-9!_.'()-]+/)+$", var.rejected_prefix))
    error_message = join(" ", [
      "rejected_prefix must be folder names of letters, digits and ! - _ . ' ( ), each followed by one \"/\",",
      "as in \"rejected/\"; got ${jsonencode(var.rejected_prefix)}.",
    ])
  }

  validation {
    condition = var.rejected_prefix == null || module.typed.destination != null ? true : !(
      startswith(var.rejected_prefix, var.uploads_prefix) || startswith(var.uploads_prefix, var.rejected_prefix)
    )
    error_message = join(" ", [
      "rejected_prefix must be neither in uploads_prefix (\"${var.uploads_prefix}\") nor around it: reports",
      "would lie among the uploads. Use another folder; got ${jsonencode(var.rejected_prefix)}.",
    ])
  }

  validation {
    condition = var.rejected_prefix == null ? true : !anytrue([
      for prefix in module.typed.output_prefixes : startswith(var.rejected_prefix, prefix) || startswith(prefix, var.rejected_prefix)
    ])
    error_message = join(" ", [
      "rejected_prefix must be neither in a folder of the variants",
      "(${join(", ", module.typed.output_prefixes)}) nor around it: a report could take a thumbnail's place.",
      "Use another folder; got ${jsonencode(var.rejected_prefix)}.",
    ])
  }
}

variable "suffixes" {
  description = <<-EOT
    Key suffixes of the sources. Only objects with one of these suffixes are processed. S3 compares suffixes
    case-sensitively; the module adds the lowercase and the uppercase form of each: `.jpg` also stands for
    `.JPG`. At most 50 in total. Defaults to those of `inputs`.
  EOT
  type        = list(string)
  default     = null

  validation {
    condition = var.suffixes == null ? true : (
      length(var.suffixes) > 0 && alltrue([for suffix in var.suffixes : can(regex("^\\.[A-Za-z0-9._-]+$", suffix))])
    )
    error_message = join(" ", [
      "suffixes must hold at least one suffix, each \".\" followed by letters, digits and . _ -, as in",
      "\".jpg\"; got ${jsonencode(var.suffixes)}. Leave it out for the suffixes of inputs.",
    ])
  }

  validation {
    condition = var.suffixes == null ? true : (
      length(distinct(flatten([for suffix in var.suffixes : [suffix, lower(suffix), upper(suffix)]]))) <= 50
    )
    error_message = join(" ", [
      "suffixes must be at most 50 with their lower-case and upper-case forms; leave some out. Got",
      "${jsonencode(var.suffixes)}.",
    ])
  }

  validation {
    condition = var.suffixes == null ? true : !anytrue([
      for pair in setproduct(var.suffixes, var.suffixes) : lower(pair[0]) != lower(pair[1]) && endswith(lower(pair[0]), lower(pair[1]))
    ])
    error_message = join(" ", [
      "suffixes must not overlap, S3 refuses it: none may end with another, as \".b.jpg\" ends with \".jpg\".",
      "Leave the longer one out; the shorter one includes it. Got ${jsonencode(var.suffixes)}.",
    ])
  }
}
