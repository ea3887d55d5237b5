output "notification_entries" {
  description = "What the bucket's owner has to add to its notifications for uploads to photos/ to be seen."
  value       = module.thumbnails["photos"].notification_entries
}

output "deployments" {
  description = "All outputs of each of the deployments avatars, photos and scans."
  value       = module.thumbnails
}
