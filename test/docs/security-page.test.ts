/** docs/security.md: its table is computed from what is emitted, its links lead to files, and a compromised pod is held by the emitted policies. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { objectsOfExample, type Reach, reachOf, withReachTable } from '../../scripts/reach-table';
import { withScannerTable } from '../../scripts/scanner-table';
import { asPath } from '../support/repository-link';

const DOCS = path.join(__dirname, '..', '..', 'docs');
const page = fs.readFileSync(path.join(DOCS, 'security.md'), 'utf8');
const objects = objectsOfExample();
const rows = reachOf(objects);
const row = (name: string): Reach => {
  const found = rows.find(({ pod }) => pod === name);
  if (found === undefined) throw new Error(`no pod ${name}`);
  return found;
};

test('the table is that of the emitted objects', () => {
  expect(withReachTable(page)).toBe(page);
  for (const { pod } of rows) expect(page).toContain(`| ${pod} |`);
});

test('what scanners say is that of the explanations which their drill reads', () => {
  expect(withScannerTable(page)).toBe(page);
  expect(page).toContain('| no CPU limit | checkov: CKV_K8S_11; kube-score: container-resources; Trivy: KSV-0011 |');
});

test('every link leads to a file, and every guarantee names what shows it', () => {
  const links = [...page.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, to = '']) => asPath(to));
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter((to) => !fs.existsSync(path.join(DOCS, to)))).toEqual([]);
  const guarantees = page.split('## What is guaranteed')[1]?.split('## A compromised pod')[0] ?? '';
  const unshown = guarantees
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (guarantee|the table)/.test(line) && !line.includes(']('));
  expect(unshown).toEqual([]);
});

test('the agents hold their own key and no other, and nothing that leads out', () => {
  const { reaches, reads, spends } = row('sovereign-agents');
  expect(reads).not.toContain('Secret router-master-key');
  expect(reads).not.toContain('Secret azure');
  expect(reaches).not.toEqual(expect.arrayContaining([expect.stringMatching(/any |\d\//)]));
  expect(reaches).not.toContain('model:8000');
  expect(spends).toContain('ledger, records, code');
});

test('pods that see prompts have no way out, and the pod with a way to the hub sees none', () => {
  expect(row('model').reaches).toEqual([]);
  expect(row('model').reads).not.toContain('Secret hub');
  expect(row('model-download')).toMatchObject({ reaches: ['any public address:443'], spends: 'nothing' });
  expect(rows.filter(({ reaches }) => reaches.includes('any public address:443')).map(({ pod }) => pod)).toEqual(['model-download']);
});

test('the master key is read by the router alone', () => {
  expect(rows.filter(({ reads }) => reads.includes('Secret router-master-key')).map(({ pod }) => pod)).toEqual(['router']);
});

test('a policy that opens more is seen in the table', () => {
  const opened = objects.map((object) =>
    object.kind === 'NetworkPolicy' && object.metadata.name === 'tracing-to-203-0-113-0-24-443'
      ? {
          ...object,
          spec: {
            ...(object as unknown as { spec: object }).spec,
            egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 443 }] }],
          },
        }
      : object,
  );
  expect(reachOf(opened as typeof objects).find(({ pod }) => pod === 'tracing')?.reaches).toEqual(['any public address:443']);
});
