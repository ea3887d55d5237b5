output "bucket_name" {
  description = "Name of the source bucket. Upload objects with the prefix `uploads_prefix`."
  value       = local.bucket_name
}

output "bucket_arn" {
  description = "ARN of the source bucket."
  value       = local.bucket_arn
}

output "destination_bucket_name" {
  description = "Name of the bucket of the thumbnails: the source bucket without `destination`."
  value       = local.destination_name
}

output "destination_bucket_arn" {
  description = "ARN of the bucket of the thumbnails."
  value       = local.destination_arn
}

output "uploads_prefix" {
  description = "Key prefix of the sources."
  value       = var.uploads_prefix
}

output "on_delete" {
  description = "Whether thumbnails are deleted with their source: `keep` or `remove`."
  value       = var.on_delete
}

output "rejected_prefix" {
  description = "Key prefix of the reports of rejected sources; null without reports."
  value       = var.rejected_prefix
}

output "presigned_post" {
  description = <<-EOT
    For uploads from browsers: `bucket`, `key_prefix` and the `conditions` of a presigned POST. S3 refuses
    uploads that are empty, too large, outside of the prefix, or of a Content-Type that is not an image's.
  EOT
  value = {
    bucket     = local.bucket_name
    key_prefix = var.uploads_prefix
    conditions = [
      ["starts-with", "$key", var.uploads_prefix],
      ["starts-with", "$Content-Type", "image/"],
      ["content-length-range", 1, module.typed.limits.max_bytes],
    ]
  }
}

output "notification_entries" {
  description = <<-EOT
    Queue notifications to add to the existing bucket: a list of objects with id, queue_arn, events,
    filter_prefix and filter_suffix, as in the `queue` blocks of aws_s3_bucket_notification. The bucket's
    owner adds them with `notification` = `none`; otherwise they are not needed.
  EOT
  value       = module.notification.entries
}

output "suffixes" {
  description = "Key suffixes of the sources, case-sensitive: those that events are sent for."
  value       = local.wired_suffixes
}

output "queue_name" {
  description = "Name of the queue."
  value       = module.queue.name
}

output "queue_url" {
  description = "URL of the queue."
  value       = module.queue.url
}

output "queue_arn" {
  description = "ARN of the queue."
  value       = module.queue.arn
}

output "dead_letter_queue_url" {
  description = "URL of the dead-letter queue, with the messages that failed `max_receive_count` times."
  value       = module.queue.dead_letter_queue_url
}

output "dead_letter_queue_arn" {
  description = "ARN of the dead-letter queue."
  value       = module.queue.dead_letter_queue_arn
}

output "notices_topic_arn" {
  description = "ARN of the topic for completion notices; null without notices."
  value       = local.topic_arn
}

output "delivery_domain_name" {
  description = "Domain name of the distribution: thumbnails are at https://DOMAIN_NAME/KEY; null without `delivery`."
  value       = one(module.delivery[*].domain_name)

  precondition {
    condition     = !module.typed.delivery.enabled || contains(["aws", "aws-cn"], data.aws_partition.current.partition)
    error_message = "delivery.enabled must be false in the partition ${data.aws_partition.current.partition}, which has no CloudFront."
  }
}

output "delivery_hosted_zone_id" {
  description = "Route 53 hosted zone ID of the distribution, for alias records; null without `delivery`."
  value       = one(module.delivery[*].hosted_zone_id)
}

output "delivery_distribution_id" {
  description = "ID of the distribution; null without `delivery`."
  value       = one(module.delivery[*].distribution_id)
}

output "delivery_policy_statements" {
  description = <<-EOT
    Statements that the policy of an existing bucket of thumbnails must contain for `delivery`. Buckets that
    the module creates have them already.
  EOT
  value       = local.delivery_statements
}

output "alarm_names" {
  description = "Names of the alarms, by their short names, such as dead-letters."
  value       = merge({}, module.observability[*].alarm_names...)
}

output "dashboard_name" {
  description = "Name of the dashboard; null without `dashboard`."
  value       = one(module.observability[*].dashboard_name)
}

output "kms_key_arn" {
  description = "ARN of the KMS key; null without `encryption`."
  value       = local.kms_key_arn
}

output "kms_key_policy_statements" {
  description = <<-EOT
    Statements that the policy of an existing KMS key must contain, as a list of objects; null without
    `encryption`.
  EOT
  value       = one(module.key[*].policy_statements)
}

output "function_name" {
  description = "Name of the function."
  value       = module.function.name

  precondition {
    condition = try(module.typed.function.reserved_concurrency >= module.typed.batching.maximum_concurrency, true)
    error_message = join(" ", [
      "function.reserved_concurrency must be at least batching.maximum_concurrency",
      "(${module.typed.batching.maximum_concurrency}): with less, Lambda would receive messages that the",
      "function then refuses. Got ${jsonencode(module.typed.function.reserved_concurrency)}.",
    ])
  }
}

output "function_arn" {
  description = <<-EOT
    ARN of the function without a version, for alarms, dashboards and permissions that apply to all
    versions. To invoke the function, use `function_alias_arn`.
  EOT
  value       = module.function.arn
}

output "function_alias_arn" {
  description = "ARN of the function's alias `live`. Use it to invoke the deployed version."
  value       = module.function.alias_arn
}

output "function_version" {
  description = "Deployed version of the function, which the alias `live` points to."
  value       = module.function.deployed_version
}

output "log_group_name" {
  description = "Name of the function's log group, with one JSON line for each source."
  value       = module.function.log_group_name
}

output "role_name" {
  description = "Name of the function's role."
  value       = module.function.role_name
}

output "role_arn" {
  description = "ARN of the function's role."
  value       = module.function.role_arn
}

output "layer_arn" {
  description = "ARN of the version of the Pillow layer."
  value       = local.layer_arn
}

output "heif_layer_arn" {
  description = "ARN of the version of the pillow-heif layer; null if `inputs` does not contain `heic`."
  value       = local.heif_layer_arn
}

output "recipe" {
  description = <<-EOT
    Recipe as JSON, as in the function's environment variable THUMBNAILER_RECIPE: variants, limits, inputs
    and watermark without default values.
  EOT
  value       = local.recipe

  precondition {
    condition = local.environment_bytes <= 4096
    error_message = join(" ", [
      "variants must fit in the environment of the function: 4096 bytes of JSON, with limits, inputs,",
      "watermark, bucket_name and uploads_prefix; got ${local.environment_bytes}. Use fewer variants, or",
      "shorter names and keys.",
    ])
  }
}
