variable "zips" {
  description = <<-EOT
    Zip files that must exist, by name, such as "function".
    - `path`: path of the zip file.
    - `architecture`: architecture that it must be built for. If `null`, any.
    - `in_manifest`: whether the `manifest.json` in its directory, which `./build.sh` writes, must contain
      it. If `false`, they are compared if it does.
  EOT
  type = map(object({
    path         = string
    architecture = optional(string)
    in_manifest  = optional(bool, true)
  }))
  nullable = false
}

variable "python" {
  description = "Python version that the zip files must be built for, such as 3.13."
  type        = string
  nullable    = false
}

variable "version_of_module" {
  description = "Version of the module that the zip files must be built from."
  type        = string
  nullable    = false
}

variable "build_command" {
  description = "Command that builds the zip files, for error messages."
  type        = string
  nullable    = false
}
