################################################################################
# Queue
################################################################################

variable "batching" {
  description = "How Lambda reads messages from the queue. For its members, see modules/typed."
  type        = any
  default     = null
}

variable "max_receive_count" {
  description = "How many times a message is received before SQS moves it to the dead-letter queue: 5 to 1000."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition = var.max_receive_count >= 5 && var.max_receive_count <= 1000 && floor(var.max_receive_count) == var.max_receive_count
    error_message = join(" ", [
      "max_receive_count must be a whole number from 5 to 1000: with fewer, throttling alone would send good",
      "pictures to the dead-letter queue. Got ${var.max_receive_count}.",
    ])
  }
}

################################################################################
# Function
################################################################################

variable "function" {
  description = "Settings of the function. For its members, see modules/typed."
  type        = any
  default     = null
}

variable "role" {
  description = "Settings of the function's role. For its members, see modules/typed."
  type        = any
  default     = null
}

variable "artifacts" {
  description = <<-EOT
    Location of the artifacts that `./build.sh` creates. They must exist at plan and apply, but not to
    validate or destroy. A zip file must match the `manifest.json` in its directory, which `./build.sh`
    writes: Python version, architecture, module version and hash. The manifest is required in `dist/`, and
    optional in other directories. Zip files in S3 and existing layers are not compared. For its members,
    see modules/typed.
  EOT
  type        = any
  default     = null
}

variable "log_retention_in_days" {
  description = <<-EOT
    Retention of the log lines in days: one of the values that CloudWatch Logs supports, such as 7, 30, 90
    or 365. 0 keeps them forever.
  EOT
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = contains(
      [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      var.log_retention_in_days
    )
    error_message = join(" ", [
      "log_retention_in_days must be one of 0 (for ever), 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400,",
      "545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653; got ${var.log_retention_in_days}.",
    ])
  }
}
