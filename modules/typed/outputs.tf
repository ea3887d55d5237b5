# Each as its type makes it of what is given, with the defaults.

output "bucket" {
  description = "The variable `bucket` of the root module."
  value       = var.bucket
}

output "destination" {
  description = "The variable `destination` of the root module."
  value       = var.destination
}

output "cors" {
  description = "The variable `cors` of the root module."
  value       = var.cors
}

output "encryption" {
  description = "The variable `encryption` of the root module."
  value       = var.encryption
}

output "upload_topic" {
  description = "The variable `upload_topic` of the root module."
  value       = var.upload_topic
}

output "variants" {
  description = "The variable `variants` of the root module."
  value       = var.variants
}

output "watermark" {
  description = "The variable `watermark` of the root module."
  value       = var.watermark
}

output "limits" {
  description = "The variable `limits` of the root module."
  value       = var.limits
}

output "batching" {
  description = "The variable `batching` of the root module."
  value       = var.batching
}

output "function" {
  description = "The variable `function` of the root module."
  value       = var.function
}

output "role" {
  description = "The variable `role` of the root module."
  value       = var.role
}

output "artifacts" {
  description = "The variable `artifacts` of the root module."
  value       = var.artifacts
}

output "notices" {
  description = "The variable `notices` of the root module."
  value       = var.notices
}

output "delivery" {
  description = "The variable `delivery` of the root module."
  value       = var.delivery
}

output "alarms" {
  description = "The variable `alarms` of the root module."
  value       = var.alarms
}

output "problems" {
  description = "What is wrong with the members of what is given, a sentence each. There is nothing, or the plan fails."
  value       = local.problems

  precondition {
    condition     = length(local.problems) == 0
    error_message = join("\n", local.problems)
  }
}
