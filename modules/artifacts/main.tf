locals {
  # A folder makes fileexists fail.
  found = { for name, zip in var.zips : name => try(fileexists(zip.path), false) }

  # What the build wrote about the zip, in the manifest beside it.
  told = {
    for name, zip in var.zips : name => try(jsondecode(file("${dirname(zip.path)}/manifest.json"))[basename(zip.path)], null)
  }

  # What the zips in its directory are for, where they are for another architecture than it must be: a
  # release archive holds one.
  others = {
    for name, zip in var.zips : name => distinct([
      for told in values(try(jsondecode(file("${dirname(zip.path)}/manifest.json")), {})) : told.architecture
      if zip.architecture != null && try(told.architecture != zip.architecture, false)
    ])
  }

  # What each should be, and what of that the manifest contradicts. (The function's zip is for any architecture.)
  expected = {
    for name, zip in var.zips : name => merge(
      { version = var.version_of_module, python = var.python },
      zip.architecture == null ? {} : { architecture = zip.architecture },
    )
  }
  wrong = {
    for name, zip in var.zips : name => [
      for what, value in local.expected[name] : "${what} ${try(local.told[name][what], "unknown")} instead of ${value}"
      if try(local.told[name][what], "") != value
    ]
  }

  # Of each, one at most.
  build = "Build it again with `${var.build_command}` in a clone of the module's repository."
  faults = {
    for name, zip in var.zips : name => concat(
      [
        for fault in [join(" ", concat(
          ["does not exist."],
          [for other in local.others[name] : "The zips beside it are for ${other}: set function.architecture to that, or take the release of ${zip.architecture}."],
          ["Build it with `${var.build_command}` in a clone of the module's repository, or say in artifacts where it is."],
        ))] :
        fault if !local.found[name]
      ],
      [
        for fault in ["is not in the manifest.json beside it, so nobody knows what it was built for. ${local.build}"] :
        fault if local.found[name] && local.told[name] == null && zip.in_manifest
      ],
      [
        for fault in ["was built for something else: ${join(", ", local.wrong[name])}. ${local.build}"] :
        fault if local.found[name] && local.told[name] != null && length(local.wrong[name]) > 0
      ],
      [
        for fault in ["is not the one that the manifest.json beside it tells of: its SHA-256 differs. ${local.build}"] :
        fault if local.found[name] && length(local.wrong[name]) == 0 && try(local.told[name].sha256 != filesha256(zip.path), local.told[name] != null)
      ],
    )
  }
  problems = flatten([
    for name, faults in local.faults : [
      for fault in faults : "The zip of the ${name}, ${jsonencode(var.zips[name].path)}, ${fault}"
    ]
  ])
}

# Everything else waits for it. Its precondition is checked when a plan is made, and again when the plan is applied.
resource "terraform_data" "checked" {
  lifecycle {
    precondition {
      condition     = length(local.problems) == 0
      error_message = join("\n", local.problems)
    }
  }
}
