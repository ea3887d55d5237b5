// sharp, in Node.js, as its documentation advises: one input, a clone for each rendition.
// One thread, no cache. Answers the jobs that worker.py describes.
//
// Arguments: the directory that holds node_modules, and the settings as JSON
// {"cases": {"thumb": [150], ...}, "jpeg_quality": 80, "png_level": 6}.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [home, settings] = process.argv.slice(2);
const { cases, jpeg_quality, png_level } = JSON.parse(settings);
const sharp = createRequire(`${home}/`)("sharp");

sharp.concurrency(1);
sharp.cache(false);

async function run(sides, data) {
  const png = data[0] === 0x89;
  const source = sharp(data).autoOrient();
  const renditions = [];
  for (const side of sides) {
    const scaled = source.clone().resize(side, side, { fit: "inside", withoutEnlargement: true });
    const encoded = png
      ? scaled.png({ compressionLevel: png_level })
      : scaled.jpeg({ quality: jpeg_quality, optimiseCoding: true });
    renditions.push(await encoded.toBuffer());
  }
  return renditions;
}

function peakRssKb() {
  return Number(/VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]);
}

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  const data = readFileSync(job.path);
  const started = process.hrtime.bigint();
  const renditions = await run(cases[job.case], data);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (job.out) {
    renditions.forEach((rendition, index) => writeFileSync(`${job.out}/${index}`, rendition));
  }
  console.log(JSON.stringify({ seconds, peak_rss_kb: peakRssKb() }));
}
