/** The site shows what the package exports and every page that people read. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { folderLinks, missingTargets } from '../../scripts/site-links';
import { temporaryOutdir } from '../setup/temporary-outdir';

const ROOT = path.join(__dirname, '../..');

interface TypedocOptions {
  readonly entryPoints: readonly string[];
  readonly projectDocuments?: readonly string[];
}

const read = (file: string): TypedocOptions => JSON.parse(fs.readFileSync(path.join(ROOT, file), 'utf8')) as TypedocOptions;
const [api, site] = [read('typedoc.json'), read('typedoc.site.json')];

test('the site has the entry points of the API pages', () => {
  expect(site.entryPoints).toEqual(api.entryPoints);
});

test('every folder of pages is on the site', () => {
  const folders = fs
    .readdirSync(path.join(ROOT, 'docs'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['api', 'images'].includes(entry.name))
    .map(({ name }) => `docs/${name}/*.md`);
  expect(site.projectDocuments).toEqual(expect.arrayContaining(['docs/*.md', 'examples/*/README.md', 'CHANGELOG.md', ...folders]));
});

describe('links of the site', () => {
  const made = () => {
    const folder = temporaryOutdir();
    fs.mkdirSync(path.join(folder, 'documents'));
    const write = (name: string, text: string) => fs.writeFileSync(path.join(folder, name), text);
    write(
      'index.html',
      '<a href="media/f01-smallest">F01</a> <a href="media/examples">all</a> <a href="media/gone">gone</a> <a href="https://example.com/x">out</a> <a href="#here">here</a>',
    );
    write('documents/examples_f01-smallest_README.html', '<a href="../index.html#top">home</a>');
    write('documents/docs_fleets.html', '<a href="../media/f01-smallest/">F01</a>');
    return folder;
  };

  test('to a folder of an example lead to its page', () => {
    const folder = made();
    folderLinks(folder);
    const read = (name: string) => fs.readFileSync(path.join(folder, name), 'utf8');
    expect(read('index.html')).toContain('href="documents/examples_f01-smallest_README.html"');
    expect(read('documents/docs_fleets.html')).toContain('href="examples_f01-smallest_README.html"');
  });

  test('to a folder without a page lead to the repository', () => {
    const folder = made();
    folderLinks(folder);
    const page = fs.readFileSync(path.join(folder, 'index.html'), 'utf8');
    expect(page).toContain('href="https://github.com/cdktf-agent-fleet/cdktf-agent-fleet/tree/main/examples">all');
  });

  test('that lead nowhere are named', () => {
    const folder = made();
    folderLinks(folder);
    expect(missingTargets(folder)).toEqual(['index.html: media/gone']);
  });
});
