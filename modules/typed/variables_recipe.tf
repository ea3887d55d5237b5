# The variables of the root module that describe the recipe: types, defaults and rules. The defaults are those in
# recipe.json, which `make docs` generates from the function's own. Rules about keys: templates.tf.

locals {
  # What the function knows, too: defaults, formats, and what a member may be. `make docs` generates it.
  recipe = jsondecode(file("${path.module}/recipe.json"))

  # For messages, as in "a", "b" or "c".
  said = merge(
    {
      for kind, members in local.recipe.choices : kind => {
        for member, names in members : member => replace(join(", ", [for name in names : jsonencode(name)]), "/, ([^,]*)$/", " or $1")
      }
    },
    { moving = join(" or ", [for name in local.recipe.moving : jsonencode(name)]) },
  )
}

variable "variants" {
  description = <<-EOT
    Thumbnails to create from each source: 1 to 20, by name. A name has 1 to 32 lowercase letters, digits,
    hyphens and underscores.
    - `prefix`: only for sources whose key continues with this after `uploads_prefix`: folder names, each
      followed by `/`.
    - `width`, `height`: pixels, 1 to 16384. If one is omitted, it follows from the aspect ratio.
    - `fit`: how the image is fitted into `width` x `height`. `inside`: the whole image, within them.
      `cover`: cropped to fill them. `contain`: the whole image, padded. `fill`: distorted to fill them.
    - `gravity`: the part that `cover` keeps, and the position of the image with `contain`: `center`,
      `north`, `northeast`, `east`, `southeast`, `south`, `southwest`, `west`, `northwest`; `focal`: the
      point in the object metadata, such as `focal-point: 0.3,0.6`; `attention`: the region that stands out.
    - `enlarge`: whether images may be enlarged.
    - `background`: color of the padding, and of transparent areas if the format has no transparency, such
      as `#ffffff`, or `#ffffff80` with alpha. Defaults to transparent, or white if the format has no
      transparency.
    - `format`: format of the thumbnail. `same`: that of the source.
    - `quality`: quality of JPEG, WebP and AVIF, 1 to 95. The default depends on the format.
    - `max_bytes`: maximum size in bytes, 1 to 268435456 (256 MiB): the highest quality up to `quality` that
      fits is used. Not for `png`, which has no quality.
    - `progressive`: whether JPEGs are progressive.
    - `animation`: for animated GIF and WebP: `first`, use the first frame, or `keep`, which requires the
      format `same` or `webp`.
    - `copyright`: whether to keep the Exif tags Artist and Copyright.
    - `cache_control`: value of the Cache-Control header.
    - `key`: the key of the thumbnail: one fixed folder, followed with the format `same` by
      `{dir}`...`{stem}`...`{ext}` or by `{key}`, with others by `{dir}`...`{stem}{source_ext}`...`{ext}`,
      by `{key}` or by `{key}`...`{ext}`. For the source `uploads/a/b.jpg`: `{dir}` is `a/`, `{stem}` is
      `b`, `{source_ext}` is `.jpg`, `{key}` is `uploads/a/b.jpg`; `{ext}` is what files of the format end
      with, such as `.webp`, and `{variant}` the name of the variant. The folder must not overlap with
      `uploads_prefix`, and no two variants may have the same key. Defaults to
      `thumbnails/{dir}{stem}_{variant}{ext}` with the format `same`,
      `thumbnails/{dir}{stem}{source_ext}_{variant}{ext}` with others.
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
    condition = alltrue([for name in keys(var.variants) : can(regex("^[a-z0-9][a-z0-9_-]{0,31}$", name))])
    error_message = join(" ", [
      "variants must have names of 1 to 32 lower-case letters, digits, hyphens and underscores that begin with",
      "a letter or digit; got ${jsonencode(keys(var.variants))}.",
    ])
  }

  validation {
    condition = alltrue([for variant in values(var.variants) : can(regex("^([^*?/]+/)*$", variant.prefix))])
    error_message = join(" ", [
      "variants must have a prefix that is \"\" or folder names without * and ?, each followed by one \"/\", as",
      "in \"avatars/\"; got ${jsonencode({ for name, variant in var.variants : name => variant.prefix })}.",
    ])
  }

  validation {
    condition = alltrue([for variant in values(var.variants) : variant.width != null || variant.height != null])
    error_message = join(" ", [
      "variants must have a width or a height, or both; there is neither in",
      "${jsonencode([for name, variant in var.variants : name if variant.width == null && variant.height == null])}.",
    ])
  }

  # Here and below: a comparison with null fails, and try then asks whether null it is.
  validation {
    condition = alltrue(flatten([
      for variant in values(var.variants) : [
        for side in [variant.width, variant.height] : try(side >= 1 && side <= 16384 && floor(side) == side, side == null)
      ]
    ]))
    error_message = join(" ", [
      "variants must have a width and height of 1 to 16384 whole pixels; got",
      "${jsonencode({ for name, variant in var.variants : name => [variant.width, variant.height] })}.",
    ])
  }

  validation {
    condition = alltrue([for variant in values(var.variants) : contains(local.recipe.choices.variants.fit, variant.fit)])
    error_message = join(" ", [
      "variants must have a fit that is ${local.said.variants.fit}; got",
      "${jsonencode({ for name, variant in var.variants : name => variant.fit })}.",
    ])
  }

  validation {
    condition = alltrue([for variant in values(var.variants) : contains(local.recipe.choices.variants.gravity, variant.gravity)])
    error_message = join(" ", [
      "variants must have a gravity that is ${local.said.variants.gravity}; got",
      "${jsonencode({ for name, variant in var.variants : name => variant.gravity })}.",
    ])
  }

  validation {
    condition = alltrue([
      for variant in values(var.variants) :
      variant.background == null || can(regex("^#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$", variant.background))
    ])
    error_message = join(" ", [
      "variants must have a background like \"#ffffff\", or with alpha like \"#ffffff80\"; got",
      "${jsonencode({ for name, variant in var.variants : name => variant.background })}.",
    ])
  }

  validation {
    condition = alltrue([for variant in values(var.variants) : contains(local.recipe.choices.variants.format, variant.format)])
    error_message = join(" ", [
      "variants must have a format that is ${local.said.variants.format}; got",
      "${jsonencode({ for name, variant in var.variants : name => variant.format })}.",
    ])
  }

  validation {
    condition = alltrue([
      for variant in values(var.variants) :
      try(variant.quality >= 1 && variant.quality <= 95 && floor(variant.quality) == variant.quality, variant.quality == null)
    ])
    error_message = join(" ", [
      "variants must have a quality of 1 to 95, a whole number; got",
      "${jsonencode({ for name, variant in var.variants : name => variant.quality })}.",
    ])
  }

  validation {
    condition = alltrue([
      for variant in values(var.variants) :
      try(variant.max_bytes >= 1 && variant.max_bytes <= 268435456 && floor(variant.max_bytes) == variant.max_bytes, variant.max_bytes == null)
    ])
    error_message = join(" ", [
      "variants must have a max_bytes of 1 to 268435456 (256 MiB), a whole number; got",
      "${jsonencode({ for name, variant in var.variants : name => variant.max_bytes })}.",
    ])
  }

  validation {
    condition = alltrue([for variant in values(var.variants) : variant.max_bytes == null || contains(local.recipe.with_quality, variant.format)])
    error_message = join(" ", [
      "variants must have no max_bytes with a format that has no quality to lower; leave it out, or use",
      "${join(", ", local.recipe.with_quality)}, for",
      "${jsonencode([for name, variant in var.variants : name if variant.max_bytes != null && !contains(local.recipe.with_quality, variant.format)])}.",
    ])
  }

  validation {
    condition = alltrue([for variant in values(var.variants) : contains(local.recipe.choices.variants.animation, variant.animation)])
    error_message = join(" ", [
      "variants must have an animation that is ${local.said.variants.animation}; got",
      "${jsonencode({ for name, variant in var.variants : name => variant.animation })}.",
    ])
  }

  validation {
    condition = alltrue([for variant in values(var.variants) : variant.animation != "keep" || contains(local.recipe.moving, variant.format)])
    error_message = join(" ", [
      "variants must have the format ${local.said.moving} to keep an animation; change the one or the other for",
      "${jsonencode([for name, variant in var.variants : name if variant.animation == "keep" && !contains(local.recipe.moving, variant.format)])}.",
    ])
  }
}

variable "watermark" {
  description = <<-EOT
    Image or text to place on the thumbnails. If `null`, there is none.
    - `image`: key of an image in the source bucket. The function gets permission to read it.
    - `text`: 1 to 60 characters, drawn in white with a dark outline: Latin (with accents), Greek and
      Cyrillic letters, digits and common signs. Its capital letters are at least 8 pixels high, regardless
      of `scale`. Thumbnails in which it does not fit between the margins have none.
    - `variants`: names of the variants with the watermark. Defaults to all.
    - `gravity`: position: `center`, `north`, `northeast`, `east`, `southeast`, `south`, `southwest`,
      `west`, `northwest`.
    - `margin`: distance from the edges as a fraction of the image's shorter side, 0 to 1. With `contain`,
      the watermark is on the image, not on the padding.
    - `scale`: width as a fraction of the image's width, 0 to 1.
    - `opacity`: 0 (invisible) to 1.
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
    condition = var.watermark == null ? true : !can(regex("[*?$]", var.watermark.image))
    error_message = join(" ", [
      "watermark.image must hold none of *, ? and $: they would let the function's role read more than this one",
      "key. Rename the image; got ${jsonencode(var.watermark)}.",
    ])
  }

  validation {
    condition = var.watermark == null ? true : !can(regex("[\\x{100}-\\x{10FFFF}]", var.watermark.image))
    error_message = join(" ", [
      "watermark.image must hold no letters beyond Latin-1 (U+00FF), which IAM takes in no policy. Rename the",
      "image; got ${jsonencode(var.watermark)}.",
    ])
  }

  validation {
    condition = var.watermark == null ? true : var.watermark.text == null || can(regex("^[ -~¡-¬®-ſȘ-țΆ-ΊΌΎ-ΡΣ-ώЀ-џҐґẞẠ-ỹ–—‘’‚“”„†‡•…‰‹›€№™−]{0,60}$", var.watermark.text))
    error_message = join(" ", [
      "watermark.text must be 1 to 60 characters that the font has: Latin, Greek and Cyrillic letters, digits",
      "and common signs. Use an image for others. Got ${jsonencode(var.watermark)}.",
    ])
  }

  validation {
    condition = var.watermark == null ? true : try(
      alltrue([for name in var.watermark.variants : contains(keys(var.variants), name)]),
      var.watermark.variants == null
    )
    error_message = join(" ", [
      "watermark.variants must be names of variants (${join(", ", keys(var.variants))}); got",
      "${jsonencode(var.watermark)}. Leave it out for all.",
    ])
  }

  validation {
    condition     = var.watermark == null ? true : contains(local.recipe.choices.watermark.gravity, var.watermark.gravity)
    error_message = "watermark.gravity must be ${local.said.watermark.gravity}; got ${jsonencode(var.watermark)}."
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
    Limits for sources. Larger ones are rejected before they are downloaded or decoded.
    - `max_bytes`: size in bytes, 1 to 268435456 (256 MiB).
    - `max_pixels`: width x height, 1 to 178956970; of all frames together if an animation is kept. Decoding
      takes about 4 bytes of memory per pixel.
    - `max_frames`: frames of an animation that is kept, 1 to 1000.
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
    condition = var.limits.max_pixels >= 1 && var.limits.max_pixels <= 178956970 && floor(var.limits.max_pixels) == var.limits.max_pixels
    error_message = join(" ", [
      "limits.max_pixels must be a whole number from 1 to 178956970, more than which Pillow refuses; got",
      "${var.limits.max_pixels}.",
    ])
  }

  validation {
    condition     = var.limits.max_frames >= 1 && var.limits.max_frames <= 1000 && floor(var.limits.max_frames) == var.limits.max_frames
    error_message = "limits.max_frames must be a whole number from 1 to 1000; got ${var.limits.max_frames}."
  }
}
