# What the rules of the object variables refer to. (In the root module the object variables are of type any, since
# Terraform drops members that a type does not have without a word.)

variable "bucket_name" {
  description = "As in the root module."
  type        = string
  nullable    = false
}

variable "create_bucket" {
  description = "As in the root module."
  type        = bool
  default     = true
  nullable    = false
}

variable "uploads_prefix" {
  description = "As in the root module."
  type        = string
  default     = "uploads/"
  nullable    = false
}

variable "notification" {
  description = "As in the root module."
  type        = string
  default     = null
}

variable "given" {
  description = <<-EOT
    The object variables as they were given to the root module, by name: what they have is held against the
    types.
  EOT
  type        = any
  default     = {}
  nullable    = false
}
