/** The packed library in a project of CDK Terrain, installed by npm as README says: the same Terraform as on cdktf. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledFile, complaints } from './compile';
import { projectFolder, sourceFolder, workFolder } from './pack';

const ROOT = join(__dirname, '../../..');
const FOLDER = join(workFolder(), 'terrain');
const INSTALL_MS = 300_000;

const FLEET = `
import { App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, ObservabilityStack, Topology } from 'cdktf-agent-fleet';

const app = new App({ outdir: process.argv[2] ?? 'cdktf.out' });
const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { gpu: { gpu: Gpu.H100_PCIE, nodes: 1 }, cpu: { nodes: 1 } } });
const stack = new TerraformStack(app, 'assistant');
const pool = new InferencePool(stack, 'model', { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.H100_PCIE, maxContextTokens: 8_192 });
const fleet = new AgentFleet(stack, 'assistant', {
  cluster,
  topology: Topology.flat({ agents: ['assistant'] }),
  concurrentWorkflows: 10,
  roles: { assistant: { pool, contextTokens: 8_000 } },
  runtime: { framework: 'openai-agents', image: 'registry.example.com/assistant:2.0.1' },
});
new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
app.synth();
`;

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** What README tells a team on CDK Terrain to write. */
function project(): object {
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
  const terrain = `npm:cdktn@${devDependencies['cdktn']}`;
  const pinned = (name: string) => ({ [name]: devDependencies[name] });
  return {
    private: true,
    dependencies: {
      cdktf: terrain,
      'cdktf-agent-fleet': `file:${sourceFolder()}`,
      ...pinned('constructs'),
      ...pinned('@cdktf/provider-kubernetes'),
      ...pinned('@cdktf/provider-helm'),
    },
    overrides: { cdktf: terrain },
  };
}

const node = (cwd: string, ...args: string[]) => execFileSync(process.execPath, args, { cwd, encoding: 'utf8' });

beforeAll(() => {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), JSON.stringify(project()));
  execFileSync('npm', ['install', '--install-links', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel', 'error'], {
    cwd: FOLDER,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
}, INSTALL_MS);

test('one copy is installed, and it is CDK Terrain', () => {
  const script =
    "for (const from of ['.', '@cdktf/provider-kubernetes', 'cdktf-agent-fleet']) console.log(require.resolve('cdktf/package.json', { paths: [from === '.' ? process.cwd() : require.resolve(from + '/package.json')] }), require('cdktf/package.json').name);";
  const found = new Set(node(FOLDER, '-e', script).trim().split('\n'));
  expect([...found]).toEqual([`${join(FOLDER, 'node_modules/cdktf/package.json')} cdktn`]);
});

test('a fleet becomes the same Terraform and the same plan', () => {
  expect(complaints({ project: 'plain', kind: 'CommonJS', skipLibCheck: true, source: FLEET })).toEqual([]);
  const program = join(FOLDER, 'program.js');
  writeFileSync(program, readFileSync(compiledFile('plain')));
  node(FOLDER, program, join(FOLDER, 'out'));
  node(projectFolder('plain'), compiledFile('plain'), join(projectFolder('plain'), 'out-cdktf'));
  const [terrain, cdktf] = [join(FOLDER, 'out'), join(projectFolder('plain'), 'out-cdktf')];
  expect(written(terrain, 'fleet.plan.json')).toEqual(written(cdktf, 'fleet.plan.json'));
  expect(written(terrain, 'cdk.tf.json')).toEqual(written(cdktf, 'cdk.tf.json'));
});

/** Without the version of the engine, and without the folder in which the state would lie. */
function written(outdir: string, file: string): unknown {
  const text = readFileSync(join(outdir, 'stacks/assistant', file), 'utf8');
  const json = JSON.parse(text) as { '//'?: unknown; terraform?: { backend?: unknown } };
  delete json['//'];
  delete json.terraform?.backend;
  return json;
}
