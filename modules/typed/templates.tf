# Where the thumbnails go. The key of each variant is taken apart once, and the rules look at the parts.

locals {
  keys = {
    for name, variant in var.variants : name => replace(
      variant.key != null ? variant.key : local.recipe.keys[variant.format == "same" ? "same" : "others"],
      "{variant}", name,
    )
  }

  # From a key of one of these forms follows exactly one source. (`ending` is null where it does not end with {ext}.)
  folder = "^(?P<folder>(?:[^{}*?/]+/)+)"
  ending = "(?P<ending>[^{}*?/.]*)\\{ext\\}"
  form = {
    same   = "${local.folder}(?:\\{key\\}|\\{dir\\}[^{}*?/]*\\{stem\\}${local.ending})$"
    others = "${local.folder}(?:\\{key\\}|(?:\\{key\\}|\\{dir\\}[^{}*?/]*\\{stem\\}\\{source_ext\\})${local.ending})$"
  }

  # null: the key has none of the forms.
  templates = {
    for name, key in local.keys :
    name => try(merge(
      { format = var.variants[name].format },
      regex(local.form[var.variants[name].format == "same" ? "same" : "others"], key),
    ), null)
  }

  given_keys = { for name, variant in var.variants : name => variant.key if variant.key != null }
}

output "output_prefixes" {
  description = "The folders that the keys of the variants begin with: all that the function may write to."
  value       = distinct(values(local.templates)[*].folder)

  precondition {
    condition = alltrue([for template in values(local.templates) : template != null])
    error_message = join(" ", [
      "variants must have a key of the form \"folder/{key}\" or, with the format \"same\",",
      "\"folder/{dir}...{stem}...{ext}\", with others \"folder/{dir}...{stem}{source_ext}...{ext}\" or",
      "\"folder/{key}...{ext}\": otherwise two sources could have the same thumbnail, or the function's role could",
      "not be narrowed to a folder. What stands in between holds none of { } * ? / and, before {ext}, no dot.",
      "Got",
      "${jsonencode({ for name, key in local.given_keys : name => { format = var.variants[name].format, key = key } })}.",
    ])
  }

  # Below, try() leaves out the keys that the first rule refuses.

  # The folder stands in the policy of the function's role.
  precondition {
    condition = alltrue([for template in values(local.templates) : try(length(regexall("[\\x{100}-\\x{10FFFF}]", template.folder)) == 0, true)])
    error_message = join(" ", [
      "variants must have a key whose fixed folder holds no letters beyond Latin-1 (U+00FF), which IAM takes in",
      "no policy; folders of the uploads ({dir}) may hold any. Got ${jsonencode(local.given_keys)}.",
    ])
  }

  # Thumbnails that land among the uploads would be uploads themselves.
  precondition {
    condition = var.destination != null || alltrue([
      for template in values(local.templates) :
      try(!startswith(template.folder, var.uploads_prefix) && !startswith(var.uploads_prefix, template.folder), true)
    ])
    error_message = join(" ", [
      "variants must write to a folder that is neither in uploads_prefix (\"${var.uploads_prefix}\") nor around",
      "it: thumbnails would be taken for uploads, in an endless loop. Begin the key with another folder than",
      "that one, as in \"small/{key}\"; got",
      "${jsonencode({ for name, variant in var.variants : name => variant.key })}.",
    ])
  }

  # Two variants are kept apart by their folders or, where both keys end with {ext}, by what stands before it, or
  # by {ext} itself if both formats are fixed.
  precondition {
    condition = alltrue(flatten([
      for a, x in local.templates : [
        for b, y in local.templates : try(anytrue([
          a == b,
          !(startswith(x.folder, y.folder) || startswith(y.folder, x.folder)),
          try(!endswith(x.ending, y.ending) && !endswith(y.ending, x.ending) || x.format != "same" && y.format != "same" && x.format != y.format, false),
        ]), true)
      ]
    ]))
    error_message = join(" ", [
      "variants must never write one key twice: give them different prefixes, or endings neither of which ends",
      "with the other, as in \"thumbnails/{dir}{stem}_{variant}{ext}\"; got",
      "${jsonencode({ for name, variant in var.variants : name => variant.key })}.",
    ])
  }
}
