# What the function makes, told in JSON. What has its default is left out: the environment of a
# function holds 4096 bytes.

locals {
  # What the function knows, too: defaults, formats, suffixes. `make docs` generates it.
  known = jsondecode(file("${path.module}/modules/typed/recipe.json"))

  # What has no default is null where it is not given.
  recipe_parts = {
    inputs = toset(var.inputs) == toset(local.known.defaults.inputs) ? null : var.inputs
    limits = {
      for member, value in module.typed.limits : member => value if value != local.known.defaults.limits[member]
    }
    variants = {
      for name, variant in module.typed.variants : name => {
        for member, value in variant : member => value if value != try(local.known.defaults.variants[member], null)
      }
    }
    watermark = one([
      for watermark in module.typed.watermark[*] : {
        for member, value in watermark : member => value if value != try(local.known.defaults.watermark[member], null)
      }
    ])
  }

  recipe = jsonencode({ for name, part in local.recipe_parts : name => part if try(length(part) > 0, false) })

  # By content a picture may be one of `inputs`; by name it is one if it ends like them.
  suffixes = var.suffixes != null ? var.suffixes : flatten([for input in var.inputs : local.known.suffixes[input]])

  # The suffix filters of S3 tell upper from lower case: IMG_1.JPG must arrive, too.
  wired_suffixes = distinct(flatten([for suffix in local.suffixes : [suffix, lower(suffix), upper(suffix)]]))

  # An empty one counts as none, as it does in the function.
  watermark_key = one(compact(module.typed.watermark[*].image))
}
