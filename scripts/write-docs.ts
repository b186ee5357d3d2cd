/** `npm run docs`: writes the pages that are made from data. Tests compare them, so that they cannot drift. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { errorsPage } from './errors-page';
import { readmePage } from './readme-page';

const root = path.join(__dirname, '..');
const readme = path.join(root, 'README.md');

fs.writeFileSync(path.join(root, 'docs', 'errors.md'), errorsPage());
fs.writeFileSync(readme, readmePage(fs.readFileSync(readme, 'utf8')));
