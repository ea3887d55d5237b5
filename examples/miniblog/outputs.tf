output "bucket_name" {
  description = "Name of the bucket of the uploads. Upload under `uploads_prefix`."
  value       = module.thumbnails.bucket_name
}

output "bucket_arn" {
  description = "ARN of the bucket of the uploads."
  value       = module.thumbnails.bucket_arn
}

output "destination_bucket_name" {
  description = "Name of the bucket of the thumbnails: that of the uploads where there is no other."
  value       = module.thumbnails.destination_bucket_name
}

output "uploads_prefix" {
  description = "Pictures are uploaded to keys that begin with this."
  value       = module.thumbnails.uploads_prefix
}

output "on_delete" {
  description = "What becomes of the thumbnails when their picture is deleted: `keep` or `remove`."
  value       = module.thumbnails.on_delete
}

output "rejected_prefix" {
  description = "What the keys of the reports about rejected pictures begin with; null where there are none."
  value       = module.thumbnails.rejected_prefix
}

output "suffixes" {
  description = "Pictures are uploaded to keys that end with one of these, in this letter case."
  value       = module.thumbnails.suffixes
}

output "queue_name" {
  description = "Name of the queue uploads wait in."
  value       = module.thumbnails.queue_name
}

output "queue_url" {
  description = "URL of the queue uploads wait in."
  value       = module.thumbnails.queue_url
}

output "queue_arn" {
  description = "ARN of the queue uploads wait in."
  value       = module.thumbnails.queue_arn
}

output "dead_letter_queue_url" {
  description = "URL of the dead-letter queue: what failed `max_receive_count` times."
  value       = module.thumbnails.dead_letter_queue_url
}

output "dead_letter_queue_arn" {
  description = "ARN of the dead-letter queue."
  value       = module.thumbnails.dead_letter_queue_arn
}

output "notices_topic_arn" {
  description = "ARN of the topic that completion notices are sent to; null where there are none."
  value       = module.thumbnails.notices_topic_arn
}

output "function_name" {
  description = "Name of the function."
  value       = module.thumbnails.function_name
}

output "function_arn" {
  description = "ARN of the function."
  value       = module.thumbnails.function_arn
}

output "function_alias_arn" {
  description = "ARN of the function's alias `live`, to invoke it by."
  value       = module.thumbnails.function_alias_arn
}

output "log_group_name" {
  description = "Name of the function's log group: one JSON line for each picture."
  value       = module.thumbnails.log_group_name
}

output "role_name" {
  description = "Name of the function's role."
  value       = module.thumbnails.role_name
}

output "role_arn" {
  description = "ARN of the function's role."
  value       = module.thumbnails.role_arn
}

output "layer_arn" {
  description = "ARN of the Pillow layer's version."
  value       = module.thumbnails.layer_arn
}

output "recipe" {
  description = "Variants, limits, inputs and watermark as JSON, as the function reads them from THUMBNAILER_RECIPE. What has its default is left out."
  value       = module.thumbnails.recipe
}
