/** Every page that is packed leads to files that are packed, too; what is not leads to the repository, and exists there. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { asPath } from '../support/repository-link';

const ROOT = path.join(__dirname, '../..');
const { files } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { files: readonly string[] };
const kept = files.filter((entry) => !entry.startsWith('!') && !entry.includes('*'));
const isLeftOut = (file: string) => /__snapshots__/.test(file) || (/\.test\.ts$/.test(file) && !file.startsWith('examples/starter/'));
const isPacked = (file: string) =>
  file === '' || (kept.some((entry) => file === entry || file.startsWith(`${entry}/`)) && !isLeftOut(file));

const pagesIn = (folder: string): string[] =>
  fs
    .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
    .map((file) => path.join(folder, file));
const pages = ['README.md', 'CHANGELOG.md', ...pagesIn('docs'), ...pagesIn('examples')];

const linksOf = (page: string): string[] =>
  [...fs.readFileSync(path.join(ROOT, page), 'utf8').matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)].map(([, link = '']) => link);
const target = (page: string, link: string) => path.normalize(path.join(path.dirname(page), link));

test('there are many pages', () => expect(pages.length).toBeGreaterThan(60));

test.each(['README.md', 'CHANGELOG.md', 'docs', 'examples'])('pages of %s lead to what is packed', (part) => {
  const broken = pages
    .filter((page) => page === part || page.startsWith(`${part}/`))
    .flatMap((page) =>
      linksOf(page)
        .filter((link) => !/^[a-z]+:/.test(link))
        .map((link) => ({ page, to: target(page, link) })),
    )
    .filter(({ to }) => !isPacked(to) || !fs.existsSync(path.join(ROOT, to)));
  expect(broken).toEqual([]);
});

test('links to the repository lead to files', () => {
  const links = pages.flatMap((page) =>
    linksOf(page)
      .filter((link) => asPath(link) !== link)
      .map((link) => asPath(link).slice('../'.length)),
  );
  expect(links.length).toBeGreaterThan(30);
  expect(links.filter((file) => !fs.existsSync(path.join(ROOT, file)))).toEqual([]);
});
