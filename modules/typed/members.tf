# Terraform drops a member that an object type does not have. So what is given is held against the types here: a
# misspelt member is a problem, and so is one that has no effect.

locals {
  # The members of each kind of object, as `make docs` reads them from the types: of "alarms", of
  # "alarms.thresholds", and of "variants[*]", each of several.
  members = jsondecode(file("${path.module}/members.json"))

  # Without this member, the others have no effect. (`enabled = false` says so, and they may stay.)
  needed = {
    alarms   = "enabled"
    cors     = "allowed_origins"
    delivery = "enabled"
    notices  = "enabled"
  }

  # Every object that is given, and the objects in it, three deep. What is null has no keys and no length, nor
  # has what is no object where there should be one, which the type refuses: try makes nothing of either.
  # No other value is looked at: it may be unknown until the apply.
  level_1 = concat(
    [for name, value in var.given : { kind = name, where = name, object = value } if contains(keys(local.members), name)],
    flatten([
      for name, value in var.given : [
        for key in try(keys(value), []) : { kind = "${name}[*]", where = "${name}[${jsonencode(key)}]", object = value[key] }
      ] if contains(keys(local.members), "${name}[*]")
    ]),
  )
  level_2 = flatten([
    for outer in local.level_1 : [
      for key in try(keys(outer.object), []) : concat(
        [
          for kind in ["${outer.kind}.${key}"] :
          { kind = kind, where = "${outer.where}.${key}", object = outer.object[key] } if contains(keys(local.members), kind)
        ],
        [
          for kind in ["${outer.kind}.${key}[*]"] : [
            for index in try(range(length(outer.object[key])), []) :
            { kind = kind, where = "${outer.where}.${key}[${index}]", object = outer.object[key][index] }
          ] if contains(keys(local.members), kind)
        ],
      )
    ]
  ])
  level_3 = flatten([
    for outer in local.level_2 : [
      for key in try(keys(outer.object), []) : concat(
        [
          for kind in ["${outer.kind}.${key}"] :
          { kind = kind, where = "${outer.where}.${key}", object = outer.object[key] } if contains(keys(local.members), kind)
        ],
        [
          for kind in ["${outer.kind}.${key}[*]"] : [
            for index in try(range(length(outer.object[key])), []) :
            { kind = kind, where = "${outer.where}.${key}[${index}]", object = outer.object[key][index] }
          ] if contains(keys(local.members), kind)
        ],
      )
    ]
  ])
  objects = concat(local.level_1, local.level_2, local.level_3)

  misspelt = flatten([
    for each in local.objects : [
      for member in try(keys(each.object), []) : { kind = each.kind, where = each.where, member = member }
      if !contains(local.members[each.kind], member)
    ]
  ])

  # A word, and what is left of it without one of its letters. Two words have one of these in common if they
  # differ by a letter that is missing, too many or another one, or by two neighbours that are swapped.
  near = {
    for word in distinct(concat(flatten(values(local.members)), local.misspelt[*].member)) : word => concat(
      [lower(word)], [for i in range(length(word)) : lower("${substr(word, 0, i)}${substr(word, i + 1, -1)}")]
    )
  }

  # What is near; else a member of the same name further in; else what is part of the other.
  suggestions = [
    for each in local.misspelt : concat(
      [for known in local.members[each.kind] : known if length(setintersection(local.near[known], local.near[each.member])) > 0],
      [
        for kind, known in local.members : "${trimprefix(kind, "${each.kind}.")}.${each.member}"
        if startswith(kind, "${each.kind}.") && contains(known, each.member)
      ],
      [
        for known in local.members[each.kind] : known
        if length(each.member) > 2 && (strcontains(known, each.member) || strcontains(each.member, known))
      ],
    )
  ]

  problems = concat(
    [
      for i, each in local.misspelt : join(" ", [
        "${each.where} has no member ${jsonencode(each.member)}${length(local.suggestions[i]) > 0 ? "; did you mean ${jsonencode(local.suggestions[i][0])}?" : "."}",
        "Its members are ${join(", ", local.members[each.kind])}.",
      ])
    ],
    [
      for each in local.objects :
      "${each.where} has no effect without ${local.needed[each.kind]}: give ${each.where}.${local.needed[each.kind]}, or leave out ${join(", ", keys(each.object))}."
      if try(length(each.object) > 0 && !contains(keys(each.object), local.needed[each.kind]), false)
    ],
  )
}
