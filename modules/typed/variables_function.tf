# The variables of the root module about the function: types, defaults and rules.

variable "batching" {
  description = <<-EOT
    How messages reach the function.
    - `batch_size`: messages one invocation takes at most: 1 to 10, or to 10000 with a `window`.
    - `window`: seconds to wait for a full batch, 0 to 300. Every thumbnail may be that much later.
    - `maximum_concurrency`: invocations at the same time, 2 to 1000.
  EOT
  type = object({
    batch_size          = optional(number, 5)
    window              = optional(number, 0)
    maximum_concurrency = optional(number, 10)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.batching.batch_size >= 1 && var.batching.batch_size <= 10000 && floor(var.batching.batch_size) == var.batching.batch_size
    error_message = "batching.batch_size must be a whole number from 1 to 10000; got ${var.batching.batch_size}."
  }

  validation {
    condition     = var.batching.window >= 0 && var.batching.window <= 300 && floor(var.batching.window) == var.batching.window
    error_message = "batching.window must be a whole number of seconds from 0 to 300; got ${var.batching.window}."
  }

  validation {
    condition     = var.batching.batch_size <= 10 || var.batching.window >= 1
    error_message = "batching.batch_size is ${var.batching.batch_size}: more than 10 needs batching.window to be 1 second or more. Set a window, or a batch_size of at most 10."
  }

  validation {
    condition     = var.batching.maximum_concurrency >= 2 && var.batching.maximum_concurrency <= 1000 && floor(var.batching.maximum_concurrency) == var.batching.maximum_concurrency
    error_message = "batching.maximum_concurrency must be a whole number from 2 to 1000; got ${var.batching.maximum_concurrency}."
  }
}

variable "function" {
  description = <<-EOT
    The function.
    - `architecture`: arm64 or x86_64. The layer must be built for it (`./build.sh --arch ...`).
    - `runtime`: python3.12, python3.13 or python3.14. The layer must be built for it (`./build.sh --python ...`). python3.14 needs a recent 6.x version of the AWS provider.
    - `memory_size`: MiB, 256 to 10240. The share of processor time grows with it: 1769 is one whole core.
    - `timeout`: seconds one invocation may take, 30 to 900. Messages stay hidden for six times as long.
    - `reserved_concurrency`: invocations that the account keeps free for this function, and lets happen at most; at least `batching.maximum_concurrency`. null: none are kept free. Lambda keeps 100 of the account's concurrency unreserved: an account with the initial quota of 10 cannot reserve any. What the function's own limit refuses is counted as a failed attempt and may end in the dead-letter queue: to limit the function, use `batching.maximum_concurrency`.
    - `ephemeral_storage`: MiB of /tmp, 512 to 10240. The function itself needs none.
    - `tracing`: whether invocations are traced with AWS X-Ray.
    - `vpc`: a private network to run in: `subnet_ids` from which S3 (and SNS, KMS, X-Ray, where they are used) can be reached, and `security_group_ids` that let the function call out. null: none; the function needs none.
  EOT
  type = object({
    architecture         = optional(string, "arm64")
    runtime              = optional(string, "python3.13")
    memory_size          = optional(number, 1769)
    timeout              = optional(number, 60)
    reserved_concurrency = optional(number)
    ephemeral_storage    = optional(number, 512)
    tracing              = optional(bool, false)
    vpc                  = optional(object({ subnet_ids = list(string), security_group_ids = list(string) }))
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.function.architecture)
    error_message = "function.architecture must be \"arm64\" or \"x86_64\"; got \"${var.function.architecture}\"."
  }

  validation {
    condition     = contains(["python3.12", "python3.13", "python3.14"], var.function.runtime)
    error_message = "function.runtime must be \"python3.12\", \"python3.13\" or \"python3.14\"; got \"${var.function.runtime}\"."
  }

  validation {
    condition     = var.function.memory_size >= 256 && var.function.memory_size <= 10240 && floor(var.function.memory_size) == var.function.memory_size
    error_message = "function.memory_size must be a whole number of MiB from 256 to 10240; got ${var.function.memory_size}."
  }

  validation {
    condition     = var.function.timeout >= 30 && var.function.timeout <= 900 && floor(var.function.timeout) == var.function.timeout
    error_message = "function.timeout must be a whole number of seconds from 30 to 900; got ${var.function.timeout}."
  }

  validation {
    condition     = try(var.function.reserved_concurrency >= 2 && floor(var.function.reserved_concurrency) == var.function.reserved_concurrency, var.function.reserved_concurrency == null)
    error_message = "function.reserved_concurrency must be a whole number of 2 or more; got ${jsonencode(var.function.reserved_concurrency)}."
  }

  validation {
    condition     = var.function.ephemeral_storage >= 512 && var.function.ephemeral_storage <= 10240 && floor(var.function.ephemeral_storage) == var.function.ephemeral_storage
    error_message = "function.ephemeral_storage must be a whole number of MiB from 512 to 10240; got ${var.function.ephemeral_storage}."
  }

  validation {
    condition     = var.function.vpc == null ? true : try(length(var.function.vpc.subnet_ids) > 0 && length(var.function.vpc.security_group_ids) > 0, false)
    error_message = "function.vpc must have at least one subnet and one security group; got ${jsonencode(var.function.vpc)}."
  }
}

variable "role" {
  description = <<-EOT
    The function's role.
    - `path`: "/", or names with "/" before and after each, as in `/teams/pictures/`.
    - `permissions_boundary`: ARN of the policy that is its permissions boundary; null: none.
  EOT
  type = object({
    path                 = optional(string, "/")
    permissions_boundary = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^/([!-.0-~]+/)*$", var.role.path)) && length(var.role.path) <= 512
    error_message = "role.path must be \"/\" or like \"/teams/pictures/\", of at most 512 characters; got \"${var.role.path}\"."
  }

  validation {
    condition     = var.role.permissions_boundary == null || can(regex("^arn:[^:]+:iam::[^:]*:policy/", var.role.permissions_boundary))
    error_message = "role.permissions_boundary must be the ARN of a policy; got ${jsonencode(var.role.permissions_boundary)}."
  }
}

variable "artifacts" {
  description = <<-EOT
    Where the artifacts of `./build.sh` are. They must exist when a plan is made and when it is applied, but not to validate or destroy. A zip is compared with the `manifest.json` beside it, which `./build.sh` writes: Python version, architecture, version of the module and hash must fit. In `dist/` it must be there; beside zips elsewhere it may be missing, and zips in S3 and existing layers are not compared.
    - `function_zip`: path of the function's zip; null: `dist/thumbnailer.zip` of this module.
    - `layer_zip`: path of the layer's zip; null: `dist/pillow-layer-<architecture>.zip` of this module.
    - `heif_layer_zip`: path of the zip of the layer that reads HEIC, of `./build.sh --heif`, for `inputs` with heic; null: `dist/heif-layer-<architecture>.zip` of this module.
    - `function_s3`: where in S3 the function's zip is, instead of in a file: `bucket`, in the same region, `key`, and the object's `version`, without which nobody notices when the zip is replaced.
    - `layer_s3`: where in S3 the layer's zip is, instead of in a file: `bucket`, `key` and `version`, as of `function_s3`.
    - `heif_layer_s3`: where in S3 the zip of the layer that reads HEIC is, in the same way.
    - `create_layer`: false: the layers exist already. Several instances may share those of one: its outputs `layer_arn` and `heif_layer_arn`.
    - `layer_arn`: ARN of a version of the layer that `./build.sh` makes, where `create_layer` is false.
    - `heif_layer_arn`: ARN of a version of the layer that reads HEIC, where `create_layer` is false and `inputs` has heic; null: the layer of `layer_arn` does.
  EOT
  type = object({
    function_zip   = optional(string)
    layer_zip      = optional(string)
    heif_layer_zip = optional(string)
    function_s3    = optional(object({ bucket = string, key = string, version = optional(string) }))
    layer_s3       = optional(object({ bucket = string, key = string, version = optional(string) }))
    heif_layer_s3  = optional(object({ bucket = string, key = string, version = optional(string) }))
    create_layer   = optional(bool, true)
    layer_arn      = optional(string)
    heif_layer_arn = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.artifacts.function_zip != "" && var.artifacts.layer_zip != "" && var.artifacts.heif_layer_zip != ""
    error_message = "artifacts.function_zip, artifacts.layer_zip and artifacts.heif_layer_zip must be the path of a file; leave them out, instead of \"\", for the files in dist/."
  }

  validation {
    condition     = var.artifacts.function_zip == null || var.artifacts.function_s3 == null
    error_message = "artifacts.function_zip and artifacts.function_s3 must not both be given; got ${jsonencode(var.artifacts)}."
  }

  validation {
    condition     = (var.artifacts.layer_zip == null || var.artifacts.layer_s3 == null) && (var.artifacts.heif_layer_zip == null || var.artifacts.heif_layer_s3 == null)
    error_message = "artifacts.layer_zip and artifacts.layer_s3 must not both be given, nor heif_layer_zip and heif_layer_s3; got ${jsonencode(var.artifacts)}."
  }

  validation {
    condition     = var.artifacts.create_layer || var.artifacts.layer_zip == null && var.artifacts.layer_s3 == null && var.artifacts.heif_layer_zip == null && var.artifacts.heif_layer_s3 == null
    error_message = "artifacts.layer_zip, layer_s3, heif_layer_zip and heif_layer_s3 have no effect where artifacts.create_layer is false; leave them out. Got ${jsonencode(var.artifacts)}."
  }

  validation {
    condition     = var.artifacts.create_layer == (var.artifacts.layer_arn == null) && (!var.artifacts.create_layer || var.artifacts.heif_layer_arn == null)
    error_message = "artifacts.layer_arn must be given where artifacts.create_layer is false, and like heif_layer_arn only there; got ${jsonencode(var.artifacts)}."
  }

  validation {
    condition = alltrue(flatten([
      for place in [var.artifacts.function_s3, var.artifacts.layer_s3, var.artifacts.heif_layer_s3] : [
        for part in concat(place[*].bucket, place[*].key) : try(length(part) > 0, false)
      ]
    ]))
    error_message = "artifacts.function_s3, artifacts.layer_s3 and artifacts.heif_layer_s3 must have a bucket and a key; got ${jsonencode(var.artifacts)}."
  }

  validation {
    condition = alltrue([
      for arn in concat(var.artifacts.layer_arn[*], var.artifacts.heif_layer_arn[*]) :
      can(regex("^arn:[^:]+:lambda:[^:]*:[^:]*:layer:[^:]+:[0-9]+$", arn))
    ])
    error_message = "artifacts.layer_arn and artifacts.heif_layer_arn must be ARNs of layer versions, each of which ends in \":\" and a number; got ${jsonencode(var.artifacts)}."
  }
}
