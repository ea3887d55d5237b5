################################################################################
# Names
################################################################################

variable "name" {
  description = "Name of the function, and the beginning of the name of everything that has no name of its own: role, log group, layer, queue. 1 to 40 letters, digits, hyphens and underscores. Roles belong to the whole account: deployments in several regions need different names."
  type        = string
  default     = "thumbnailer"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,40}$", var.name))
    error_message = "name must be 1 to 40 letters, digits, hyphens and underscores; got \"${var.name}\"."
  }
}

variable "bucket_name" {
  description = "Name of the bucket of the uploads and, without a `destination`, of the thumbnails: 3 to 63 lower-case letters, digits, dots and hyphens. It must be unique in all of AWS."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket_name)) && !strcontains(var.bucket_name, "..") && !can(regex("^[0-9]+(\\.[0-9]+){3}$", var.bucket_name))
    error_message = "bucket_name must be 3 to 63 lower-case letters, digits, dots and hyphens, begin and end with a letter or digit, hold no \"..\" and not look like an IP address; got \"${var.bucket_name}\"."
  }
}

variable "queue_name" {
  description = "Name of the queue: 1 to 76 letters, digits, hyphens and underscores. The dead-letter queue is called the same with \"-dlq\" at the end. null: `name` with \"-uploads\" at the end."
  type        = string
  default     = null

  validation {
    condition     = var.queue_name == null || can(regex("^[a-zA-Z0-9_-]{1,76}$", var.queue_name))
    error_message = "queue_name must be 1 to 76 letters, digits, hyphens and underscores (S3 cannot send to a \".fifo\" queue); got ${jsonencode(var.queue_name)}."
  }
}

variable "tags" {
  description = "Tags of every resource that can have tags; at most 50."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.tags) <= 50 && !anytrue([for key in keys(var.tags) : startswith(lower(key), "aws:")])
    error_message = "tags must be at most 50, and no key may begin with \"aws:\", which AWS keeps for itself; got the keys ${jsonencode(keys(var.tags))}."
  }
}

################################################################################
# Buckets
################################################################################

variable "create_bucket" {
  description = "true: the bucket is created, and is this module's. false: there is one already, in the same region and account; nothing about it is configured."
  type        = bool
  default     = true
  nullable    = false
}

variable "bucket" {
  description = "Settings of the bucket of the uploads. It must be this module's. For its members, see modules/typed."
  type        = any
  default     = null
}

variable "destination" {
  description = "Another bucket for the thumbnails. null: they go into the bucket of the uploads. For its members, see modules/typed."
  type        = any
  default     = null
}

variable "force_destroy" {
  description = "true: `terraform destroy` also deletes every picture in the buckets that this module created, in all versions. false: a bucket that is not empty cannot be destroyed."
  type        = bool
  default     = false
  nullable    = false
}

variable "cors" {
  description = "Which web pages may use the bucket of the uploads from a browser. It must be this module's. For its members, see modules/typed."
  type        = any
  default     = null
}

variable "encryption" {
  description = "KMS key for what this module creates and stores in: buckets, queues, topic, log group. null: S3's and SQS's own keys. See docs/encryption.md before you change or remove it. For its members, see modules/typed."
  type        = any
  default     = null
}

################################################################################
# Uploads
################################################################################

variable "uploads_prefix" {
  description = "Only objects whose key begins with this are pictures to make thumbnails of. Folder names, each followed by \"/\"."
  type        = string
  default     = "uploads/"
  nullable    = false

  # S3 wants other characters URL-encoded in a filter (a space as "+"), and IAM reads * and ? as wildcards.
  validation {
    condition     = can(regex("^([A-Za-z0-9!_.'()-]+/)+$", var.uploads_prefix))
    error_message = "uploads_prefix must be folder names of letters, digits and ! - _ . ' ( ), each followed by one \"/\", as in \"uploads/\" or \"app/uploads/\"; got \"${var.uploads_prefix}\"."
  }
}

variable "notification" {
  description = <<-EOT
    How uploads reach the queue. What this module does not own it never overwrites: S3 keeps one notification configuration for a bucket, and writing it replaces all of it.

    `s3`: the bucket sends them. Its notifications are this module's, and so must the bucket be.

    `eventbridge`: a rule of EventBridge does. A bucket of this module is told to send its events there; an existing one must already do so (see `enable_eventbridge`).

    `sns`: the topic `upload_topic` does, which S3 sends to.

    `none`: the bucket's owner adds what the output `notification_entries` holds to the bucket's notifications. The queue takes messages of this bucket alone.

    null: `s3` with a bucket of this module, `none` with an existing one.
  EOT
  type        = string
  default     = null

  validation {
    condition     = var.notification == null || try(contains(["s3", "eventbridge", "sns", "none"], var.notification), false)
    error_message = "notification must be \"s3\", \"eventbridge\", \"sns\" or \"none\"; got ${jsonencode(var.notification)}."
  }

  validation {
    condition     = var.notification != "s3" || var.create_bucket
    error_message = "notification must not be \"s3\" where create_bucket is false: it would replace the notifications that the bucket's owner has configured. Use \"none\", \"eventbridge\" or \"sns\"."
  }
}

variable "enable_eventbridge" {
  description = "With `notification` eventbridge and an existing bucket: true: the bucket is told to send its events to EventBridge. This REPLACES the bucket's whole notification configuration: whatever else is configured there is gone, and `terraform destroy` leaves it empty. false: its owner has done so."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.enable_eventbridge || var.notification == "eventbridge"
    error_message = "enable_eventbridge must be false where notification is not \"eventbridge\"; it is ${jsonencode(var.notification)}."
  }
}

variable "upload_topic" {
  description = "With `notification` sns: the topic that passes uploads on. For its members, see modules/typed."
  type        = any
  default     = null
}

variable "on_delete" {
  description = "What becomes of the thumbnails when their picture is deleted, expires, or is replaced by one that is rejected. `keep`: they stay. `remove`: they are deleted, and deletions are reported to the queue, too. In a versioned bucket, as this module creates it, what is deleted stays as a previous version until `noncurrent_version_expiration_days` have passed."
  type        = string
  default     = "keep"
  nullable    = false

  validation {
    condition     = contains(["keep", "remove"], var.on_delete)
    error_message = "on_delete must be \"keep\" or \"remove\"; got \"${var.on_delete}\"."
  }
}

variable "rejected_prefix" {
  description = "Folder names, each followed by \"/\", such as `rejected/`: while the picture `uploads/a.jpg` is rejected, there is a report in the bucket of the thumbnails, `rejected/uploads/a.jpg.json`, which says why. Deletions are reported to the queue then, since a report goes with its picture. null: no reports."
  type        = string
  default     = null

  # As uploads_prefix.
  validation {
    condition     = var.rejected_prefix == null || can(regex("^([A-Za-z0-9!_.'()-]+/)+$", var.rejected_prefix))
    error_message = "rejected_prefix must be folder names of letters, digits and ! - _ . ' ( ), each followed by one \"/\", as in \"rejected/\"; got ${jsonencode(var.rejected_prefix)}."
  }

  validation {
    condition = var.rejected_prefix == null || module.typed.destination != null ? true : !(
      startswith(var.rejected_prefix, var.uploads_prefix) || startswith(var.uploads_prefix, var.rejected_prefix)
    )
    error_message = "rejected_prefix must be neither in uploads_prefix (\"${var.uploads_prefix}\") nor around it: reports would lie among the uploads. Use another folder; got ${jsonencode(var.rejected_prefix)}."
  }

  validation {
    condition = var.rejected_prefix == null ? true : !anytrue([
      for prefix in module.typed.output_prefixes : startswith(var.rejected_prefix, prefix) || startswith(prefix, var.rejected_prefix)
    ])
    error_message = "rejected_prefix must be neither in a folder of the variants (${join(", ", module.typed.output_prefixes)}) nor around it: a report could take a thumbnail's place. Use another folder; got ${jsonencode(var.rejected_prefix)}."
  }
}

variable "suffixes" {
  description = "Only objects whose key ends with one of these are pictures to make thumbnails of. Each counts as given, in lower and in upper case, since S3 tells them apart: \".jpg\" is \".jpg\" and \".JPG\". At most 50 in all. null: those of `inputs`."
  type        = list(string)
  default     = null

  validation {
    condition = var.suffixes == null ? true : (
      length(var.suffixes) > 0 && alltrue([for suffix in var.suffixes : can(regex("^\\.[A-Za-z0-9._-]+$", suffix))])
    )
    error_message = "suffixes must hold at least one suffix, each \".\" followed by letters, digits and . _ -, as in \".jpg\"; got ${jsonencode(var.suffixes)}. Leave it out for the suffixes of inputs."
  }

  validation {
    condition = var.suffixes == null ? true : (
      length(distinct(flatten([for suffix in var.suffixes : [suffix, lower(suffix), upper(suffix)]]))) <= 50
    )
    error_message = "suffixes must be at most 50 with their lower-case and upper-case forms; leave some out. Got ${jsonencode(var.suffixes)}."
  }

  validation {
    condition = var.suffixes == null ? true : !anytrue([
      for pair in setproduct(var.suffixes, var.suffixes) : lower(pair[0]) != lower(pair[1]) && endswith(lower(pair[0]), lower(pair[1]))
    ])
    error_message = "suffixes must not overlap, S3 refuses it: none may end with another, as \".b.jpg\" ends with \".jpg\". Leave the longer one out; the shorter one includes it. Got ${jsonencode(var.suffixes)}."
  }
}

################################################################################
# Queue
################################################################################

variable "batching" {
  description = "How messages reach the function. For its members, see modules/typed."
  type        = any
  default     = null
}

variable "max_receive_count" {
  description = "How often a message is tried before it moves to the dead-letter queue: 5 to 1000."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.max_receive_count >= 5 && var.max_receive_count <= 1000 && floor(var.max_receive_count) == var.max_receive_count
    error_message = "max_receive_count must be a whole number from 5 to 1000: with fewer, throttling alone would send good pictures to the dead-letter queue. Got ${var.max_receive_count}."
  }
}

################################################################################
# Function
################################################################################

variable "function" {
  description = "The function. For its members, see modules/typed."
  type        = any
  default     = null
}

variable "role" {
  description = "The function's role. For its members, see modules/typed."
  type        = any
  default     = null
}

variable "artifacts" {
  description = "Where the artifacts of `./build.sh` are. They must exist when a plan is made and when it is applied, but not to validate or destroy. A zip is compared with the `manifest.json` beside it, which `./build.sh` writes: Python version, architecture, version of the module and hash must fit. In `dist/` it must be there; beside zips elsewhere it may be missing, and zips in S3 and existing layers are not compared. For its members, see modules/typed."
  type        = any
  default     = null
}

variable "log_retention_in_days" {
  description = "Days the log lines are kept: one of the numbers CloudWatch Logs knows, such as 7, 30, 90 or 365; 0 keeps them for ever."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_in_days)
    error_message = "log_retention_in_days must be one of 0 (for ever), 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653; got ${var.log_retention_in_days}."
  }
}

################################################################################
# Notices
################################################################################

variable "notices" {
  description = "Completion notices: a message to an SNS topic for every picture that is settled or rejected. For its members, see modules/typed."
  type        = any
  default     = null
}

################################################################################
# Delivery
################################################################################

variable "delivery" {
  description = "Public retrieval of the thumbnails through CloudFront, over HTTPS; the bucket stays private, and uploads cannot be fetched. An existing bucket needs the statements of the output `delivery_policy_statements` in its policy. See modules/delivery. For its members, see modules/typed."
  type        = any
  default     = null
}

################################################################################
# Observability
################################################################################

variable "alarms" {
  description = "Alarms of CloudWatch. See modules/observability for when each goes off. For its members, see modules/typed."
  type        = any
  default     = null
}

variable "dashboard" {
  description = "Whether there is a dashboard of CloudWatch, called `name`, from the queue to the outcomes."
  type        = bool
  default     = false
  nullable    = false
}
