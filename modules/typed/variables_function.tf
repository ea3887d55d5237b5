# The variables of the root module about the function: types, defaults and rules.

variable "batching" {
  description = <<-EOT
    How Lambda reads messages from the queue.
    - `batch_size`: maximum number of messages per invocation: 1 to 10, or up to 10000 with a `window`.
    - `window`: seconds to wait for a full batch, 0 to 300. It delays each thumbnail by up to that time.
    - `maximum_concurrency`: maximum number of concurrent invocations, 2 to 1000.
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
    condition = var.batching.batch_size <= 10 || var.batching.window >= 1
    error_message = join(" ", [
      "batching.batch_size is ${var.batching.batch_size}: more than 10 needs batching.window to be 1 second or",
      "more. Set a window, or a batch_size of at most 10.",
    ])
  }

  validation {
    condition = (
      var.batching.maximum_concurrency >= 2 && var.batching.maximum_concurrency <= 1000
      && floor(var.batching.maximum_concurrency) == var.batching.maximum_concurrency
    )
    error_message = "batching.maximum_concurrency must be a whole number from 2 to 1000; got ${var.batching.maximum_concurrency}."
  }
}

variable "function" {
  description = <<-EOT
    Settings of the function.
    - `architecture`: arm64 or x86_64. The layer must be built for it (`./build.sh --arch ...`).
    - `runtime`: python3.12, python3.13 or python3.14. The layer must be built for it
      (`./build.sh --python ...`). python3.14 needs a recent 6.x version of the AWS provider.
    - `memory_size`: memory in MiB, 256 to 10240. The CPU share is proportional to it: 1769 MiB equal one
      core.
    - `timeout`: timeout of an invocation in seconds, 30 to 900. The visibility timeout of the queue is six
      times as long.
    - `reserved_concurrency`: reserved concurrency, at least `batching.maximum_concurrency`. If `null`, none
      is reserved. Lambda keeps 100 of the account's concurrency unreserved: an account with the initial
      quota of 10 cannot reserve any. Invocations above the reserved concurrency count as failed attempts,
      and their messages may end in the dead-letter queue: to limit the function, use
      `batching.maximum_concurrency`.
    - `ephemeral_storage`: size of /tmp in MiB, 512 to 10240. The function does not use it.
    - `metrics`: which metrics the log lines carry. CloudWatch charges for each metric, for the hours in which
      it is written. `none`; `outcomes`: the numbers of settled, rejected and failed sources, which the alarms
      `failed` and `rejected` need; `all`: also `milliseconds` and `source_bytes`, and the numbers of rejected
      and failed sources by reason.
    - `tracing`: whether to trace invocations with AWS X-Ray.
    - `vpc`: VPC of the function: `subnet_ids` with access to S3 and SQS (and to SNS, KMS, X-Ray, if used),
      and `security_group_ids` that allow outbound traffic. If `null`, there is none; the function does not
      need one.
  EOT
  type = object({
    architecture         = optional(string, "arm64")
    runtime              = optional(string, "python3.13")
    memory_size          = optional(number, 1769)
    timeout              = optional(number, 60)
    reserved_concurrency = optional(number)
    ephemeral_storage    = optional(number, 512)
    metrics              = optional(string, "outcomes")
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
    condition = try(
      var.function.reserved_concurrency >= 2
      && floor(var.function.reserved_concurrency) == var.function.reserved_concurrency,
      var.function.reserved_concurrency == null
    )
    error_message = join(" ", [
      "function.reserved_concurrency must be a whole number of 2 or more; got",
      "${jsonencode(var.function.reserved_concurrency)}.",
    ])
  }

  validation {
    condition = (
      var.function.ephemeral_storage >= 512 && var.function.ephemeral_storage <= 10240
      && floor(var.function.ephemeral_storage) == var.function.ephemeral_storage
    )
    error_message = "function.ephemeral_storage must be a whole number of MiB from 512 to 10240; got ${var.function.ephemeral_storage}."
  }

  validation {
    condition     = contains(["none", "outcomes", "all"], var.function.metrics)
    error_message = "function.metrics must be \"none\", \"outcomes\" or \"all\"; got \"${var.function.metrics}\"."
  }

  validation {
    condition     = var.function.vpc == null ? true : try(length(var.function.vpc.subnet_ids) > 0 && length(var.function.vpc.security_group_ids) > 0, false)
    error_message = "function.vpc must have at least one subnet and one security group; got ${jsonencode(var.function.vpc)}."
  }
}

variable "role" {
  description = <<-EOT
    Settings of the function's role.
    - `path`: path of the role, such as `/teams/pictures/`.
    - `permissions_boundary`: ARN of the policy for the permissions boundary.
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
    Location of the artifacts that `./build.sh` creates. They must exist at plan and apply, but not to
    validate or destroy. A zip file must match the `manifest.json` in its directory, which `./build.sh`
    writes: Python version, architecture, module version and hash. The manifest is required in `dist/`, and
    optional in other directories. Zip files in S3 and existing layers are not compared.
    - `function_zip`: path of the function's zip file. Defaults to `dist/thumbnailer.zip` of this module.
    - `layer_zip`: path of the layer's zip file. Defaults to `dist/pillow-layer-<architecture>.zip` of this
      module.
    - `heif_layer_zip`: path of the HEIC layer's zip file, which `./build.sh --heif` creates, for `inputs`
      with `heic`. Defaults to `dist/heif-layer-<architecture>.zip` of this module.
    - `function_s3`: S3 object with the function's zip file: `bucket`, in the same Region, `key`, and the
      object's `version`. Without `version`, Terraform does not detect a replaced object.
    - `layer_s3`: S3 object with the layer's zip file: `bucket`, `key` and `version`, as in `function_s3`.
    - `heif_layer_s3`: S3 object with the HEIC layer's zip file, in the same form.
    - `create_layer`: whether to create the layers. If `false`, they must already exist. Several instances
      may share the layers of one, its outputs `layer_arn` and `heif_layer_arn`.
    - `layer_arn`: ARN of an existing version of the layer, if `create_layer` is `false`.
    - `heif_layer_arn`: ARN of an existing version of the HEIC layer, if `create_layer` is `false` and
      `inputs` contains `heic`. If `null`, the layer of `layer_arn` must read HEIC.
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
    condition = var.artifacts.function_zip != "" && var.artifacts.layer_zip != "" && var.artifacts.heif_layer_zip != ""
    error_message = join(" ", [
      "artifacts.function_zip, artifacts.layer_zip and artifacts.heif_layer_zip must be the path of a file;",
      "leave them out, instead of \"\", for the files in dist/.",
    ])
  }

  validation {
    condition     = var.artifacts.function_zip == null || var.artifacts.function_s3 == null
    error_message = "artifacts.function_zip and artifacts.function_s3 must not both be given; got ${jsonencode(var.artifacts)}."
  }

  validation {
    condition = (
      (var.artifacts.layer_zip == null || var.artifacts.layer_s3 == null)
      && (var.artifacts.heif_layer_zip == null || var.artifacts.heif_layer_s3 == null)
    )
    error_message = join(" ", [
      "artifacts.layer_zip and artifacts.layer_s3 must not both be given, nor heif_layer_zip and heif_layer_s3;",
      "got ${jsonencode(var.artifacts)}.",
    ])
  }

  validation {
    condition = var.artifacts.create_layer || (
      var.artifacts.layer_zip == null && var.artifacts.layer_s3 == null
      && var.artifacts.heif_layer_zip == null && var.artifacts.heif_layer_s3 == null
    )
    error_message = join(" ", [
      "artifacts.layer_zip, layer_s3, heif_layer_zip and heif_layer_s3 have no effect where",
      "artifacts.create_layer is false; leave them out. Got ${jsonencode(var.artifacts)}.",
    ])
  }

  validation {
    condition = var.artifacts.create_layer == (var.artifacts.layer_arn == null) && (!var.artifacts.create_layer || var.artifacts.heif_layer_arn == null)
    error_message = join(" ", [
      "artifacts.layer_arn must be given where artifacts.create_layer is false, and like heif_layer_arn only",
      "there; got ${jsonencode(var.artifacts)}.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for place in [var.artifacts.function_s3, var.artifacts.layer_s3, var.artifacts.heif_layer_s3] : [
        for part in concat(place[*].bucket, place[*].key) : try(length(part) > 0, false)
      ]
    ]))
    error_message = join(" ", [
      "artifacts.function_s3, artifacts.layer_s3 and artifacts.heif_layer_s3 must have a bucket and a key; got",
      "${jsonencode(var.artifacts)}.",
    ])
  }

  validation {
    condition = alltrue([
      for arn in concat(var.artifacts.layer_arn[*], var.artifacts.heif_layer_arn[*]) :
      can(regex("^arn:[^:]+:lambda:[^:]*:[^:]*:layer:[^:]+:[0-9]+$", arn))
    ])
    error_message = join(" ", [
      "artifacts.layer_arn and artifacts.heif_layer_arn must be ARNs of layer versions, each of which ends in",
      "\":\" and a number; got ${jsonencode(var.artifacts)}.",
    ])
  }
}
