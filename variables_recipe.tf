# What the function makes of a picture, and of which pictures.

variable "inputs" {
  description = <<-EOT
    Accepted formats. They are detected from the content, not from the key. Sources of other formats are
    rejected. `jpeg` includes MPO, which phones create. `heic` requires a second layer with pillow-heif,
    which `./build.sh --heif` creates. Its binary wheel is licensed under the GPL, version 2, because of
    x265, and HEVC, the codec of HEIC, is patented in some countries.
  EOT
  type        = list(string)
  default     = ["jpeg", "png"]
  nullable    = false

  validation {
    condition = length(var.inputs) > 0 && alltrue([for input in var.inputs : try(contains(local.known.inputs, input), false)])
    error_message = join(" ", [
      "inputs must hold at least one of ${join(", ", [for input in local.known.inputs : jsonencode(input)])},",
      "and nothing else; got ${jsonencode(var.inputs)}.",
    ])
  }
}

variable "variants" {
  description = <<-EOT
    Thumbnails to create from each source: 1 to 20, by name. A name has 1 to 32 lowercase letters, digits,
    hyphens and underscores. For its members, see modules/typed.
  EOT
  type        = any
  default     = null
}

variable "watermark" {
  description = <<-EOT
    Image or text to place on the thumbnails. If `null`, there is none. For its members, see modules/typed.
  EOT
  type        = any
  default     = null
}

variable "limits" {
  description = <<-EOT
    Limits for sources. Larger ones are rejected before they are downloaded or decoded. For its members, see
    modules/typed.
  EOT
  type        = any
  default     = null
}
