output "bucket_name" {
  description = "Name of the bucket of the sources."
  value       = module.thumbnails.bucket_name
}

output "destination_bucket_name" {
  description = "Name of the bucket of the outputs."
  value       = module.thumbnails.destination_bucket_name
}

output "uploads_prefix" {
  description = "What the keys of sources begin with."
  value       = module.thumbnails.uploads_prefix
}

output "recipe" {
  description = "The recipe, as JSON."
  value       = module.thumbnails.recipe
}

output "on_delete" {
  description = "What becomes of outputs without a good source."
  value       = module.thumbnails.on_delete
}

output "rejected_prefix" {
  description = "What the keys of reports begin with."
  value       = module.thumbnails.rejected_prefix
}

output "queue_url" {
  description = "URL of the queue."
  value       = module.thumbnails.queue_url
}

output "queue_arn" {
  description = "ARN of the queue."
  value       = module.thumbnails.queue_arn
}

output "dead_letter_queue_url" {
  description = "URL of the dead-letter queue."
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

output "log_group_name" {
  description = "Name of the function's log group."
  value       = module.thumbnails.log_group_name
}

output "notices_topic_arn" {
  description = "ARN of the topic of notices; there is none."
  value       = module.thumbnails.notices_topic_arn
}
