/** `npm run docs`: writes the pages that are made from data. Tests compare them, so that they cannot drift. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { errorsPage } from './errors-page';
import { readmePage } from './readme-page';

const root = path.join(__dirname, '..');
const guides = path.join(root, 'docs', 'guides');
const pages = [path.join(root, 'README.md'), ...fs.readdirSync(guides).map((name) => path.join(guides, name))];

fs.writeFileSync(path.join(root, 'docs', 'errors.md'), errorsPage());
for (const page of pages) fs.writeFileSync(page, readmePage(fs.readFileSync(page, 'utf8')));
