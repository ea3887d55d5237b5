output "bucket_name" {
  description = "Name of the bucket of the uploads. Upload under `uploads_prefix`."
  value       = local.bucket_name
}

output "bucket_arn" {
  description = "ARN of the bucket of the uploads."
  value       = local.bucket_arn
}

output "destination_bucket_name" {
  description = "Name of the bucket of the thumbnails: that of the uploads where there is no `destination`."
  value       = local.destination_name
}

output "destination_bucket_arn" {
  description = "ARN of the bucket of the thumbnails."
  value       = local.destination_arn
}

output "uploads_prefix" {
  description = "Pictures are uploaded to keys that begin with this."
  value       = var.uploads_prefix
}

output "on_delete" {
  description = "What becomes of the thumbnails when their picture is deleted: `keep` or `remove`."
  value       = var.on_delete
}

output "rejected_prefix" {
  description = "What the keys of the reports about rejected pictures begin with; null where there are none."
  value       = var.rejected_prefix
}

output "presigned_post" {
  description = "For uploads from browsers: `bucket`, `key_prefix` and the `conditions` of a presigned POST, by which S3 itself refuses what is too large, empty, elsewhere or no image by its Content-Type."
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
  description = "What the bucket's notification configuration has to hold for S3 to send uploads to the queue: a list, each with id, queue_arn, events, filter_prefix and filter_suffix, as in the `queue` blocks of aws_s3_bucket_notification. With `notification` none the bucket's owner adds them; otherwise they are not needed."
  value       = module.notification.entries
}

output "suffixes" {
  description = "Pictures are uploaded to keys that end with one of these, in this letter case: those that are reported."
  value       = local.wired_suffixes
}

output "queue_name" {
  description = "Name of the queue uploads wait in."
  value       = module.queue.name
}

output "queue_url" {
  description = "URL of the queue uploads wait in."
  value       = module.queue.url
}

output "queue_arn" {
  description = "ARN of the queue uploads wait in."
  value       = module.queue.arn
}

output "dead_letter_queue_url" {
  description = "URL of the dead-letter queue: what failed `max_receive_count` times."
  value       = module.queue.dead_letter_queue_url
}

output "dead_letter_queue_arn" {
  description = "ARN of the dead-letter queue."
  value       = module.queue.dead_letter_queue_arn
}

output "notices_topic_arn" {
  description = "ARN of the topic that completion notices are sent to; null where there are none."
  value       = local.topic_arn
}

output "delivery_domain_name" {
  description = "Domain name that the thumbnails are delivered from: https://DOMAIN_NAME/KEY; null without `delivery`."
  value       = one(module.delivery[*].domain_name)

  precondition {
    condition     = !module.typed.delivery.enabled || contains(["aws", "aws-cn"], data.aws_partition.current.partition)
    error_message = "delivery.enabled must be false in the partition ${data.aws_partition.current.partition}, which has no CloudFront."
  }
}

output "delivery_hosted_zone_id" {
  description = "Zone of the distribution, for alias records in Route 53 that lead to it; null without `delivery`."
  value       = one(module.delivery[*].hosted_zone_id)
}

output "delivery_distribution_id" {
  description = "Id of the distribution; null without `delivery`."
  value       = one(module.delivery[*].distribution_id)
}

output "delivery_policy_statements" {
  description = "What the policy of an existing bucket of the thumbnails must hold for `delivery`, as a list of statements; buckets of this module have them already."
  value       = local.delivery_statements
}

output "alarm_names" {
  description = "The names of the alarms, by their short names, such as dead-letters."
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
  description = "The statements that the policy of an existing KMS key must hold, as a list of objects; null without `encryption`."
  value       = one(module.key[*].policy_statements)
}

output "function_name" {
  description = "Name of the function."
  value       = module.function.name

  precondition {
    condition     = try(module.typed.function.reserved_concurrency >= module.typed.batching.maximum_concurrency, true)
    error_message = "function.reserved_concurrency must be at least batching.maximum_concurrency (${module.typed.batching.maximum_concurrency}): with less, Lambda would receive messages that the function then refuses. Got ${jsonencode(module.typed.function.reserved_concurrency)}."
  }
}

output "function_arn" {
  description = "ARN of the function, without a version: alarms, dashboards and permissions for all its versions are about this one. To invoke it, use `function_alias_arn`."
  value       = module.function.arn
}

output "function_alias_arn" {
  description = "ARN of the function's alias `live`: invoke the function by it, and its deployed version runs."
  value       = module.function.alias_arn
}

output "function_version" {
  description = "Number of the deployed version of the function, which the alias `live` leads to."
  value       = module.function.deployed_version
}

output "log_group_name" {
  description = "Name of the function's log group: one JSON line for each picture."
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
  description = "ARN of the Pillow layer's version."
  value       = local.layer_arn
}

output "heif_layer_arn" {
  description = "ARN of the pillow-heif layer's version; null where `inputs` has no heic."
  value       = local.heif_layer_arn
}

output "recipe" {
  description = "Variants, limits, inputs and watermark as JSON, as the function reads them from THUMBNAILER_RECIPE. What has its default is left out."
  value       = local.recipe

  precondition {
    condition     = local.environment_bytes <= 4096
    error_message = "variants must fit in the environment of the function: 4096 bytes of JSON, with limits, inputs, watermark, bucket_name and uploads_prefix; got ${local.environment_bytes}. Use fewer variants, or shorter names and keys."
  }
}
