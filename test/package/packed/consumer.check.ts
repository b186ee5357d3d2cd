/** Programs of users, compiled against the packed types, strictly, with and without a look into declaration files. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledFile, complaints, type Kind } from './compile';
import { projectFolder } from './pack';

const FLEET = `
import { App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, type InferencePoolProps, Model, Topology } from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import * as capacity from 'cdktf-agent-fleet/capacity';

const app = new App({ outdir: process.argv[2] ?? 'cdktf.out' });
const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { gpu: { gpu: Gpu.H100_PCIE, nodes: 1 }, cpu: { nodes: 1 } } });
const stack = new TerraformStack(app, 'assistant');
const props: InferencePoolProps = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.H100_PCIE, maxContextTokens: 8_192 };
const pool = new InferencePool(stack, 'model', props);
new AgentFleet(stack, 'assistant', {
  cluster,
  topology: Topology.flat({ agents: ['assistant'] }),
  concurrentWorkflows: 10,
  roles: { assistant: { pool, contextTokens: 8_000 } },
  runtime: { framework: 'openai-agents', image: 'registry.example.com/assistant:2.0.1' },
});
const floor: number | null = FleetTemplate.synth(app, 'assistant').plan().costPerHour.floor;
console.log(floor, typeof capacity.sizeReplica);
`;

const WRONG = `
import { Model } from 'cdktf-agent-fleet';
import { sizeReplica } from 'cdktf-agent-fleet/capacity';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
Model.NO_SUCH_MODEL;
sizeReplica('text');
FleetTemplate.synth('text', 'stack');
`;

const CHECKS: readonly { readonly kind: Kind; readonly skipLibCheck: boolean }[] = [
  { kind: 'CommonJS', skipLibCheck: true },
  { kind: 'CommonJS', skipLibCheck: false },
  { kind: 'Node16', skipLibCheck: false },
  { kind: 'Bundler', skipLibCheck: true },
];

test.each(CHECKS)('a $kind project without a test runner compiles a fleet, skipLibCheck $skipLibCheck', ({ kind, skipLibCheck }) => {
  expect(complaints({ project: 'plain', kind, skipLibCheck, source: FLEET })).toEqual([]);
});

test.each(['CommonJS', 'Node16', 'Bundler'] as const)('a %s project is told where it is wrong: the types are there', (kind) => {
  const found = complaints({ project: 'plain', kind, skipLibCheck: true, source: WRONG });
  expect(found.map((line) => line.replace(/^.*: (TS\d+) .*$/s, '$1'))).toEqual(['TS2339', 'TS2345', 'TS2345']);
});

test('the compiled fleet runs and writes Terraform, its plan and the chart of its custom resources', () => {
  const outdir = join(projectFolder('plain'), 'out');
  expect(complaints({ project: 'plain', kind: 'CommonJS', skipLibCheck: true, source: FLEET })).toEqual([]);
  const output = execFileSync(process.execPath, [compiledFile('plain'), outdir], { cwd: projectFolder('plain'), encoding: 'utf8' });
  expect(output).toMatch(/^\d+(\.\d+)? function\n$/);
  const stack = join(outdir, 'stacks/assistant');
  expect(JSON.parse(readFileSync(join(stack, 'fleet.plan.json'), 'utf8'))).toHaveProperty('pools.0.name', 'model');
  const { resource } = JSON.parse(readFileSync(join(stack, 'cdk.tf.json'), 'utf8')) as { resource: Record<string, object> };
  const [release] = Object.values(resource['helm_release'] ?? {}) as { chart: string }[];
  const chart = release?.chart.replace('${path.module}/', '') ?? '';
  expect(readFileSync(join(stack, chart, 'Chart.yaml'), 'utf8')).toContain('fleet-objects');
});

describe('the matcher', () => {
  const TEMPLATE =
    "import { FleetTemplate, registerFleetMatchers } from 'cdktf-agent-fleet/testing';\ndeclare const template: FleetTemplate;\n";

  test.each(CHECKS)('is typed on the global expect of @types/jest: $kind, skipLibCheck $skipLibCheck', ({ kind, skipLibCheck }) => {
    const source = `${TEMPLATE}expect(template).toMatchFleetSnapshot('hint');\nregisterFleetMatchers(expect);`;
    expect(complaints({ project: 'jest', kind, skipLibCheck, source, types: ['node', 'jest'] })).toEqual([]);
  });

  test.each(CHECKS)('is typed on the expect of @jest/globals: $kind, skipLibCheck $skipLibCheck', ({ kind, skipLibCheck }) => {
    const source = `import { expect } from '@jest/globals';\n${TEMPLATE}expect(template).toMatchFleetSnapshot('hint');\nregisterFleetMatchers(expect);`;
    expect(complaints({ project: 'jest', kind, skipLibCheck, source })).toEqual([]);
  });

  test('takes no other argument than a hint', () => {
    const source = `${TEMPLATE}expect(template).toMatchFleetSnapshot(1);`;
    expect(complaints({ project: 'jest', kind: 'CommonJS', skipLibCheck: true, source, types: ['node', 'jest'] })).toHaveLength(1);
  });
});
