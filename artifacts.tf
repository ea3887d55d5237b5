# The zips of ./build.sh: where they are, whether they fit, and the layers that are made of them.

locals {
  function_zip = module.typed.artifacts.function_s3 == null ? coalesce(module.typed.artifacts.function_zip, "${path.module}/dist/thumbnailer.zip") : null

  # Pillow cannot read HEIC. What can is under another licence, and goes in only where it is asked for.
  needs_heif_layer = contains(var.inputs, "heic")

  # The layers to create, by what their names end with.
  layers = {
    for name, layer in {
      pillow = {
        needed  = true
        content = "Pillow"
        zip_of  = "layer"
        zip     = module.typed.artifacts.layer_zip
        in_s3   = module.typed.artifacts.layer_s3
      }
      heif = {
        needed  = local.needs_heif_layer
        content = "pillow-heif"
        zip_of  = "HEIC layer"
        zip     = module.typed.artifacts.heif_layer_zip
        in_s3   = module.typed.artifacts.heif_layer_s3
      }
    } : name => layer if layer.needed && module.typed.artifacts.create_layer
  }
  layer_zips = {
    for name, layer in local.layers :
    name => layer.in_s3 == null ? coalesce(layer.zip, "${path.module}/dist/${name}-layer-${module.typed.function.architecture}.zip") : null
  }

  layer_arn = module.typed.artifacts.create_layer ? aws_lambda_layer_version.this["pillow"].arn : module.typed.artifacts.layer_arn
  heif_layer_arn = !local.needs_heif_layer ? null : (
    module.typed.artifacts.create_layer ? aws_lambda_layer_version.this["heif"].arn : module.typed.artifacts.heif_layer_arn
  )
  layer_arns = concat([local.layer_arn], contains(keys(local.layers), "heif") ? [local.heif_layer_arn] : compact([local.heif_layer_arn]))

  # The zips that are files here. Those in dist/ are of ./build.sh, and so in its manifest.
  zips = merge(
    {
      for path in local.function_zip[*] : "function" => {
        path         = path
        architecture = null
        in_manifest  = module.typed.artifacts.function_zip == null
      }
    },
    {
      for name, layer in local.layers : layer.zip_of => {
        path         = local.layer_zips[name]
        architecture = module.typed.function.architecture
        in_manifest  = layer.zip == null
      } if layer.in_s3 == null
    },
  )

  # One command for all that is missing.
  build_command = join(" ", concat(
    ["./build.sh", "--arch", module.typed.function.architecture, "--python", trimprefix(module.typed.function.runtime, "python")],
    local.needs_heif_layer ? ["--heif"] : [],
  ))
}

module "artifacts" {
  source = "./modules/artifacts"

  zips              = local.zips
  python            = trimprefix(module.typed.function.runtime, "python")
  version_of_module = regex("__version__ = \"([^\"]+)\"", file("${path.module}/src/thumbnailer/__init__.py"))[0]
  build_command     = local.build_command
}

resource "aws_lambda_layer_version" "this" {
  for_each = local.layers

  layer_name               = "${var.name}-${each.key}"
  description              = "${each.value.content} for ${module.typed.function.runtime} on ${module.typed.function.architecture}."
  filename                 = local.layer_zips[each.key]
  s3_bucket                = one(each.value.in_s3[*].bucket)
  s3_key                   = one(each.value.in_s3[*].key)
  s3_object_version        = one(each.value.in_s3[*].version)
  compatible_architectures = [module.typed.function.architecture]
  compatible_runtimes      = [module.typed.function.runtime]

  # Guarded, so that `validate` and `destroy` work where the zip was never built. An object in S3 is
  # told apart by its version.
  source_code_hash = try(filebase64sha256(local.layer_zips[each.key]), null)

  # A layer version never changes, a new one replaces it: the function moves on to the new version
  # before the old one goes.
  lifecycle {
    create_before_destroy = true
  }

  depends_on = [module.artifacts]
}
