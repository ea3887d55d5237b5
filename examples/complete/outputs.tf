output "bucket_name" {
  description = "Name of the bucket to upload to."
  value       = module.thumbnails.bucket_name
}

output "uploads_prefix" {
  description = "Prefix of the keys to upload to."
  value       = module.thumbnails.uploads_prefix
}

output "thumbnails" {
  description = "All outputs of the module. The operator commands read them from `terraform output -json`."
  value       = module.thumbnails
}
