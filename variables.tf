################################################################################
# Names
################################################################################

variable "name" {
  description = "Name of the function, and the beginning of the name of everything that has no name of its own: role, log group, layer, queue. 1 to 40 letters, digits, hyphens and underscores. Roles belong to the whole account: deployments in several regions need different names."
  type        = string
  default     = "thumbnailer"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,40}$", var.name))
    error_message = "name must be 1 to 40 letters, digits, hyphens and underscores; got \"${var.name}\"."
  }
}

variable "bucket_name" {
  description = "Name of the bucket that is created for uploads and thumbnails: 3 to 63 lower-case letters, digits, dots and hyphens. It must be unique in all of AWS."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket_name)) && !strcontains(var.bucket_name, "..") && !can(regex("^[0-9]+(\\.[0-9]+){3}$", var.bucket_name))
    error_message = "bucket_name must be 3 to 63 lower-case letters, digits, dots and hyphens, begin and end with a letter or digit, hold no \"..\" and not look like an IP address; got \"${var.bucket_name}\"."
  }
}

variable "queue_name" {
  description = "Name of the queue: 1 to 76 letters, digits, hyphens and underscores. The dead-letter queue is called the same with \"-dlq\" at the end. null: `name` with \"-uploads\" at the end."
  type        = string
  default     = null

  validation {
    condition     = var.queue_name == null || can(regex("^[a-zA-Z0-9_-]{1,76}$", var.queue_name))
    error_message = "queue_name must be 1 to 76 letters, digits, hyphens and underscores (S3 cannot send to a \".fifo\" queue); got ${jsonencode(var.queue_name)}."
  }
}

variable "tags" {
  description = "Tags of every resource that can have tags; at most 50."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.tags) <= 50 && !anytrue([for key in keys(var.tags) : startswith(lower(key), "aws:")])
    error_message = "tags must be at most 50, and no key may begin with \"aws:\", which AWS keeps for itself; got the keys ${jsonencode(keys(var.tags))}."
  }
}

################################################################################
# Uploads
################################################################################

variable "force_destroy" {
  description = "true: `terraform destroy` also deletes every picture in the bucket, in all versions. false: a bucket that is not empty cannot be destroyed."
  type        = bool
  default     = false
  nullable    = false
}

variable "uploads_prefix" {
  description = "Only objects whose key begins with this are pictures to make thumbnails of. Folder names, each followed by \"/\"."
  type        = string
  default     = "uploads/"
  nullable    = false

  # S3 wants other characters URL-encoded in a filter (a space as "+"), and IAM reads * and ? as wildcards.
  validation {
    condition     = can(regex("^([A-Za-z0-9!_.'()-]+/)+$", var.uploads_prefix))
    error_message = "uploads_prefix must be folder names of letters, digits and ! - _ . ' ( ), each followed by one \"/\", as in \"uploads/\" or \"app/uploads/\"; got \"${var.uploads_prefix}\"."
  }
}

variable "suffixes" {
  description = "Only objects whose key ends with one of these are pictures to make thumbnails of. Each counts as given, in lower and in upper case, since S3 tells them apart: \".jpg\" is \".jpg\" and \".JPG\". At most 50 in all."
  type        = list(string)
  default     = [".jpg", ".jpeg", ".png"]
  nullable    = false

  validation {
    condition     = length(var.suffixes) > 0 && alltrue([for suffix in var.suffixes : can(regex("^\\.[A-Za-z0-9._-]+$", suffix))])
    error_message = "suffixes must hold at least one suffix, each \".\" followed by letters, digits and . _ -, as in \".jpg\"; got ${jsonencode(var.suffixes)}."
  }

  validation {
    condition     = length(distinct(flatten([for suffix in var.suffixes : [suffix, lower(suffix), upper(suffix)]]))) <= 50
    error_message = "suffixes must be at most 50 with their lower-case and upper-case forms; leave some of the ${length(var.suffixes)} out."
  }

  validation {
    condition = !anytrue([
      for pair in setproduct(var.suffixes, var.suffixes) : lower(pair[0]) != lower(pair[1]) && endswith(lower(pair[0]), lower(pair[1]))
    ])
    error_message = "suffixes must not overlap, S3 refuses it: none may end with another, as \".b.jpg\" ends with \".jpg\". Leave the longer one out; the shorter one includes it. Got ${jsonencode(var.suffixes)}."
  }
}

################################################################################
# Thumbnails
################################################################################

variable "variants" {
  description = <<-EOT
    The thumbnails to make of each picture: 1 to 20, by name. A name is 1 to 32 lower-case letters, digits, hyphens and underscores.
    The aspect ratio is kept and nothing is enlarged: a thumbnail fits in `width` x `height`.
    - `width`, `height`: pixels, 1 to 16384.
    - `quality`: of JPEG files, 1 to 95.
    - `key`: the key of the thumbnail, one fixed folder followed by `{dir}`...`{stem}`...`{ext}` or by `{key}`. For the source `uploads/a/b.jpg`: `{dir}` is `a/`, `{stem}` is `b`, `{ext}` is `.jpg`, `{key}` is `uploads/a/b.jpg`; `{variant}` is the name of the variant. The folder lies apart from `uploads_prefix`, and no two variants may write the same key.
  EOT
  type = map(object({
    width   = number
    height  = number
    quality = optional(number, 80)
    key     = optional(string, "thumbnails/{dir}{stem}_{variant}{ext}")
  }))
  default  = { thumb = { width = 150, height = 150 } }
  nullable = false

  validation {
    condition     = length(var.variants) >= 1 && length(var.variants) <= 20
    error_message = "variants must be 1 to 20; got ${length(var.variants)}."
  }

  validation {
    condition     = alltrue([for name in keys(var.variants) : can(regex("^[a-z0-9][a-z0-9_-]{0,31}$", name))])
    error_message = "variants must have names of 1 to 32 lower-case letters, digits, hyphens and underscores that begin with a letter or digit; got ${jsonencode(keys(var.variants))}."
  }

  validation {
    condition = alltrue(flatten([
      for variant in values(var.variants) : [
        for side in [variant.width, variant.height] : try(side >= 1 && side <= 16384 && floor(side) == side, false)
      ]
    ]))
    error_message = "variants must have a width and a height of 1 to 16384 whole pixels; got ${jsonencode({ for name, variant in var.variants : name => [variant.width, variant.height] })}."
  }

  validation {
    condition     = alltrue([for variant in values(var.variants) : variant.quality >= 1 && variant.quality <= 95 && floor(variant.quality) == variant.quality])
    error_message = "variants must have a quality of 1 to 95, a whole number; got ${jsonencode({ for name, variant in var.variants : name => variant.quality })}."
  }

  validation {
    condition = alltrue([
      for name, variant in var.variants :
      can(regex("^([^{}*?/]+/)+(\\{key\\}|\\{dir\\}[^{}*?/]*\\{stem\\}[^{}*?/.]*\\{ext\\})$", replace(variant.key, "{variant}", name)))
    ])
    error_message = "variants must have a key of the form \"folder/{dir}...{stem}...{ext}\" or \"folder/{key}\": otherwise two pictures could get one thumbnail, or the function's role could not be narrowed to a folder. What stands in between holds none of { } * ? / and, after {stem}, no dot. Got ${jsonencode({ for name, variant in var.variants : name => variant.key })}."
  }

  # Thumbnails that land among the uploads would be uploads themselves.
  validation {
    condition = !anytrue(flatten([
      for name, variant in var.variants : [
        for prefix in [regex("^[^{]*", replace(variant.key, "{variant}", name))] :
        startswith(prefix, var.uploads_prefix) || startswith(var.uploads_prefix, prefix)
      ]
    ]))
    error_message = "variants must write to a folder that is neither in uploads_prefix (\"${var.uploads_prefix}\") nor around it: thumbnails would be taken for uploads, in an endless loop. Begin the key with another folder, as in \"thumbnails/{dir}{stem}_{variant}{ext}\"; got ${jsonencode({ for name, variant in var.variants : name => variant.key })}."
  }

  # Two variants are kept apart by their prefixes or, where both keys have a {stem}, by what follows
  # it. (Where a key has none, endswith fails, and try says that it does not keep them apart.)
  validation {
    condition = alltrue(flatten([
      for outputs in [{
        for name, variant in var.variants :
        name => regex("^(?P<prefix>[^{]*)(?:.*\\{stem\\}(?P<ending>[^{]*))?", replace(variant.key, "{variant}", name))
        }] : [
        for a, x in outputs : [
          for b, y in outputs :
          a == b
          || !(startswith(x.prefix, y.prefix) || startswith(y.prefix, x.prefix))
          || try(!endswith(x.ending, y.ending) && !endswith(y.ending, x.ending), false)
        ]
      ]
    ]))
    error_message = "variants must never write one key twice: give them different prefixes, or endings neither of which ends with the other, as in \"thumbnails/{dir}{stem}_{variant}{ext}\"; got ${jsonencode({ for name, variant in var.variants : name => variant.key })}."
  }
}

variable "limits" {
  description = <<-EOT
    What a picture may be at most. Anything larger is rejected, before it is downloaded or decoded.
    - `max_bytes`: size of the file, 1 to 268435456 (256 MiB).
    - `max_pixels`: width x height, 1 to 178956970. Decoding takes about 4 bytes of memory for each pixel.
  EOT
  type = object({
    max_bytes  = optional(number, 5242880)
    max_pixels = optional(number, 50000000)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.limits.max_bytes >= 1 && var.limits.max_bytes <= 268435456 && floor(var.limits.max_bytes) == var.limits.max_bytes
    error_message = "limits.max_bytes must be a whole number from 1 to 268435456 (256 MiB); got ${var.limits.max_bytes}."
  }

  validation {
    condition     = var.limits.max_pixels >= 1 && var.limits.max_pixels <= 178956970 && floor(var.limits.max_pixels) == var.limits.max_pixels
    error_message = "limits.max_pixels must be a whole number from 1 to 178956970, more than which Pillow refuses; got ${var.limits.max_pixels}."
  }
}

################################################################################
# Queue
################################################################################

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

variable "max_receive_count" {
  description = "How often a message is tried before it moves to the dead-letter queue: 5 to 1000."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.max_receive_count >= 5 && var.max_receive_count <= 1000 && floor(var.max_receive_count) == var.max_receive_count
    error_message = "max_receive_count must be a whole number from 5 to 1000: with fewer, throttling alone would send good pictures to the dead-letter queue. Got ${var.max_receive_count}."
  }
}

################################################################################
# Function
################################################################################

variable "function" {
  description = <<-EOT
    The function.
    - `architecture`: arm64 or x86_64. The layer must be built for it (`./build.sh --arch ...`).
    - `runtime`: python3.12, python3.13 or python3.14. The layer must be built for it (`./build.sh --python ...`). python3.14 needs a recent 6.x version of the AWS provider.
    - `memory_size`: MiB, 256 to 10240. The share of processor time grows with it: 1769 is one whole core.
    - `timeout`: seconds one invocation may take, 30 to 900. Messages stay hidden for six times as long.
  EOT
  type = object({
    architecture = optional(string, "arm64")
    runtime      = optional(string, "python3.13")
    memory_size  = optional(number, 1769)
    timeout      = optional(number, 60)
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
}

variable "artifacts" {
  description = <<-EOT
    Where the artifacts of `./build.sh` are. They must exist when a plan is made, but not to validate or destroy.
    - `function_zip`: path of the function's zip; null: `dist/thumbnailer.zip` of this module.
    - `layer_zip`: path of the layer's zip; null: `dist/pillow-layer-<architecture>.zip` of this module.
  EOT
  type = object({
    function_zip = optional(string)
    layer_zip    = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.artifacts.function_zip != "" && var.artifacts.layer_zip != ""
    error_message = "artifacts.function_zip and artifacts.layer_zip must be the path of a file; leave them out, instead of \"\", for the files in dist/."
  }
}

variable "log_retention_in_days" {
  description = "Days the log lines are kept: one of the numbers CloudWatch Logs knows, such as 7, 30, 90 or 365; 0 keeps them for ever."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_in_days)
    error_message = "log_retention_in_days must be one of 0 (for ever), 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653; got ${var.log_retention_in_days}."
  }
}
