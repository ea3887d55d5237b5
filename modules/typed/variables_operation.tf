# The variables of the root module about topics, delivery and alarms: types, defaults and rules.

variable "upload_topic" {
  description = <<-EOT
    SNS topic that S3 sends events to. Required with `notification` = `sns`, and only then.
    - `arn`: ARN of a standard topic. S3 must be configured, and permitted, to send events to it.
    - `filter`: whether SNS filters messages about other buckets and prefixes by their body, as documented
      by AWS (not tested against AWS). If `false`, messages that are not about `uploads_prefix` of this
      bucket fail: configure S3 to send nothing else to the topic.
  EOT
  type = object({
    arn    = string
    filter = optional(bool, false)
  })
  default = null

  validation {
    condition = (var.upload_topic != null) == (var.notification == "sns")
    error_message = join(" ", [
      "upload_topic must be given where notification is \"sns\", and only there; notification is",
      "${jsonencode(var.notification)}.",
    ])
  }

  validation {
    condition     = var.upload_topic == null ? true : can(regex("^arn:[^:]+:sns:[^*?]+$", var.upload_topic.arn)) && !endswith(var.upload_topic.arn, ".fifo")
    error_message = "upload_topic.arn must be the ARN of an SNS topic that is not FIFO; got ${jsonencode(var.upload_topic)}."
  }
}

variable "notices" {
  description = <<-EOT
    Completion notices: a message to an SNS topic for each source that is settled or rejected.
    - `enabled`: whether to send notices.
    - `create_topic`: whether to create the topic. If `false`, it must already exist.
    - `topic_arn`: ARN of an existing topic. If it is encrypted with a KMS key, set `encryption` to that key.
  EOT
  type = object({
    enabled      = optional(bool, false)
    create_topic = optional(bool, true)
    topic_arn    = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.notices.create_topic == (var.notices.topic_arn == null)
    error_message = "notices.topic_arn must be given where notices.create_topic is false, and only there; got ${jsonencode(var.notices)}."
  }

  validation {
    condition = var.notices.topic_arn == null || (
      can(regex("^arn:[^:]+:sns:[^*?]+$", var.notices.topic_arn))
      && !try(endswith(var.notices.topic_arn, ".fifo"), false)
    )
    error_message = "notices.topic_arn must be the ARN of an SNS topic that is not FIFO; got ${jsonencode(var.notices.topic_arn)}."
  }
}

variable "delivery" {
  description = <<-EOT
    CloudFront distribution that serves the thumbnails publicly over HTTPS. The bucket stays private, and
    sources cannot be retrieved. The policy of an existing bucket must contain the statements of the output
    `delivery_policy_statements`. See modules/delivery.
    - `enabled`: whether to create the distribution.
    - `aliases`: alternate domain names. They require a certificate.
    - `certificate_arn`: ARN of the certificate for `aliases`, in us-east-1.
    - `price_class`: edge locations: PriceClass_100 (North America, Europe, Israel), PriceClass_200 or
      PriceClass_All.
    - `cache`: how long thumbnails are cached: `seconds`, and `versioned_seconds` for URLs with `?v=` and
      the ETag.
    - `logging`: destination of access logs: the `bucket_domain_name` of a bucket with ACLs enabled, and a
      `prefix`. If `null`, there are none.
    - `web_acl_arn`: ARN of a WAF web ACL in us-east-1.
  EOT
  type = object({
    enabled         = optional(bool, false)
    aliases         = optional(list(string), [])
    certificate_arn = optional(string)
    price_class     = optional(string, "PriceClass_100")
    cache           = optional(object({ seconds = optional(number, 60), versioned_seconds = optional(number, 31536000) }), {})
    logging         = optional(object({ bucket_domain_name = string, prefix = optional(string, "") }))
    web_acl_arn     = optional(string)
  })
  default  = {}
  nullable = false
}

variable "alarms" {
  description = <<-EOT
    CloudWatch alarms. See modules/observability for their conditions.
    - `enabled`: whether to create alarms.
    - `names`: which of the alarms of modules/observability to create. Defaults to all.
    - `actions`: ARNs of the actions when an alarm goes off, such as an SNS topic; at most 5.
    - `ok_actions`: ARNs of the actions when an alarm returns to OK; at most 5.
    - `thresholds`: threshold of each alarm, above which it goes off. Defaults to those of modules/observability.
    - `runbook`: page that the descriptions of the alarms refer to.
  EOT
  type = object({
    enabled    = optional(bool, false)
    names      = optional(list(string))
    actions    = optional(list(string), [])
    ok_actions = optional(list(string), [])
    thresholds = optional(object({
      dead_letters           = optional(number)
      oldest_message_seconds = optional(number)
      errors                 = optional(number)
      throttles              = optional(number)
      failed_percent         = optional(number)
      rejected_percent       = optional(number)
      minimum_pictures       = optional(number)
      duration_fraction      = optional(number)
    }), {})
    runbook = optional(string, "docs/operations.md")
  })
  default  = {}
  nullable = false
}
