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

  const HEAD = 'InstanceType,AcceleratorName,AcceleratorCount,Region,Price,SpotPrice';
  const lambda = (...rows: string[]) => {
    const file = newFile().replace('.json', '.csv');
    fs.writeFileSync(file, [HEAD, 'good,L40S,1.0,us-1,1.50,', ...rows, ''].join('\n'));
    return ['prices', 'import', file, '--provider', 'lambda', '--as-of', '2026-11-20'] as const;
  };

  test.each([
    ['half,L40S,0.5,us-1,1.50,', 'L40S of half in us-1: AcceleratorCount is 0.5, no whole number of GPUs'],
    ['none,L40S,,us-1,1.50,', 'L40S of none in us-1: AcceleratorCount is empty, no whole number of GPUs'],
    ['words,L40S,two,us-1,1.50,', 'L40S of words in us-1: AcceleratorCount is two, no whole number of GPUs'],
    ['negative,L40S,1,us-1,-1,', 'L40S of negative in us-1: Price is -1, no number above 0'],
    ['dear,L40S,1,us-1,1.50,$1', 'L40S of dear in us-1: SpotPrice is $1, no number above 0'],
    ['free,L40S,1,us-1,,', 'L40S of free in us-1: Price and SpotPrice are empty'],
    [',H100,some,us-1,1.50,', 'H100 in us-1: AcceleratorCount is some, no whole number of GPUs'],
    ['nowhere,L40S,1,,1.50,', 'L40S of nowhere: Region is empty'],
  ])('says what is wrong with the row %s of a GPU that the catalog has', async (row, fault) => {
    const { code, out, notes } = await agentFleet(...lambda(row));
    expect(code).toBe(EXIT.ok);
    expect(out).toContain('1 × good');
    expect(notes).toBe(`rows with faults: ${fault}`);
  });

  test('says both, tells the first of many faults, and how many more there are', async () => {
    const { notes } = await agentFleet(...lambda('odd,X9000,0.5,us-1,1,', ...Array.from({ length: 7 }, (_, n) => `n${n},L40S,x,us-1,1,`)));
    expect(notes).toContain('no such whole GPU: X9000');
    expect(notes).toContain('of n4 in');
    expect(notes).not.toContain('of n5');
    expect(notes).toContain('; and 2 more');
  });

  test('a list whose rows all have faults is refused by them', async () => {
    const file = newFile().replace('.json', '.csv');
    fs.writeFileSync(file, `${HEAD}\nhalf,L40S,0.5,us-1,1.50,\n`);
    const { code, notes } = await agentFleet('prices', 'import', file, '--provider', 'lambda', '--as-of', '2026-11-20');
    expect(code).toBe(EXIT.problem);
    expect(notes).toContain('AcceleratorCount is 0.5, no whole number of GPUs');
    expect(notes).toContain('mend these rows of the list');
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
