variable "name" {
  description = "Name of the layer, 1 to 64 letters, digits, hyphens and underscores."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 letters, digits, hyphens and underscores; got \"${var.name}\"."
  }
}

variable "content" {
  description = "What the layer holds, such as Pillow: 1 to 200 characters, for its description and for messages."
  type        = string
  nullable    = false

  # AWS takes 256 for a description, which names the runtime and the architecture, too.
  validation {
    condition     = length(var.content) >= 1 && length(var.content) <= 200
    error_message = "content must be 1 to 200 characters; got \"${var.content}\"."
  }
}

variable "zip" {
  description = "Path of the zip with the layer's content. It must exist when a plan is made, but not to validate or destroy. null: it is in S3."
  type        = string
  default     = null

  validation {
    condition     = var.zip != ""
    error_message = "zip must be the path of a file; got an empty string."
  }

  validation {
    condition     = (var.zip == null) != (var.zip_in_s3 == null)
    error_message = "zip or zip_in_s3 must be given, and not both; got ${jsonencode([var.zip, var.zip_in_s3])}."
  }
}

variable "zip_in_s3" {
  description = <<-EOT
    Where in S3 the zip is; null: it is a file.
    - `bucket`: name of a bucket in the layer's region.
    - `key`: key of the zip.
    - `version`: version of the object. Without it, Terraform does not notice when the zip is replaced.
  EOT
  type = object({
    bucket  = string
    key     = string
    version = optional(string)
  })
  default = null

  validation {
    condition     = var.zip_in_s3 == null ? true : alltrue([for part in [var.zip_in_s3.bucket, var.zip_in_s3.key] : try(length(part) > 0, false)])
    error_message = "zip_in_s3 must have a bucket and a key; got ${jsonencode(var.zip_in_s3)}."
  }
}

variable "build_command" {
  description = "The command that makes the zip, for the message where there is none."
  type        = string
  nullable    = false

  validation {
    condition     = length(var.build_command) > 0
    error_message = "build_command must be a command; got an empty string."
  }
}

variable "architecture" {
  description = "Architecture the zip was built for: arm64 or x86_64."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64; got \"${var.architecture}\"."
  }
}

variable "runtime" {
  description = "Lambda runtime the zip was built for, such as python3.13."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^python3\\.[0-9]+$", var.runtime))
    error_message = "runtime must be a Python runtime, such as python3.13; got \"${var.runtime}\"."
  }
}
