/** `npm run docs`: writes the pages that are made from data. A test compares them, so that they cannot drift. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { errorsPage } from './errors-page';

fs.writeFileSync(path.join(__dirname, '..', 'docs', 'errors.md'), errorsPage());
