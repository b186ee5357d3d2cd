/** `npm run docs`: writes the pages that are made from data. Tests compare them, so that they cannot drift. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { priceFileJsonSchema } from '../lib/catalog/prices/price-file';
import { measureJsonSchema } from '../lib/measure/measure-report';
import { questionJsonSchema } from '../lib/planner/question-file';
import { commandPages } from './command-pages';
import { enginesPage } from './engines-page';
import { errorsPage } from './errors-page';
import { objectsOfExamples } from './example-objects';
import { filledPage, markedPages } from './marked-pages';
import { networkPage } from './network-page';
import { withReachTable } from './reach-table';
import { rulesPage } from './rules-page';
import { withScannerTable } from './scanner-table';

fs.writeFileSync(path.join(__dirname, '..', 'docs', 'errors.md'), errorsPage());
fs.writeFileSync(path.join(__dirname, '..', 'docs', 'engines.md'), enginesPage());
fs.writeFileSync(path.join(__dirname, '..', 'docs', 'recommend.schema.json'), `${JSON.stringify(questionJsonSchema(), null, 2)}\n`);
fs.writeFileSync(path.join(__dirname, '..', 'docs', 'prices.schema.json'), `${JSON.stringify(priceFileJsonSchema(), null, 2)}\n`);
fs.writeFileSync(path.join(__dirname, '..', 'docs', 'measure.schema.json'), `${JSON.stringify(measureJsonSchema(), null, 2)}\n`);
const security = path.join(__dirname, '..', 'docs', 'security.md');
fs.writeFileSync(security, withScannerTable(withReachTable(fs.readFileSync(security, 'utf8'))));
fs.writeFileSync(path.join(__dirname, '..', 'docs', 'network.md'), networkPage(objectsOfExamples()));
fs.mkdirSync(path.join(__dirname, '..', 'docs', 'commands'), { recursive: true });
for (const [file, text] of commandPages()) fs.writeFileSync(file, text);
fs.writeFileSync(path.join(__dirname, '..', 'docs', 'rules.md'), rulesPage());
for (const page of markedPages()) fs.writeFileSync(page, filledPage(fs.readFileSync(page, 'utf8')));
