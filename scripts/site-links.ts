/** Links of the site: those to a folder lead to the page of the example or to the repository, and one that leads nowhere ends the build. */
import * as fs from 'node:fs';
import * as path from 'node:path';

const pagesOf = (site: string): string[] =>
  fs.readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));

const ROOT = path.join(__dirname, '..');
const REPOSITORY = 'https://github.com/cdktf-agent-fleet/cdktf-agent-fleet/tree/main/';

/** On GitHub a folder shows its README; TypeDoc looks for it among its media. */
export function folderLinks(site: string): void {
  for (const page of pagesOf(site)) {
    const file = path.join(site, page);
    const text = fs.readFileSync(file, 'utf8');
    const changed = text.replace(/href="(?:[\w./-]*\/)?([\w-]+)\/?"/g, (link, folder: string) => {
      const target = path.join(site, 'documents', `examples_${folder}_README.html`);
      if (fs.existsSync(target)) return `href="${path.relative(path.dirname(file), target)}"`;
      const inRepository = [folder, `examples/${folder}`].find((each) => link.includes('media/') && isFolder(path.join(ROOT, each)));
      return inRepository === undefined ? link : `href="${REPOSITORY}${inRepository}"`;
    });
    if (changed !== text) fs.writeFileSync(file, changed);
  }
}

const isFolder = (file: string) => fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;

/** Links to files that the site does not have. */
export function missingTargets(site: string): string[] {
  return pagesOf(site).flatMap((page) => {
    const text = fs.readFileSync(path.join(site, page), 'utf8');
    const targets = [...text.matchAll(/<a[^>]* href="([^"#?]+)/g)].map(([, target = '']) => target);
    const own = [...new Set(targets)].filter((target) => !/^[a-z]+:/.test(target));
    return own
      .filter((target) => !fs.existsSync(path.join(site, path.dirname(page), decodeURIComponent(target))))
      .map((target) => `${page}: ${target}`);
  });
}

function main([site = 'site']: readonly string[]): void {
  folderLinks(site);
  const missing = missingTargets(site);
  if (missing.length === 0) return;
  console.error(`links that lead nowhere:\n${missing.join('\n')}`);
  process.exitCode = 1;
}

if (require.main === module) main(process.argv.slice(2));
