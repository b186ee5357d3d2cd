/** `agent-fleet measure`: hours from a Prometheus or a file, as a table or as JSON. */
import * as fs from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { measuredApp } from '../../e2e/measure/measured-app';
import { recordedMonth } from '../../e2e/measure/recorded-day';
import { measureJsonSchema } from '../../lib/measure/measure-report';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { agentFleet, EXIT } from './support';

const app = measuredApp();
app.synth();
const onApp = ['--app-dir', app.outdir];
const folder = temporaryOutdir();
fs.mkdirSync(folder, { recursive: true });
const file = path.join(folder, 'month.json');
fs.writeFileSync(file, JSON.stringify(recordedMonth(new Date('2026-10-01T00:00:00Z'), 720)));

interface Asked {
  readonly path: string | undefined;
  readonly token: string | undefined;
  readonly form: URLSearchParams;
}

/** A server that answers every question alike. */
async function withServer<T>(status: number, body: string, work: (url: string, asked: Asked[]) => Promise<T>): Promise<T> {
  const asked: Asked[] = [];
  const server = http.createServer((request, response) => {
    let form = '';
    request.on('data', (part: Buffer) => {
      form += part.toString();
    });
    request.on('end', () => {
      asked.push({ path: request.url, token: request.headers.authorization, form: new URLSearchParams(form) });
      response
        .writeHead(status, { 'content-type': 'application/json', ...(status === 302 ? { location: 'http://127.0.0.1:1/' } : {}) })
        .end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const END = Date.parse('2026-10-31T00:00:00Z') / 1_000;
const matrix = (pool: string, value: string) =>
  JSON.stringify({
    status: 'success',
    data: { resultType: 'matrix', result: [{ metric: { namespace: 'support', pool }, values: [[END, value]] }] },
  });

test('from a file: plan against measured, what to paste, and proposals with the money', async () => {
  const { code, out, notes } = await agentFleet('measure', '--from', file, ...onApp);
  expect([code, notes]).toEqual([EXIT.ok, '']);
  expect(out).toContain('support/desk  720 hours');
  expect(out).toMatch(/prefix cache hits +62 % +60 %\n/);
  expect(out).toContain('measured: { tokensPerSecond: 200, atConcurrency: 6, days: 30 },');
  expect(out).toContain('planned $7,200.00, measured $7,200.00');
  expect(out).toMatch(/a month less {2}one pool for the roles of desk, triage, with 2 replicas/);
});

test('JSON has the shape that docs/measure.schema.json says', async () => {
  const { code, out } = await agentFleet('measure', 'support', '--from', file, '--json', ...onApp);
  expect(code).toBe(EXIT.ok);
  expect(Object.keys(JSON.parse(out))).toEqual(Object.keys(measureJsonSchema()['properties'] as object));
  const page = fs.readFileSync(path.join(__dirname, '../../docs/measure.schema.json'), 'utf8');
  expect(page).toBe(`${JSON.stringify(measureJsonSchema(), null, 2)}\n`);
});

test('from a Prometheus: one question for each series, hour by hour until the time that was said', async () => {
  await withServer(200, matrix('desk', '7'), async (url, asked) => {
    const { code, out } = await agentFleet(
      'measure',
      '--url',
      `${url}/prometheus/`,
      '--days',
      '2',
      '--until',
      '2026-10-31',
      '--json',
      ...onApp,
    );
    expect(code).toBe(EXIT.ok);
    expect(new Set(asked.map((one) => one.path))).toEqual(new Set(['/prometheus/api/v1/query_range']));
    const [first] = asked;
    expect(Object.fromEntries(first?.form ?? [])).toMatchObject({ start: String(END - 47 * 3_600), end: String(END), step: '3600' });
    expect(new Set(asked.map(({ form }) => form.get('query'))).size).toBe(asked.length);
    expect(JSON.parse(out)).toMatchObject({
      from: '2026-10-29T00:00:00.000Z',
      to: '2026-10-31T00:00:00.000Z',
      pools: [{ name: 'desk', hours: 1 }],
    });
  });
});

test('what was saved is read again, and says the same', async () => {
  const saved = path.join(folder, 'saved.json');
  await withServer(200, matrix('desk', '7'), async (url) => {
    const live = await agentFleet('measure', '--url', url, '--days', '1', '--until', '2026-10-31T00Z', '--save', saved, '--json', ...onApp);
    const again = await agentFleet('measure', '--from', saved, '--json', ...onApp);
    expect([live.code, again.code]).toEqual([EXIT.ok, EXIT.ok]);
    expect(again.out).toBe(live.out);
  });
});

test('a token of the environment is sent, and to no other address', async () => {
  process.env['AGENT_FLEET_PROMETHEUS_TOKEN'] = 's3cret';
  try {
    await withServer(200, matrix('desk', '7'), async (url, asked) => {
      await agentFleet('measure', '--url', url, ...onApp);
      expect(asked[0]?.token).toBe('Bearer s3cret');
    });
    await withServer(302, '', async (url) => {
      const { code, notes } = await agentFleet('measure', '--url', url, ...onApp);
      expect(code).toBe(EXIT.problem);
      expect(notes).not.toContain('s3cret');
    });
  } finally {
    delete process.env['AGENT_FLEET_PROMETHEUS_TOKEN'];
  }
});

test('nothing recorded is said, and no problem', async () => {
  await withServer(200, matrix('other', '7'), async (url) => {
    const { code, out, notes } = await agentFleet('measure', '--url', url, ...onApp);
    expect(code).toBe(EXIT.ok);
    expect(notes).toContain('nothing was recorded');
    expect(out).toContain('support/desk, support/triage');
    expect(out).not.toMatch(/unknown|would be cheaper/);
  });
});

test.each<[string, number, string, RegExp]>([
  ['refuses to answer', 401, 'no', /AGENT_FLEET_PROMETHEUS_TOKEN/],
  ['says what is wrong', 422, '{"status":"error","error":"query processing would load too many samples"}', /too many samples/],
  ['answers a page', 200, '<html></html>', /no JSON/],
  ['answers something else', 200, '{"status":"success","data":{"resultType":"vector","result":[]}}', /resultType/],
])('a Prometheus that %s is a problem', async (_, status, body, said) => {
  await withServer(status, body, async (url) => {
    const { code, out, notes } = await agentFleet('measure', '--url', url, ...onApp);
    expect([code, out]).toEqual([EXIT.problem, '']);
    expect(notes).toContain('AF-SPEC-001');
    expect(notes.replace(/\s+/g, ' ')).toMatch(said);
  });
});

test('a Prometheus that is not there is a problem, with what to type', async () => {
  const { code, notes } = await agentFleet('measure', '--url', 'http://127.0.0.1:1', ...onApp);
  expect(code).toBe(EXIT.problem);
  expect(notes.replace(/\s+/g, ' ')).toContain('kubectl port-forward');
});

const written = (text: string) => {
  const other = path.join(folder, 'other.json');
  fs.writeFileSync(other, text);
  return other;
};

test.each<[string, () => readonly string[]]>([
  ['no source', () => []],
  ['a file that is not there', () => ['--from', '/nowhere.json']],
  ['a file that is no JSON', () => ['--from', written('{')]],
  ['a file of another kind', () => ['--from', written('{"schemaVersion":1,"pools":[]}')]],
  ['a folder in place of a file', () => ['--from', folder]],
])('%s is a problem of the fleet or of a file', async (_, args) => {
  const { code, out, notes } = await agentFleet('measure', ...args(), ...onApp);
  expect([code, out]).toEqual([EXIT.problem, '']);
  expect(notes).toMatch(/AF-SPEC-001|EISDIR/);
});

test.each<[string, readonly string[]]>([
  ['no address', ['--url', 'localhost:9090']],
  ['an address of a file', ['--url', 'file:///etc/passwd']],
  ['a password in the address', ['--url', 'http://me:s3cret@localhost:9090']],
  ['two sources', ['--url', 'http://localhost:9090', '--from', file]],
  ['no days', ['--url', 'http://localhost:9090', '--days', '0']],
  ['half a day', ['--url', 'http://localhost:9090', '--days', '1.5']],
  ['a year', ['--url', 'http://localhost:9090', '--days', '365']],
  ['a day that is none', ['--url', 'http://localhost:9090', '--until', '2026-02-31x']],
  ['a month of thirteen', ['--url', 'http://localhost:9090', '--until', '2026-13-01']],
  ['an export of an export', ['--from', file, '--save', 'x.json']],
])('%s is a wrong command line', async (_, args) => {
  const { code, out, notes } = await agentFleet('measure', ...args, ...onApp);
  expect([code, out]).toEqual([EXIT.usage, '']);
  expect(notes).toMatch(/^error: /);
});
