variable "zips" {
  description = <<-EOT
    The zips that must be there, by what they are of, such as "function".
    - `path`: path of the zip.
    - `architecture`: architecture that it must be built for; null: any.
    - `in_manifest`: whether the file `manifest.json` beside it, which `./build.sh` writes, must tell of it.
      false: it is compared with the manifest where that tells of it.
  EOT
  type = map(object({
    path         = string
    architecture = optional(string)
    in_manifest  = optional(bool, true)
  }))
  nullable = false
}

variable "python" {
  description = "Python version that they must be built for, such as 3.13."
  type        = string
  nullable    = false
}

variable "version_of_module" {
  description = "Version of the module that they must be built from."
  type        = string
  nullable    = false
}

variable "build_command" {
  description = "The command that makes the zips, for messages."
  type        = string
  nullable    = false
}
