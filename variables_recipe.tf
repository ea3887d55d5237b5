# What the function makes of a picture, and of which pictures.

variable "inputs" {
  description = "The formats that are accepted, told by content and not by name. What is of another one is rejected. `jpeg` is also the MPO of phones. `heic` adds a second layer with pillow-heif, which `./build.sh --heif` makes; its binary wheel is under the GPL, version 2, because of x265, and HEVC, the codec of HEIC, is under patents in some countries."
  type        = list(string)
  default     = ["jpeg", "png"]
  nullable    = false

  validation {
    condition     = length(var.inputs) > 0 && alltrue([for input in var.inputs : try(contains(local.known.inputs, input), false)])
    error_message = "inputs must hold at least one of ${join(", ", [for input in local.known.inputs : jsonencode(input)])}, and nothing else; got ${jsonencode(var.inputs)}."
  }
}

variable "variants" {
  description = "The thumbnails to make of each picture: 1 to 20, by name. A name is 1 to 32 lower-case letters, digits, hyphens and underscores. For its members, see modules/typed."
  type        = any
  default     = null
}

variable "watermark" {
  description = "What is laid over the thumbnails: an image or a text. null: nothing. For its members, see modules/typed."
  type        = any
  default     = null
}

variable "limits" {
  description = "What a picture may be at most. Anything larger is rejected, before it is downloaded or decoded. For its members, see modules/typed."
  type        = any
  default     = null
}
