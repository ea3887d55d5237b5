variable "name" {
  description = "Name of the bucket: 3 to 63 lower-case letters, digits, dots and hyphens. Unique in all of AWS."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 63 lower-case letters, digits, dots and hyphens, and begin and end with a letter or digit; got \"${var.name}\"."
  }
}

variable "force_destroy" {
  description = "true: destroying the bucket also deletes every object in it, in all versions. false: a bucket that is not empty cannot be destroyed."
  type        = bool
  default     = false
  nullable    = false
}

variable "tags" {
  description = "Tags of the bucket."
  type        = map(string)
  default     = {}
  nullable    = false
}
