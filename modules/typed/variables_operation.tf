# The variables of the root module about topics, delivery and alarms: types, defaults and rules.

variable "upload_topic" {
  description = <<-EOT
    With `notification` sns: the topic that passes uploads on.
    - `arn`: ARN of a standard topic. S3 must be allowed to send to it, and be told to.
    - `filter`: true: SNS leaves out messages about other buckets and prefixes, by their body. (As AWS documents it; it could not be tried.) false: the function sees whatever the topic sends, and what is not about `uploads_prefix` of this bucket fails: tell S3 to send nothing else to the topic.
  EOT
  type = object({
    arn    = string
    filter = optional(bool, false)
  })
  default = null

  validation {
    condition     = (var.upload_topic != null) == (var.notification == "sns")
    error_message = "upload_topic must be given where notification is \"sns\", and only there; notification is ${jsonencode(var.notification)}."
  }

  validation {
    condition     = var.upload_topic == null ? true : can(regex("^arn:[^:]+:sns:[^*?]+$", var.upload_topic.arn)) && !endswith(var.upload_topic.arn, ".fifo")
    error_message = "upload_topic.arn must be the ARN of an SNS topic that is not FIFO; got ${jsonencode(var.upload_topic)}."
  }
}

variable "notices" {
  description = <<-EOT
    Completion notices: a message to an SNS topic for every picture that is settled or rejected.
    - `enabled`: whether they are sent.
    - `create_topic`: true: the topic is created. false: there is one already.
    - `topic_arn`: ARN of the existing topic. Where it is encrypted with a KMS key, `encryption` must name that key.
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
    condition     = var.notices.topic_arn == null || can(regex("^arn:[^:]+:sns:[^*?]+$", var.notices.topic_arn)) && !try(endswith(var.notices.topic_arn, ".fifo"), false)
    error_message = "notices.topic_arn must be the ARN of an SNS topic that is not FIFO; got ${jsonencode(var.notices.topic_arn)}."
  }
}

variable "delivery" {
  description = <<-EOT
    Public retrieval of the thumbnails through CloudFront, over HTTPS; the bucket stays private, and uploads cannot be fetched. An existing bucket needs the statements of the output `delivery_policy_statements` in its policy. See modules/delivery.
    - `enabled`: whether there is a distribution.
    - `aliases`: domain names of your own that it answers to; they need a certificate.
    - `certificate_arn`: ARN of the certificate for `aliases`, in us-east-1.
    - `price_class`: where it serves from: PriceClass_100 (North America, Europe, Israel), PriceClass_200 or PriceClass_All.
    - `cache`: how long a thumbnail counts as fresh: `seconds`, and `versioned_seconds` for URLs with `?v=` and its ETag.
    - `logging`: where access logs go: the `bucket_domain_name` of a bucket with ACLs, and a `prefix`; null: nowhere.
    - `web_acl_arn`: ARN of a web ACL of WAF, in us-east-1; null: none.
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
    Alarms of CloudWatch. See modules/observability for when each goes off.
    - `enabled`: whether there are any.
    - `names`: which of those of modules/observability; null: all.
    - `actions`: ARNs of what is told when one goes off, such as an SNS topic; at most 5.
    - `ok_actions`: ARNs of what is told when one is over; at most 5.
    - `thresholds`: above which value each goes off. What is not given has the default of modules/observability.
    - `runbook`: the page that their descriptions name.
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
