variable "name" {
  description = <<-EOT
    Name of the function, 1 to 64 letters, digits, hyphens and underscores. The role and the log group are
    named after it.
  EOT
  type        = string
  nullable    = false
}

variable "zip" {
  description = <<-EOT
    Path of the zip file with the package `thumbnailer`. It must exist at plan and apply, but not to
    validate or destroy. If `null`, `zip_in_s3` is required.
  EOT
  type        = string
  default     = null
}

variable "zip_in_s3" {
  description = <<-EOT
    S3 object with the zip file. If `null`, `zip` is required.
    - `bucket`: name of a bucket in the Region of the function.
    - `key`: key of the zip.
    - `version`: version of the object. Without it, Terraform does not detect a replaced object.
  EOT
  type = object({
    bucket  = string
    key     = string
    version = optional(string)
  })
  default = null
}

variable "layer_arns" {
  description = <<-EOT
    ARNs of 1 to 5 layer versions: the Pillow layer for this architecture and runtime, and others that the
    function needs.
  EOT
  type        = list(string)
  nullable    = false
}

variable "architecture" {
  description = "Architecture of the function: arm64 or x86_64. The layer must be built for it."
  type        = string
  nullable    = false
}

variable "runtime" {
  description = "Lambda runtime of the function, such as python3.13. The layer must be built for it."
  type        = string
  nullable    = false
}

variable "memory_size" {
  description = <<-EOT
    Memory of the function in MiB, 128 to 10240. The CPU share is proportional to it: 1769 MiB equal one
    core.
  EOT
  type        = number
  nullable    = false
}

variable "timeout" {
  description = "Timeout of an invocation in seconds, 1 to 900."
  type        = number
  nullable    = false
}

variable "reserved_concurrency" {
  description = "Reserved concurrency of the function, 1 or more. If `null`, none is reserved."
  type        = number
  default     = null
}

variable "ephemeral_storage" {
  description = "Size of the function's /tmp in MiB, 512 to 10240."
  type        = number
  default     = 512
  nullable    = false
}

variable "tracing" {
  description = "Whether invocations are traced with AWS X-Ray."
  type        = bool
  default     = false
  nullable    = false
}

variable "vpc" {
  description = <<-EOT
    VPC of the function. If `null`, there is none.
    - `subnet_ids`: IDs of subnets with access to S3 and to the other services that the function uses.
    - `security_group_ids`: IDs of security groups that allow outbound traffic.
  EOT
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
  })
  default = null
}

variable "environment" {
  description = "Environment variables of the function."
  type        = map(string)
  nullable    = false
}

variable "bucket_arn" {
  description = "ARN of the source bucket."
  type        = string
  nullable    = false
}

variable "destination_bucket_arn" {
  description = "ARN of the bucket of the outputs. Defaults to the source bucket."
  type        = string
  default     = null
}

variable "uploads_prefix" {
  description = "Key prefix of the sources that the function can read."
  type        = string
  nullable    = false
}

variable "output_prefixes" {
  description = "Key prefixes of the outputs that the function can read and write."
  type        = list(string)
  nullable    = false
}

variable "remove_outputs" {
  description = "Whether the function can delete outputs."
  type        = bool
  default     = false
  nullable    = false
}

variable "rejected_prefix" {
  description = <<-EOT
    Key prefix of the reports of rejected sources that the function can read, write and delete. If `null`,
    there are no reports.
  EOT
  type        = string
  default     = null
}

variable "watermark_key" {
  description = "Key of the watermark image that the function can read. If `null`, there is none."
  type        = string
  default     = null
}

variable "queue_arn" {
  description = "ARN of the queue that the function reads from."
  type        = string
  nullable    = false
}

variable "topic_arn" {
  description = "ARN of the SNS topic for completion notices. If `null`, there are none."
  type        = string
  default     = null
}

variable "kms_key_arn" {
  description = <<-EOT
    ARN of the KMS key that the function can use and its log group is encrypted with. If `null`, there is
    none.
  EOT
  type        = string
  default     = null
}

variable "decrypt_key_arns" {
  description = "ARNs of other KMS keys that the function can decrypt with."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "role_path" {
  description = "Path of the function's role: \"/\", or names with \"/\" before and after each."
  type        = string
  default     = "/"
  nullable    = false
}

variable "permissions_boundary" {
  description = "ARN of the policy for the role's permissions boundary. If `null`, there is none."
  type        = string
  default     = null
}

variable "batch_size" {
  description = "Maximum number of messages per invocation: 1 to 10, or up to 10000 with a `window`."
  type        = number
  nullable    = false
}

variable "window" {
  description = "Seconds to wait for a full batch, 0 to 300."
  type        = number
  default     = 0
  nullable    = false
}

variable "maximum_concurrency" {
  description = "Maximum number of concurrent invocations, 2 to 1000."
  type        = number
  nullable    = false
}

variable "log_retention_in_days" {
  description = "Retention of the log lines in days; 0 keeps them forever."
  type        = number
  nullable    = false
}

variable "tags" {
  description = "Tags of the function, its role, its log group and its event source mapping."
  type        = map(string)
  default     = {}
  nullable    = false
}
