import * as fs from 'node:fs';
import * as path from 'node:path';
import { Gpu, PriceBook } from '../../lib/catalog';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { agentFleet, EXIT } from './support';

const list = (...names: string[]) => path.join(__dirname, '..', 'catalog', 'price-lists', ...names);

const newFile = () => {
  const folder = temporaryOutdir();
  fs.mkdirSync(folder, { recursive: true });
  return path.join(folder, 'prices.json');
};

describe('agent-fleet prices import', () => {
  test('prints a line for each price', async () => {
    const { code, out } = await agentFleet('prices', 'import', list('aws.csv'));
    expect(code).toBe(EXIT.ok);
    expect(out.split('\n')).toEqual([
      'GPU  provider  region     purchase   GPUs of a node  a GPU    as of',
      'l4   AWS       us-east-1  on-demand  1 × g6.xlarge   $0.80/h  2026-07-20',
      'l4   AWS       us-east-1  reserved   1 × g6.xlarge   $0.51/h  2026-07-20',
      '',
    ]);
  });

  test('says what it could not read', async () => {
    const { notes } = await agentFleet('prices', 'import', list('aws.json'));
    expect(notes).toBe('not read, since the catalog has no such whole GPU: g6f.large');
  });

  test('writes a book that PriceBook.fromFile reads, and adds further lists to it', async () => {
    const into = newFile();
    await agentFleet('prices', 'import', list('aws.csv'), '--into', into);
    await agentFleet('prices', 'import', list('azure.json'), '--as-of', '2026-11-20', '--into', into);
    const again = await agentFleet('prices', 'import', list('azure.json'), '--as-of', '2026-11-21', '--into', into);
    expect(again.notes).toContain('prices.json: 5 prices, 3 of them from this list');
    const book = PriceBook.fromFile(into);
    expect(book.priceOf(Gpu.L4, { purchase: 'reserved', region: 'us-east-1' })).toMatchObject({ usdPerGpuHour: 0.507, provider: 'AWS' });
    expect(book.priceOf(Gpu.A100_80GB_PCIE, { purchase: 'spot', region: 'eastus2' })).toMatchObject({ asOf: '2026-11-21' });
    expect(book.priceOf(Gpu.L40)?.usdPerGpuHour).toBe(1);
  });

  test.each(['2026-11-31', '2026-02-30', '2026-13-01', 'today'])('refuses %s, a day that there is not', async (day) => {
    const { code, notes } = await agentFleet('prices', 'import', list('azure.json'), '--as-of', day);
    expect(code).not.toBe(EXIT.ok);
    expect(notes).toContain('--as-of');
  });

  test('leaves a book alone whose rows nobody can read', async () => {
    const into = newFile();
    fs.writeFileSync(into, '{"rows": [{"gpu": "l4"}]}');
    const { code, notes } = await agentFleet('prices', 'import', list('aws.csv'), '--into', into);
    expect(code).toBe(EXIT.problem);
    expect(notes).toContain('rows.0.provider is missing');
    expect(fs.readFileSync(into, 'utf8')).toBe('{"rows": [{"gpu": "l4"}]}');
  });

  test('a file that is not there is a problem', async () => {
    expect((await agentFleet('prices', 'import', '/nowhere/prices.csv')).code).toBe(EXIT.problem);
    expect((await agentFleet('prices', 'import', '/nowhere/prices.json')).code).toBe(EXIT.problem);
  });

  test('a CSV file that breaks off inside a text is a problem', async () => {
    const broken = newFile().replace('.json', '.csv');
    fs.writeFileSync(broken, '"SKU","OfferTermCode"\n"A,"b"c');
    const { code, notes } = await agentFleet('prices', 'import', broken);
    expect(code).toBe(EXIT.problem);
    expect(notes).toContain('is no CSV');
  });
});

describe('agent-fleet recommend --prices', () => {
  const asked = ['recommend', '--model', 'llama-3.1-8b-instruct', '--sessions', '10', '--context', '8000', '--gpu', 'l4'];

  test('takes the prices of the book', async () => {
    const into = newFile();
    const row = { gpu: 'l4', provider: 'our contract', purchase: 'on-demand', usdPerGpuHour: 0.25, asOf: '2026-11-20', source: 'contract' };
    fs.writeFileSync(into, JSON.stringify({ rows: [row] }));
    const { out } = await agentFleet(...asked, '--prices', into, '--json');
    const [answer] = (
      JSON.parse(out) as { answers: { plan: { pools: { replicas: number; gpusPerReplica: number; usdPerHour: number }[] } }[] }
    ).answers;
    const [pool] = answer?.plan.pools ?? [];
    expect(pool?.usdPerHour).toBeCloseTo(0.25 * (pool?.replicas ?? 0) * (pool?.gpusPerReplica ?? 0), 6);
  });

  test('refuses a book that is none', async () => {
    const { code, notes } = await agentFleet(...asked, '--prices', '/nowhere/prices.json');
    expect(code).toBe(EXIT.problem);
    expect(notes).toContain('[AF-SPEC-001]');
  });
});
