# What the function makes, told in JSON. What has its default is left out: the environment of a
# function holds 4096 bytes. The function knows the same defaults.

locals {
  variant_defaults = {
    prefix      = ""
    fit         = "inside"
    gravity     = "center"
    enlarge     = false
    format      = "same"
    progressive = false
    animation   = "first"
    copyright   = false
  }

  limits_defaults = {
    max_bytes  = 5242880
    max_pixels = 50000000
    max_frames = 100
  }

  watermark_defaults = {
    gravity = "southeast"
    margin  = 0.03
    scale   = 0.25
    opacity = 0.7
  }

  # What has no default is null where it is not given.
  recipe_parts = {
    inputs = toset(var.inputs) == toset(["jpeg", "png"]) ? null : var.inputs
    limits = {
      for member, value in module.typed.limits : member => value if value != local.limits_defaults[member]
    }
    variants = {
      for name, variant in module.typed.variants : name => {
        for member, value in variant : member => value if value != try(local.variant_defaults[member], null)
      }
    }
    watermark = one([
      for watermark in module.typed.watermark[*] : {
        for member, value in watermark : member => value if value != try(local.watermark_defaults[member], null)
      }
    ])
  }

  recipe = jsonencode({ for name, part in local.recipe_parts : name => part if try(length(part) > 0, false) })

  # The fixed folder each key template begins with, all that the function may write to. (Where no key
  # is given, replace fails, and try goes on with the folder of the default.)
  output_prefixes = distinct([
    for name, variant in module.typed.variants :
    try(regex("^[^{]+", replace(variant.key, "{variant}", name)), "thumbnails/")
  ])

  # An empty one counts as none, as it does in the function.
  watermark_key = one(compact(module.typed.watermark[*].image))
}
