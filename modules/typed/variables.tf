# The object variables of the root module: their types, defaults and rules. (In the root they are of type any,
# since Terraform drops members that a type does not have without a word.)

variable "bucket" {
  description = <<-EOT
    Settings of the bucket of the uploads. It must be this module's.
    - `noncurrent_version_expiration_days`: days after which S3 deletes an object's previous versions, 1 or more; 0: never. Then a delete marker without previous versions goes, too.
    - `lifecycle_rules`: further lifecycle rules; see modules/bucket. The function cannot read an archived source (`GLACIER`, `DEEP_ARCHIVE`).
    - `policy_statements`: further statements of the bucket policy, with the members `Sid`, `Effect`, `Principal`, `Action`, `Resource` and `Condition`. Values are lists: `Principal = { AWS = ["arn:…"] }`.
  EOT
  type = object({
    noncurrent_version_expiration_days = optional(number, 30)
    lifecycle_rules = optional(list(object({
      id                                 = string
      prefix                             = optional(string, "")
      tags                               = optional(map(string), {})
      expiration_days                    = optional(number)
      noncurrent_version_expiration_days = optional(number)
      newer_noncurrent_versions          = optional(number)
      transitions                        = optional(list(object({ days = number, storage_class = string })), [])
      noncurrent_version_transitions     = optional(list(object({ days = number, storage_class = string })), [])
    })), [])
    policy_statements = optional(list(object({
      Sid       = optional(string)
      Effect    = string
      Principal = map(list(string))
      Action    = list(string)
      Resource  = list(string)
      Condition = optional(map(map(list(string))), {})
    })), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.create_bucket || length(var.bucket.lifecycle_rules) + length(var.bucket.policy_statements) == 0
    error_message = "bucket.lifecycle_rules and bucket.policy_statements must be empty where create_bucket is false: the bucket's owner configures it."
  }
}

variable "destination" {
  description = <<-EOT
    Another bucket for the thumbnails. null: they go into the bucket of the uploads.
    - `bucket_name`: its name.
    - `create_bucket`: true: it is created. false: there is one already, in the same region and account; nothing about it is configured.
    - `noncurrent_version_expiration_days`: days after which S3 deletes an object's previous versions, 1 or more; 0: never. Then a delete marker without previous versions goes, too.
    - `lifecycle_rules`: further lifecycle rules; see modules/bucket.
    - `policy_statements`: further statements of the bucket policy, with the members `Sid`, `Effect`, `Principal`, `Action`, `Resource` and `Condition`. Values are lists: `Principal = { AWS = ["arn:…"] }`.
  EOT
  type = object({
    bucket_name   = string
    create_bucket = optional(bool, true)

    noncurrent_version_expiration_days = optional(number, 30)
    lifecycle_rules = optional(list(object({
      id                                 = string
      prefix                             = optional(string, "")
      tags                               = optional(map(string), {})
      expiration_days                    = optional(number)
      noncurrent_version_expiration_days = optional(number)
      newer_noncurrent_versions          = optional(number)
      transitions                        = optional(list(object({ days = number, storage_class = string })), [])
      noncurrent_version_transitions     = optional(list(object({ days = number, storage_class = string })), [])
    })), [])
    policy_statements = optional(list(object({
      Sid       = optional(string)
      Effect    = string
      Principal = map(list(string))
      Action    = list(string)
      Resource  = list(string)
      Condition = optional(map(map(list(string))), {})
    })), [])
  })
  default = null

  validation {
    condition     = var.destination == null ? true : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.destination.bucket_name)) && !can(regex("\\.\\.|^[0-9]+(\\.[0-9]+){3}$", var.destination.bucket_name))
    error_message = "destination.bucket_name must be 3 to 63 lower-case letters, digits, dots and hyphens, begin and end with a letter or digit, hold no \"..\" and not look like an IP address; got ${jsonencode(var.destination)}."
  }

  validation {
    condition     = var.destination == null ? true : var.destination.create_bucket || length(var.destination.lifecycle_rules) + length(var.destination.policy_statements) == 0
    error_message = "destination.lifecycle_rules and destination.policy_statements must be empty where destination.create_bucket is false: the bucket's owner configures it."
  }

  validation {
    condition     = var.destination == null ? true : var.destination.bucket_name != var.bucket_name
    error_message = "destination.bucket_name must be another bucket than bucket_name (\"${var.bucket_name}\"); leave destination out to write to that one."
  }
}

variable "cors" {
  description = <<-EOT
    Which web pages may use the bucket of the uploads from a browser. It must be this module's.
    - `allowed_origins`: where they come from, such as `https://example.org`; none: no page may.
    - `allowed_methods`: what they may do: GET, HEAD, PUT, POST, DELETE.
    - `allowed_headers`: the headers they may send.
    - `expose_headers`: the headers of answers that they may read.
    - `max_age_seconds`: how long a browser may remember this.
  EOT
  type = object({
    allowed_origins = optional(list(string), [])
    allowed_methods = optional(list(string), ["GET", "HEAD", "PUT", "POST"])
    allowed_headers = optional(list(string), ["*"])
    expose_headers  = optional(list(string), ["ETag"])
    max_age_seconds = optional(number, 3600)
  })
  default  = {}
  nullable = false

  validation {
    condition     = length(var.cors.allowed_origins) == 0 || var.create_bucket
    error_message = "cors.allowed_origins must be empty where create_bucket is false: the bucket's owner configures it."
  }

  validation {
    condition     = alltrue([for method in var.cors.allowed_methods : contains(["GET", "HEAD", "PUT", "POST", "DELETE"], method)])
    error_message = "cors.allowed_methods must be of GET, HEAD, PUT, POST and DELETE; got ${jsonencode(var.cors.allowed_methods)}."
  }

  validation {
    condition     = alltrue([for origin in var.cors.allowed_origins : can(regex("^(\\*|[a-z][a-z0-9+.-]*://[^/*?#]*\\*?[^/*?#]*)$", origin))])
    error_message = "cors.allowed_origins must be \"*\" or a scheme and a host, with at most one * and without a path or a \"/\" at the end, as in \"https://example.org\": browsers send no other. Got ${jsonencode(var.cors.allowed_origins)}."
  }
}

variable "encryption" {
  description = <<-EOT
    KMS key for what this module creates and stores in: buckets, queues, topic, log group. null: S3's and SQS's own keys. See docs/encryption.md before you change or remove it.
    - `create_key`: whether to create the key, with a policy that lets S3, SNS, EventBridge and CloudWatch Logs use it. `terraform destroy` schedules its deletion after the buckets of this module are gone. Do not encrypt an existing bucket with it: objects there become unreadable.
    - `kms_key_arn`: ARN of an existing key, not of an alias. Its policy must hold the statements of the output `kms_key_policy_statements` before this module is applied. For a key in the same stack, take them from modules/key with `create = false`, or Terraform finds a cycle. An existing bucket may be encrypted with this key, too.
    - `retain_key`: whether to keep the key that `create_key` created, for objects that are encrypted with it, after you changed to `kms_key_arn` or to S3's own keys.
    - `decrypt_key_arns`: ARNs of further existing keys that objects or messages are still encrypted with. The function may decrypt with them.
  EOT
  type = object({
    create_key       = optional(bool, false)
    kms_key_arn      = optional(string)
    retain_key       = optional(bool, false)
    decrypt_key_arns = optional(list(string), [])
  })
  default = null

  validation {
    condition     = var.encryption == null ? true : !var.encryption.create_key || var.encryption.kms_key_arn == null && !var.encryption.retain_key
    error_message = "encryption.create_key must be false where there is a kms_key_arn or retain_key: kms_key_arn is another key for new objects, and retain_key keeps the created key for old ones; got ${jsonencode(var.encryption)}."
  }

  validation {
    condition     = var.encryption == null ? true : var.encryption.create_key || var.encryption.retain_key || length(var.encryption.decrypt_key_arns) > 0 || var.encryption.kms_key_arn != null
    error_message = "encryption must have create_key, kms_key_arn, retain_key or decrypt_key_arns; leave it out for S3's and SQS's own keys. Got ${jsonencode(var.encryption)}."
  }

  validation {
    condition     = var.encryption == null ? true : alltrue([for arn in concat(var.encryption.decrypt_key_arns, var.encryption.kms_key_arn[*]) : can(regex("^arn:[^:]+:kms:[^:]*:[^:]*:key/[^*?]+$", arn))])
    error_message = "encryption.kms_key_arn and encryption.decrypt_key_arns must be ARNs of keys, and not of aliases: \"arn:aws:kms:...:key/...\"; got ${jsonencode(var.encryption)}."
  }
}

variable "upload_topic" {
  description = <<-EOT
    With `notification` sns: the topic that passes uploads on.
    - `arn`: ARN of a standard topic. S3 must be allowed to send to it, and be told to.
    - `filter`: true: SNS leaves out messages about other buckets and prefixes, by their body. (As AWS documents it; it could not be tried.) false: the function sees whatever the topic sends, and what is not about `uploads_prefix` of this bucket fails: tell S3 to send nothing else to the topic.
  EOT
  type = object({
    arn    = string
    filter = optional(bool, false)
  })
  default = null

  validation {
    condition     = (var.upload_topic != null) == (var.notification == "sns")
    error_message = "upload_topic must be given where notification is \"sns\", and only there; notification is ${jsonencode(var.notification)}."
  }

  validation {
    condition     = var.upload_topic == null ? true : can(regex("^arn:[^:]+:sns:[^*?]+$", var.upload_topic.arn)) && !endswith(var.upload_topic.arn, ".fifo")
    error_message = "upload_topic.arn must be the ARN of an SNS topic that is not FIFO; got ${jsonencode(var.upload_topic)}."
  }
}

variable "variants" {
  description = <<-EOT
    The thumbnails to make of each picture: 1 to 20, by name. A name is 1 to 32 lower-case letters, digits, hyphens and underscores.
    - `prefix`: made of those pictures only whose key goes on with this after `uploads_prefix`: folder names, each followed by "/".
    - `width`, `height`: pixels, 1 to 16384. One of the two is enough: the other follows from the picture.
    - `fit`: how the picture gets into the box. `inside`: whole, within it. `cover`: fills it, what sticks out is cut off. `contain`: whole, padded to it. `fill`: stretched to it.
    - `gravity`: what `cover` keeps, and where `contain` puts the picture: `center`, `north`, `northeast`, `east`, `southeast`, `south`, `southwest`, `west`, `northwest`; `focal`: the point in the picture's metadata, as in `focal-point: 0.3,0.6`; `attention`: what catches the eye.
    - `enlarge`: whether a picture may become larger than it is.
    - `background`: the colour of the padding, and of what is transparent where the format has no transparency, as in `#ffffff`, or `#ffffff80` with alpha. null: white, or transparent where the format can be.
    - `format`: `jpeg`, `png`, `webp`, `avif`, or `same` as the picture's.
    - `quality`: of JPEG, WebP and AVIF, 1 to 95. null: a good one for the format.
    - `max_bytes`: size of the file, 1 to 268435456 (256 MiB): the highest quality, up to `quality`, that fits. Not for `png`, which has no quality.
    - `progressive`: whether a JPEG is.
    - `animation`: what becomes of a moving GIF or WebP: `first`, its first frame, or `keep`, which needs the format `same` or `webp`.
    - `copyright`: whether Artist and Copyright of the picture's Exif are kept.
    - `cache_control`: the Cache-Control header.
    - `key`: the key of the thumbnail: one fixed folder, followed with the format `same` by `{dir}`...`{stem}`...`{ext}` or by `{key}`, with others by `{dir}`...`{stem}{source_ext}`...`{ext}`, by `{key}` or by `{key}`...`{ext}`. For the picture `uploads/a/b.jpg`: `{dir}` is `a/`, `{stem}` is `b`, `{source_ext}` is `.jpg`, `{key}` is `uploads/a/b.jpg`; `{ext}` is what files of the format end with, such as `.webp`, and `{variant}` the name of the variant. The folder lies apart from `uploads_prefix`, and no two variants may write the same key. null: `thumbnails/{dir}{stem}_{variant}{ext}` with the format `same`, `thumbnails/{dir}{stem}{source_ext}_{variant}{ext}` with others.
  EOT
  type = map(object({
    prefix        = optional(string, "")
    width         = optional(number)
    height        = optional(number)
    fit           = optional(string, "inside")
    gravity       = optional(string, "center")
    enlarge       = optional(bool, false)
    background    = optional(string)
    format        = optional(string, "same")
    quality       = optional(number)
    max_bytes     = optional(number)
    progressive   = optional(bool, false)
    animation     = optional(string, "first")
    copyright     = optional(bool, false)
    cache_control = optional(string)
    key           = optional(string)
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
    condition     = alltrue([for variant in values(var.variants) : can(regex("^([^*?/]+/)*$", variant.prefix))])
    error_message = "variants must have a prefix that is \"\" or folder names without * and ?, each followed by one \"/\", as in \"avatars/\"; got ${jsonencode({ for name, variant in var.variants : name => variant.prefix })}."
  }

  validation {
    condition     = alltrue([for variant in values(var.variants) : variant.width != null || variant.height != null])
    error_message = "variants must have a width or a height, or both; there is neither in ${jsonencode([for name, variant in var.variants : name if variant.width == null && variant.height == null])}."
  }

  # Here and below: a comparison with null fails, and try then asks whether null it is.
  validation {
    condition = alltrue(flatten([
      for variant in values(var.variants) : [
        for side in [variant.width, variant.height] : try(side >= 1 && side <= 16384 && floor(side) == side, side == null)
      ]
    ]))
    error_message = "variants must have a width and height of 1 to 16384 whole pixels; got ${jsonencode({ for name, variant in var.variants : name => [variant.width, variant.height] })}."
  }

  validation {
    condition     = alltrue([for variant in values(var.variants) : contains(["inside", "cover", "contain", "fill"], variant.fit)])
    error_message = "variants must have a fit that is \"inside\", \"cover\", \"contain\" or \"fill\"; got ${jsonencode({ for name, variant in var.variants : name => variant.fit })}."
  }

  validation {
    condition = alltrue([
      for variant in values(var.variants) :
      contains(["center", "north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest", "focal", "attention"], variant.gravity)
    ])
    error_message = "variants must have a gravity that is \"center\", \"north\", \"northeast\", \"east\", \"southeast\", \"south\", \"southwest\", \"west\", \"northwest\", \"focal\" or \"attention\"; got ${jsonencode({ for name, variant in var.variants : name => variant.gravity })}."
  }

  validation {
    condition     = alltrue([for variant in values(var.variants) : variant.background == null || can(regex("^#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$", variant.background))])
    error_message = "variants must have a background like \"#ffffff\", or with alpha like \"#ffffff80\"; got ${jsonencode({ for name, variant in var.variants : name => variant.background })}."
  }

  validation {
    condition     = alltrue([for variant in values(var.variants) : contains(["same", "jpeg", "png", "webp", "avif"], variant.format)])
    error_message = "variants must have a format that is \"same\", \"jpeg\", \"png\", \"webp\" or \"avif\"; got ${jsonencode({ for name, variant in var.variants : name => variant.format })}."
  }

  validation {
    condition = alltrue([
      for variant in values(var.variants) :
      try(variant.quality >= 1 && variant.quality <= 95 && floor(variant.quality) == variant.quality, variant.quality == null)
    ])
    error_message = "variants must have a quality of 1 to 95, a whole number; got ${jsonencode({ for name, variant in var.variants : name => variant.quality })}."
  }

  validation {
    condition = alltrue([
      for variant in values(var.variants) :
      try(variant.max_bytes >= 1 && variant.max_bytes <= 268435456 && floor(variant.max_bytes) == variant.max_bytes, variant.max_bytes == null)
    ])
    error_message = "variants must have a max_bytes of 1 to 268435456 (256 MiB), a whole number; got ${jsonencode({ for name, variant in var.variants : name => variant.max_bytes })}."
  }

  validation {
    condition     = alltrue([for variant in values(var.variants) : variant.format != "png" || variant.max_bytes == null])
    error_message = "variants must have no max_bytes with the format \"png\", which has no quality to lower; leave it out, or use another format, for ${jsonencode([for name, variant in var.variants : name if variant.format == "png" && variant.max_bytes != null])}."
  }

  validation {
    condition     = alltrue([for variant in values(var.variants) : contains(["first", "keep"], variant.animation)])
    error_message = "variants must have an animation that is \"first\" or \"keep\"; got ${jsonencode({ for name, variant in var.variants : name => variant.animation })}."
  }

  validation {
    condition     = alltrue([for variant in values(var.variants) : variant.animation != "keep" || !contains(["jpeg", "png", "avif"], variant.format)])
    error_message = "variants must have the format \"same\" or \"webp\" to keep an animation; change the one or the other for ${jsonencode([for name, variant in var.variants : name if variant.animation == "keep" && !contains(["same", "webp"], variant.format)])}."
  }

  validation {
    condition = alltrue([
      for name, variant in var.variants :
      variant.key == null || can(regex(
        variant.format == "same"
        ? "^([^{}*?/]+/)+(\\{key\\}|\\{dir\\}[^{}*?/]*\\{stem\\}[^{}*?/.]*\\{ext\\})$"
        : "^([^{}*?/]+/)+(\\{key\\}|\\{key\\}[^{}*?/.]*\\{ext\\}|\\{dir\\}[^{}*?/]*\\{stem\\}\\{source_ext\\}[^{}*?/.]*\\{ext\\})$",
        replace(variant.key, "{variant}", name)
      ))
    ])
    error_message = "variants must have a key of the form \"folder/{key}\" or, with the format \"same\", \"folder/{dir}...{stem}...{ext}\", with others \"folder/{dir}...{stem}{source_ext}...{ext}\" or \"folder/{key}...{ext}\": otherwise two pictures could get one thumbnail, or the function's role could not be narrowed to a folder. What stands in between holds none of { } * ? / and, before {ext}, no dot. Got ${jsonencode({ for name, variant in var.variants : name => { format = variant.format, key = variant.key } if variant.key != null })}."
  }

  # The folder stands in the policy of the function's role.
  validation {
    condition     = alltrue([for name, variant in var.variants : variant.key == null || can(regex("^[^\\x{100}-\\x{10FFFF}]*$", regex("^[^{]*", replace(variant.key, "{variant}", name))))])
    error_message = "variants must have a key whose fixed folder holds no letters beyond Latin-1 (U+00FF), which IAM takes in no policy; folders of the uploads ({dir}) may hold any. Got ${jsonencode({ for name, variant in var.variants : name => variant.key if variant.key != null })}."
  }

  # Thumbnails that land among the uploads would be uploads themselves. (Where no key is given, replace
  # fails, and try goes on with the folder of the default.)
  validation {
    condition = var.destination != null || !anytrue(flatten([
      for name, variant in var.variants : [
        for prefix in [try(regex("^[^{]+", replace(variant.key, "{variant}", name)), "thumbnails/")] :
        startswith(prefix, var.uploads_prefix) || startswith(var.uploads_prefix, prefix)
      ]
    ]))
    error_message = "variants must write to a folder that is neither in uploads_prefix (\"${var.uploads_prefix}\") nor around it: thumbnails would be taken for uploads, in an endless loop. Begin the key with another folder than that one, as in \"small/{key}\"; got ${jsonencode({ for name, variant in var.variants : name => variant.key })}."
  }

  # Two variants are kept apart by their prefixes or, where both keys end with {ext}, by what stands
  # before it, or by {ext} itself if both formats are fixed. (Where a key does not end with {ext},
  # endswith fails, and try says that it does not keep them apart.)
  validation {
    condition = alltrue(flatten([
      for outputs in [{
        for name, variant in var.variants : name => merge({ format = variant.format }, try(
          regex("^(?P<prefix>[^{]*)(?:[^/]*\\}(?P<ending>[^{}]*)\\{ext\\})?", replace(variant.key, "{variant}", name)),
          { prefix = "thumbnails/", ending = "_${name}" }
        ))
        }] : [
        for a, x in outputs : [
          for b, y in outputs : anytrue([
            a == b,
            !(startswith(x.prefix, y.prefix) || startswith(y.prefix, x.prefix)),
            try(!endswith(x.ending, y.ending) && !endswith(y.ending, x.ending) || x.format != "same" && y.format != "same" && x.format != y.format, false),
          ])
        ]
      ]
    ]))
    error_message = "variants must never write one key twice: give them different prefixes, or endings neither of which ends with the other, as in \"thumbnails/{dir}{stem}_{variant}{ext}\"; got ${jsonencode({ for name, variant in var.variants : name => variant.key })}."
  }
}

variable "watermark" {
  description = <<-EOT
    What is laid over the thumbnails: an image or a text. null: nothing.
    - `image`: the key of an image in the bucket of the uploads. The function may read it, wherever it lies.
    - `text`: 1 to 60 characters, in white with a dark edge: Latin (with accents), Greek and Cyrillic letters, digits and common signs. Its capital letters are at least 8 pixels high, whatever `scale` says. A thumbnail in which it does not fit between the margins has none.
    - `variants`: the names of the variants that get it; null: all.
    - `gravity`: where it lies: `center`, `north`, `northeast`, `east`, `southeast`, `south`, `southwest`, `west`, `northwest`.
    - `margin`: its distance from the edges, as a share of the picture's shorter side, 0 to 1. With `contain` it lies on the picture, not on the padding.
    - `scale`: its width, as a share of the picture's, 0 to 1.
    - `opacity`: 0 (not to be seen) to 1.
  EOT
  type = object({
    image    = optional(string)
    text     = optional(string)
    variants = optional(list(string))
    gravity  = optional(string, "southeast")
    margin   = optional(number, 0.03)
    scale    = optional(number, 0.25)
    opacity  = optional(number, 0.7)
  })
  default = null

  validation {
    condition     = var.watermark == null ? true : length(compact([var.watermark.image, var.watermark.text])) == 1
    error_message = "watermark must have an image or a text, and not both; got ${jsonencode(var.watermark)}."
  }

  # IAM reads * and ? as wildcards, and $ as the beginning of a variable.
  validation {
    condition     = var.watermark == null ? true : !can(regex("[*?$]", var.watermark.image))
    error_message = "watermark.image must hold none of *, ? and $: they would let the function's role read more than this one key. Rename the image; got ${jsonencode(var.watermark)}."
  }

  validation {
    condition     = var.watermark == null ? true : !can(regex("[\\x{100}-\\x{10FFFF}]", var.watermark.image))
    error_message = "watermark.image must hold no letters beyond Latin-1 (U+00FF), which IAM takes in no policy. Rename the image; got ${jsonencode(var.watermark)}."
  }

  validation {
    condition     = var.watermark == null ? true : var.watermark.text == null || can(regex("^[ -~¡-¬®-ſȘ-țΆ-ΊΌΎ-ΡΣ-ώЀ-џҐґẞẠ-ỹ–—‘’‚“”„†‡•…‰‹›€№™−]{0,60}$", var.watermark.text))
    error_message = "watermark.text must be 1 to 60 characters that the font has: Latin, Greek and Cyrillic letters, digits and common signs. Use an image for others. Got ${jsonencode(var.watermark)}."
  }

  validation {
    condition     = var.watermark == null ? true : try(alltrue([for name in var.watermark.variants : contains(keys(var.variants), name)]), var.watermark.variants == null)
    error_message = "watermark.variants must be names of variants (${join(", ", keys(var.variants))}); got ${jsonencode(var.watermark)}. Leave it out for all."
  }

  validation {
    condition = var.watermark == null ? true : contains(
      ["center", "north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest"], var.watermark.gravity
    )
    error_message = "watermark.gravity must be \"center\", \"north\", \"northeast\", \"east\", \"southeast\", \"south\", \"southwest\", \"west\" or \"northwest\"; got ${jsonencode(var.watermark)}."
  }

  validation {
    condition = var.watermark == null ? true : alltrue([
      for share in [var.watermark.margin, var.watermark.scale, var.watermark.opacity] : share >= 0 && share <= 1
    ])
    error_message = "watermark.margin, watermark.scale and watermark.opacity must be numbers from 0 to 1; got ${jsonencode(var.watermark)}."
  }
}

variable "limits" {
  description = <<-EOT
    What a picture may be at most. Anything larger is rejected, before it is downloaded or decoded.
    - `max_bytes`: size of the file, 1 to 268435456 (256 MiB).
    - `max_pixels`: width x height, 1 to 178956970; of all frames together where an animation is kept. Decoding takes about 4 bytes of memory for each pixel.
    - `max_frames`: of an animation that is kept, 1 to 1000.
  EOT
  type = object({
    max_bytes  = optional(number, 5242880)
    max_pixels = optional(number, 50000000)
    max_frames = optional(number, 100)
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

  validation {
    condition     = var.limits.max_frames >= 1 && var.limits.max_frames <= 1000 && floor(var.limits.max_frames) == var.limits.max_frames
    error_message = "limits.max_frames must be a whole number from 1 to 1000; got ${var.limits.max_frames}."
  }
}

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
}

variable "notices" {
  description = <<-EOT
    Completion notices: a message to an SNS topic for every picture that is settled or rejected.
    - `enabled`: whether they are sent.
    - `create_topic`: true: the topic is created. false: there is one already.
    - `topic_arn`: ARN of the existing topic. Where it is encrypted with a KMS key, `encryption` must name that key.
  EOT
  type = object({
    enabled      = optional(bool, false)
    create_topic = optional(bool, true)
    topic_arn    = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.notices.create_topic == (var.notices.topic_arn == null)
    error_message = "notices.topic_arn must be given where notices.create_topic is false, and only there; got ${jsonencode(var.notices)}."
  }

  validation {
    condition     = var.notices.topic_arn == null || can(regex("^arn:[^:]+:sns:[^*?]+$", var.notices.topic_arn)) && !try(endswith(var.notices.topic_arn, ".fifo"), false)
    error_message = "notices.topic_arn must be the ARN of an SNS topic that is not FIFO; got ${jsonencode(var.notices.topic_arn)}."
  }
}

variable "delivery" {
  description = <<-EOT
    Public retrieval of the thumbnails through CloudFront, over HTTPS; the bucket stays private, and uploads cannot be fetched. An existing bucket needs the statements of the output `delivery_policy_statements` in its policy. See modules/delivery.
    - `enabled`: whether there is a distribution.
    - `aliases`: domain names of your own that it answers to; they need a certificate.
    - `certificate_arn`: ARN of the certificate for `aliases`, in us-east-1.
    - `price_class`: where it serves from: PriceClass_100 (North America, Europe, Israel), PriceClass_200 or PriceClass_All.
    - `cache`: how long a thumbnail counts as fresh: `seconds`, and `versioned_seconds` for URLs with `?v=` and its ETag.
    - `logging`: where access logs go: the `bucket_domain_name` of a bucket with ACLs, and a `prefix`; null: nowhere.
    - `web_acl_arn`: ARN of a web ACL of WAF, in us-east-1; null: none.
  EOT
  type = object({
    enabled         = optional(bool, false)
    aliases         = optional(list(string), [])
    certificate_arn = optional(string)
    price_class     = optional(string, "PriceClass_100")
    cache           = optional(object({ seconds = optional(number, 60), versioned_seconds = optional(number, 31536000) }), {})
    logging         = optional(object({ bucket_domain_name = string, prefix = optional(string, "") }))
    web_acl_arn     = optional(string)
  })
  default  = {}
  nullable = false
}

variable "alarms" {
  description = <<-EOT
    Alarms of CloudWatch. See modules/observability for when each goes off.
    - `enabled`: whether there are any.
    - `names`: which: of dead-letters, oldest-message, errors, throttles, failed, rejected and duration.
    - `actions`: ARNs of what is told when one goes off, such as an SNS topic; at most 5.
    - `ok_actions`: ARNs of what is told when one is over; at most 5.
    - `thresholds`: above which value each goes off.
    - `runbook`: the page that their descriptions name.
  EOT
  type = object({
    enabled    = optional(bool, false)
    names      = optional(list(string), ["dead-letters", "oldest-message", "errors", "throttles", "failed", "rejected", "duration"])
    actions    = optional(list(string), [])
    ok_actions = optional(list(string), [])
    thresholds = optional(object({
      dead_letters           = optional(number, 0)
      oldest_message_seconds = optional(number)
      errors                 = optional(number, 0)
      throttles              = optional(number, 0)
      failed_percent         = optional(number, 5)
      rejected_percent       = optional(number, 25)
      minimum_pictures       = optional(number, 20)
      duration_fraction      = optional(number, 0.8)
    }), {})
    runbook = optional(string, "docs/operations.md")
  })
  default  = {}
  nullable = false
}

################################################################################
# What the rules above refer to
################################################################################

variable "bucket_name" {
  description = "As in the root module."
  type        = string
  nullable    = false
}

variable "create_bucket" {
  description = "As in the root module."
  type        = bool
  default     = true
  nullable    = false
}

variable "uploads_prefix" {
  description = "As in the root module."
  type        = string
  default     = "uploads/"
  nullable    = false
}

variable "notification" {
  description = "As in the root module."
  type        = string
  default     = null
}

variable "given" {
  description = "The object variables as they were given to the root module, by name: what they have is held against the types."
  type        = any
  default     = {}
  nullable    = false
}
