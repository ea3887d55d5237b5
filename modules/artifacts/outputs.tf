output "zips" {
  description = "The names of the zips that were checked."
  value       = keys(var.zips)
}
