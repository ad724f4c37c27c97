import { readFile } from 'node:fs/promises';
import path from 'node:path';

const sample = path.resolve(import.meta.dirname, '../../playground/sample/hmeq.project.yaml');
const place = /(<!-- sample: [^>]* -->\n)[\s\S]*?(<!-- end of sample -->)/;

/** Puts the sample project's file between its two marks in docs/project-file.md; the rest is written by hand. */
export async function embedSample(before) {
  if (!place.test(before)) throw new Error('docs/project-file.md has lost the marks around its sample.');
  const yaml = (await readFile(sample, 'utf8')).trim();
  return before.replace(place, (_, begin, end) => `${begin}\n\`\`\`yaml\n${yaml}\n\`\`\`\n\n${end}`);
}
