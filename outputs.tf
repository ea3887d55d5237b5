output "bucket_name" {
  description = "Name of the bucket. Upload under `uploads_prefix`; thumbnails appear in the same bucket."
  value       = module.bucket.name
}

output "bucket_arn" {
  description = "ARN of the bucket."
  value       = module.bucket.arn
}

output "uploads_prefix" {
  description = "Pictures are uploaded to keys that begin with this."
  value       = var.uploads_prefix
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

output "function_name" {
  description = "Name of the function."
  value       = module.function.name
}

output "function_arn" {
  description = "ARN of the function."
  value       = module.function.arn
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
  value       = module.layer.arn
}

output "heif_layer_arn" {
  description = "ARN of the pillow-heif layer's version; null where `inputs` has no heic."
  value       = one(module.heif_layer[*].arn)
}

output "recipe" {
  description = "Variants, limits, inputs and watermark as JSON, as the function reads them from THUMBNAILER_RECIPE. What has its default is left out."
  value       = local.recipe

  precondition {
    condition     = local.environment_bytes <= 4096
    error_message = "variants must fit in the environment of the function: 4096 bytes of JSON, with limits, inputs, watermark, bucket_name and uploads_prefix; got ${local.environment_bytes}. Use fewer variants, or shorter names and keys."
  }
}
