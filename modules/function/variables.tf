variable "name" {
  description = <<-EOT
    Name of the function, 1 to 64 letters, digits, hyphens and underscores. Its role and its log group are
    named after it.
  EOT
  type        = string
  nullable    = false
}

variable "zip" {
  description = <<-EOT
    Path of the zip with the package `thumbnailer`. It must exist when a plan is made, but not to validate
    or destroy. null: it is in S3.
  EOT
  type        = string
  default     = null
}

variable "zip_in_s3" {
  description = <<-EOT
    Where in S3 the zip is; null: it is a file.
    - `bucket`: name of a bucket in the function's region.
    - `key`: key of the zip.
    - `version`: version of the object. Without it, Terraform does not notice when the zip is replaced.
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
    ARNs of the layer versions, 1 to 5: of the one that holds Pillow for this architecture and runtime, and
    of others that the function needs.
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
    Memory of the function in MiB, 128 to 10240. The share of processor time grows with it: 1769 is one
    whole core.
  EOT
  type        = number
  nullable    = false
}

variable "timeout" {
  description = "Seconds one invocation may take, 1 to 900."
  type        = number
  nullable    = false
}

variable "reserved_concurrency" {
  description = <<-EOT
    How many invocations of the function the account keeps free for it, and lets happen at most; 1 or more.
    null: as many as there are.
  EOT
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
    The private network the function runs in; null: none.
    - `subnet_ids`: ids of subnets from which S3, and what else the function calls, can be reached.
    - `security_group_ids`: ids of security groups that let the function call out.
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
  description = "ARN of the bucket the function reads sources from."
  type        = string
  nullable    = false
}

variable "destination_bucket_arn" {
  description = "ARN of the bucket the function writes outputs to; null: the same."
  type        = string
  default     = null
}

variable "uploads_prefix" {
  description = "The function may read what begins with this, and nothing else, as a source."
  type        = string
  nullable    = false
}

variable "output_prefixes" {
  description = "The function may look at and write what begins with one of these, and nothing else, as an output."
  type        = list(string)
  nullable    = false
}

variable "remove_outputs" {
  description = "Whether the function may delete outputs, too."
  type        = bool
  default     = false
  nullable    = false
}

variable "rejected_prefix" {
  description = <<-EOT
    The function may look at, write and delete what begins with this, and nothing else, as a report about a
    rejected source; null: it writes none.
  EOT
  type        = string
  default     = null
}

variable "watermark_key" {
  description = "Key of the image that the function may read besides the sources, to lay it over outputs; null: none."
  type        = string
  default     = null
}

variable "queue_arn" {
  description = "ARN of the queue the function reads."
  type        = string
  nullable    = false
}

variable "topic_arn" {
  description = "ARN of the topic the function sends notices to; null: none."
  type        = string
  default     = null
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that the function may use, and that its log group is encrypted with; null: none."
  type        = string
  default     = null
}

variable "decrypt_key_arns" {
  description = "ARNs of further KMS keys that the function may decrypt with, but not encrypt."
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
  description = "ARN of the policy that is the permissions boundary of the function's role; null: none."
  type        = string
  default     = null
}

variable "batch_size" {
  description = "Messages one invocation takes at most: 1 to 10, or to 10000 with a `window`."
  type        = number
  nullable    = false
}

variable "window" {
  description = "Seconds Lambda may wait for a full batch, 0 to 300."
  type        = number
  default     = 0
  nullable    = false
}

variable "maximum_concurrency" {
  description = "How many invocations the queue may cause at the same time, 2 to 1000."
  type        = number
  nullable    = false
}

variable "log_retention_in_days" {
  description = "Days the log lines are kept; 0 keeps them for ever."
  type        = number
  nullable    = false
}

variable "tags" {
  description = "Tags of the function, its role, its log group and its event source mapping."
  type        = map(string)
  default     = {}
  nullable    = false
}
