/** Fills what follows a marker in a page: files of the repository, what the library really prints, and figures. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { renderPlan } from '../lib/report/render-plan';
import { examplePlan, exampleRefusal } from './example-fleets';
import { withFigures } from './page-figures';

const ROOT = path.join(__dirname, '..');
const MARKED_BLOCK = /(<!-- (file|plan|refusal): (\S+) -->\n```\w+\n)[\s\S]*?(```)/g;
const MARKER = /<!-- (?:file|plan|refusal): \S+ -->/g;
const COLUMNS = 100;

const BLOCKS: Readonly<Record<string, (name: string) => string>> = {
  file: (name) => fs.readFileSync(path.join(ROOT, name), 'utf8'),
  plan: (name) => `${renderPlan(examplePlan(name), { colours: false, width: COLUMNS })}\n`,
  refusal: (name) => `${exampleRefusal(name)}\n`,
};

/** @throws Error where a marker has no block right behind it, which would stay empty */
export function filledPage(page: string): string {
  const filled = [...page.matchAll(MARKED_BLOCK)].map(([, head = '']) => head.split('\n')[0]);
  const empty = [...page.matchAll(MARKER)].map(([marker]) => marker).filter((marker) => !filled.includes(marker));
  if (empty.length > 0) throw new Error(`no block follows ${empty.join(', ')}`);
  const blocks = page.replace(
    MARKED_BLOCK,
    (_all, head: string, kind: string, name: string, tail: string) => `${head}${BLOCKS[kind]?.(name) ?? ''}${tail}`,
  );
  return withFigures(blocks);
}

/** The pages that have such markers: README, guides, and the READMEs of the examples. */
export function markedPages(): string[] {
  const inFolder = (folder: string, file: (name: string) => string) =>
    fs.readdirSync(path.join(ROOT, folder)).map((name) => path.join(ROOT, folder, file(name)));
  const candidates = [
    path.join(ROOT, 'README.md'),
    ...inFolder('docs/guides', (name) => name),
    ...inFolder('examples', (name) => path.join(name, 'README.md')),
  ];
  return candidates.filter((page) => fs.existsSync(page));
}
