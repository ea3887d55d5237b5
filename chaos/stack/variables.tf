variable "bucket_name" {
  description = "Name of the bucket."
  type        = string
  nullable    = false
}

variable "architecture" {
  description = "Architecture of the function and its layer: arm64 or x86_64."
  type        = string
  nullable    = false
}

variable "artifacts" {
  description = "Paths of the function's zip and the layer's."
  type        = object({ function_zip = string, layer_zip = string })
  nullable    = false
}
