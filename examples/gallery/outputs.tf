output "bucket_name" {
  description = "Name of the bucket. Upload under `uploads_prefix`; thumbnails appear in the same bucket."
  value       = module.thumbnails.bucket_name
}

output "bucket_arn" {
  description = "ARN of the bucket."
  value       = module.thumbnails.bucket_arn
}

output "uploads_prefix" {
  description = "Pictures are uploaded to keys that begin with this."
  value       = module.thumbnails.uploads_prefix
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

output "function_name" {
  description = "Name of the function."
  value       = module.thumbnails.function_name
}

output "function_arn" {
  description = "ARN of the function."
  value       = module.thumbnails.function_arn
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
