output "zips" {
  description = "Names of the zip files that were checked."
  value       = keys(var.zips)
}
