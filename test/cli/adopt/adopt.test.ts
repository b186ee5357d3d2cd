import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Command } from 'commander';
import { conflictsIn, ownedElsewhere } from '../../../lib/cli/adopt/conflicts';
import { importBlock } from '../../../lib/cli/adopt/import-blocks';
import { IMPORTS_FILE, registerAdopt } from '../../../lib/cli/adopt-command';

const FAILED_APPLY = `
kubernetes_service_v1.planner_service_A1: Creating...
╷
│ Error: services "planner" already exists
│ 
│   with kubernetes_service_v1.planner_service_A1,
│   on cdk.tf.json line 10, in resource.kubernetes_service_v1.planner_service_A1:
│   10:       },
│ 
╵
╷
│ Error: cannot re-use a name that is still in use
│ 
│   with helm_release.custom-objects_B2,
│   on cdk.tf.json line 20
╵
╷
│ Error: Failed to create deployment: quota exceeded
│ 
│   with kubernetes_deployment_v1.planner_deployment_C3,
╵
`;

const STACK = {
  resource: {
    kubernetes_service_v1: { planner_service_A1: { metadata: { name: 'planner', namespace: 'research' } } },
    kubernetes_namespace_v1: { ns_D4: { metadata: { name: 'research' } } },
    helm_release: { 'custom-objects_B2': { name: 'research-objects', namespace: 'research' } },
    kubernetes_config_map_v1: { late_E5: { metadata: { name: '${local.name}', namespace: 'research' } } },
  },
};

describe('conflicts in the output of a failed apply', () => {
  test('only what exists already is named, not what failed for another reason', () => {
    expect(conflictsIn(FAILED_APPLY)).toEqual(['kubernetes_service_v1.planner_service_A1', 'helm_release.custom-objects_B2']);
  });

  test('an apply that succeeded names nothing', () => {
    expect(conflictsIn('Apply complete! Resources: 3 added, 0 changed, 0 destroyed.')).toEqual([]);
  });

  test('colours do no harm', () => {
    const esc = String.fromCharCode(27);
    expect(conflictsIn(FAILED_APPLY.replaceAll('Error: ', `${esc}[31mError: ${esc}[0m`))).toHaveLength(2);
  });
});

describe('objects that another release left behind', () => {
  const failed = (owner: string) => `
╷
│ Error: Unable to continue with install: Cluster "state" in namespace "research" exists and cannot be imported into the current release: invalid ownership metadata; ${owner}
│ 
│   with helm_release.custom-objects-research_A4,
╵
`;
  const state = { kind: 'Cluster', namespace: 'research', name: 'state', release: 'crew-objects' };

  test.each([
    [
      'of another release',
      'annotation validation error: key "meta.helm.sh/release-name" must equal "crew-objects": current value is "research-objects"',
    ],
    [
      'of none',
      'label validation error: missing key "app.kubernetes.io/managed-by": must be set to "Helm"; annotation validation error: missing key "meta.helm.sh/release-name": must be set to "crew-objects"; annotation validation error: missing key "meta.helm.sh/release-namespace": must be set to "research"',
    ],
  ])('%s', (_, owner) => {
    expect(ownedElsewhere(failed(owner))).toEqual([state]);
    expect(ownedElsewhere(failed(owner) + failed(owner))).toEqual([state]);
    expect(conflictsIn(failed(owner))).toEqual([]);
  });

  test('an apply that failed for another reason names none', () => {
    expect(ownedElsewhere(FAILED_APPLY)).toEqual([]);
  });
});

describe('import blocks', () => {
  test.each([
    ['kubernetes_service_v1.planner_service_A1', 'research/planner'],
    ['kubernetes_namespace_v1.ns_D4', 'research'],
    ['helm_release.custom-objects_B2', 'research/research-objects'],
  ])('%s is imported as %s', (to, id) => {
    expect(importBlock(STACK, to)).toEqual({ to, id });
  });

  test('a resource of another stack is refused by name', () => {
    expect(() => importBlock(STACK, 'kubernetes_service_v1.other')).toThrow(/no resource kubernetes_service_v1\.other/);
  });

  test('a name that is known only at apply is refused', () => {
    expect(() => importBlock(STACK, 'kubernetes_config_map_v1.late_E5')).toThrow(/known only at apply/);
  });
});

describe('agent-fleet adopt', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'adopt-'));
  const file = path.join(folder, 'stacks', 'research', IMPORTS_FILE);
  const printed: string[] = [];
  const terminal = {
    out: (text: string) => void printed.push(text),
    note: (text: string) => void printed.push(text),
    colours: false,
    width: 100,
  };

  async function adopt(log: string): Promise<void> {
    fs.writeFileSync(path.join(folder, 'apply.log'), log);
    const program = new Command().exitOverride();
    registerAdopt(program, terminal);
    await program.parseAsync(['adopt', 'research', '--app-dir', folder, '--log', path.join(folder, 'apply.log')], { from: 'user' });
  }

  beforeAll(() => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(path.join(path.dirname(file), 'cdk.tf.json'), JSON.stringify(STACK));
    const stacks = { research: { name: 'research', synthesizedStackPath: 'stacks/research/cdk.tf.json' } };
    fs.writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ stacks }));
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  test('an output without conflicts writes nothing', async () => {
    await adopt('Apply complete!');
    expect(fs.existsSync(file)).toBe(false);
    expect(printed.join('\n')).toContain('nothing to adopt');
  });

  test('a database that another stack left behind is named with the line that hands it over', async () => {
    await adopt(
      'Error: Unable to continue with install: Cluster "state" in namespace "research" exists and cannot be imported into the current release: invalid ownership metadata; annotation validation error: key "meta.helm.sh/release-name" must equal "crew-objects": current value is "research-objects"',
    );
    expect(printed.at(-1)).toContain(
      'kubectl annotate clusters.postgresql.cnpg.io state -n research --overwrite meta.helm.sh/release-name=crew-objects meta.helm.sh/release-namespace=research',
    );
    expect(fs.existsSync(file)).toBe(false);
  });

  test('a second failure adds to the blocks of the first', async () => {
    await adopt(FAILED_APPLY);
    await adopt(FAILED_APPLY.replaceAll('kubernetes_service_v1.planner_service_A1', 'kubernetes_namespace_v1.ns_D4'));
    const { import: blocks } = JSON.parse(fs.readFileSync(file, 'utf8')) as { import: { id: string }[] };
    expect(blocks.map(({ id }) => id)).toEqual(['research/planner', 'research/research-objects', 'research']);
  });
});

test.each([
  ['with ', 'with a.'],
  ['Error: ', 'Error: x already exists '],
  ['white space', ' \t'],
  ['frames', '\u2577\n'],
  ['escape sequences', '\u001b['],
])('a log of 200,000 characters of %s is read at once', (_, part) => {
  const started = performance.now();
  expect(conflictsIn(part.repeat(200_000 / part.length))).toEqual([]);
  expect(performance.now() - started).toBeLessThan(1_500);
});
