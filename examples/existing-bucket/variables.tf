variable "bucket_name" {
  description = "Name of the existing bucket. It must send its events to EventBridge, too."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "bucket_name must be the name of a bucket; got \"${var.bucket_name}\"."
  }
}

variable "upload_topic_arn" {
  description = "ARN of the topic that the bucket reports objects under scans/ to."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[^:]+:sns:", var.upload_topic_arn))
    error_message = "upload_topic_arn must be the ARN of an SNS topic; got \"${var.upload_topic_arn}\"."
  }
}

variable "architecture" {
  description = "Architecture of the function and of the layer in dist/: arm64 or x86_64."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be \"arm64\" or \"x86_64\"; got \"${var.architecture}\"."
  }
}

variable "runtime" {
  description = "Lambda runtime of the function and of the layer in dist/: python3.12, python3.13 or python3.14."
  type        = string
  default     = "python3.13"
  nullable    = false

  validation {
    condition     = contains(["python3.12", "python3.13", "python3.14"], var.runtime)
    error_message = "runtime must be \"python3.12\", \"python3.13\" or \"python3.14\"; got \"${var.runtime}\"."
  }
}

variable "artifacts" {
  description = <<-EOT
    Location of the artifacts, if not in the module's dist/.
    - `function_zip`: path of the function's zip.
    - `layer_zip`: path of the layer's zip.
  EOT
  type = object({
    function_zip = optional(string)
    layer_zip    = optional(string)
  })
  default  = {}
  nullable = false
}

variable "tags" {
  description = "Tags to assign to all resources that support tags; no key may begin with \"aws:\"."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = !anytrue([for key in keys(var.tags) : startswith(lower(key), "aws:")])
    error_message = join(" ", [
      "tags must have no key that begins with \"aws:\", which AWS keeps for itself; got the keys",
      "${jsonencode(keys(var.tags))}.",
    ])
  }
}
