// Where sharp's attention puts crops. Arguments: the directory that holds node_modules, and the
// shapes as JSON {"square": [300, 300], ...}. Reads paths, one a line; answers for each, one a line,
// with JSON {"square": [left, top], ...}: where the crop begins, as shares of the picture's sides.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [home, settings] = process.argv.slice(2);
const shapes = JSON.parse(settings);
const sharp = createRequire(`${home}/`)("sharp");

for await (const path of createInterface({ input: process.stdin })) {
  const source = await sharp(path).metadata();
  const found = {};
  for (const [name, [width, height]] of Object.entries(shapes)) {
    const scale = Math.max(width / source.width, height / source.height);
    const { info } = await sharp(path)
      .resize({ width, height, fit: "cover", position: "attention" })
      .toBuffer({ resolveWithObject: true });
    found[name] = [
      -(info.cropOffsetLeft ?? 0) / (source.width * scale),
      -(info.cropOffsetTop ?? 0) / (source.height * scale),
    ];
  }
  console.log(JSON.stringify(found));
}
