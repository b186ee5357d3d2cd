/**
 * cdktf numbers its tokens in the order in which they are made. What is written must not depend on that: another construct in front would otherwise give
 * objects another name, so that they are replaced, or another plan.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  ExternalHost,
  Gpu,
  InferencePool,
  isFleetError,
  LiteLLMRouter,
  McpServer,
  Model,
  SessionStore,
  Topology,
  Weights,
} from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';

const TOKEN_MARK = 'TfToken';

/** @param before tokens that are made and never used @param region variable that the environments read */
function appWith({ before = 0, region = 'region' } = {}): App {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'research');
  for (let index = 0; index < before; index++) new TerraformVariable(new TerraformStack(app, `other-${index}`), 'v', {}).stringValue;
  const variable = (name: string) => new TerraformVariable(stack, name, { type: 'string' }).stringValue;
  const [address, image] = [variable('address'), variable('image')];
  const env = { REGION: variable(region) };
  const cluster = Cluster.fromToken({ name: 'prod', host: address, tokenVariable: 'kube_token' });
  const pool = new InferencePool(stack, 'workers', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.H100_PCIE,
    maxContextTokens: 8_192,
    weights: Weights.claim(),
    extraArgs: ['--otlp-traces-endpoint', address],
    env,
  });
  const sessionStore = SessionStore.fromExisting({ host: address, cidr: '10.0.0.0/24' });
  const tickets = new ExternalHost({ name: 'tickets', host: address });
  const tools = new McpServer(stack, 'tools', { cluster, image, port: 8_000, args: [address], env });
  new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['worker'] }),
    concurrentWorkflows: 2,
    roles: { worker: { pool, contextTokens: 2_000 } },
    runtime: { framework: 'custom', image, args: [address], env },
    router: new LiteLLMRouter(stack, 'router', { cluster, sessionStore }),
    sessionStore,
    services: [tickets, tools],
  });
  return app;
}

function written(app: App): { readonly terraform: string; readonly plan: string } {
  app.synth();
  const read = (file: string) => readFileSync(join(app.outdir, 'stacks/research', file), 'utf8');
  return { terraform: read('cdk.tf.json'), plan: read('fleet.plan.json') };
}

test('tokens that are made before change nothing of a stack, neither a name nor its plan', () => {
  const [alone, behind] = [written(appWith()), written(appWith({ before: 7 }))];
  expect(behind.terraform).toBe(alone.terraform);
  expect(behind.plan).toBe(alone.plan);
});

test('neither Terraform nor a plan shows the number of a token; a finding says "known at apply"', () => {
  const { terraform, plan } = written(appWith());
  expect(terraform).not.toContain(TOKEN_MARK);
  expect(plan).not.toContain(TOKEN_MARK);
  expect(plan).toContain('the host known at apply has no address ranges');
});

test('the Job that downloads weights is another one where its environment reads another variable', () => {
  const jobOf = (region: string) => {
    const jobs = FleetTemplate.synth(appWith({ region }), 'research').manifests();
    return jobs.find(({ kind }) => kind === 'Job')?.metadata.name;
  };
  expect(jobOf('region')).toMatch(/^workers-download-[0-9a-f]{8}$/);
  expect(jobOf('zone')).not.toBe(jobOf('region'));
  expect(jobOf('region')).toBe(jobOf('region'));
});

test.each([
  ['a region', (token: string) => Cluster.fromKubeconfig({ context: 'c', region: token })],
  ['a checkpoint', (token: string) => pool(token, { checkpoint: token })],
  ['a namespace', (token: string) => pool(token, { namespace: token })],
  ['a key of the environment', (token: string) => pool(token, { env: { [token]: 'x' } })],
])('an error about %s does not show the number of a token', (_, build) => {
  const token = new TerraformVariable(new TerraformStack(Testing.app(), 's'), 'v', {}).stringValue;
  const refusal = refusalOf(() => build(token));
  expect(refusal).not.toContain(TOKEN_MARK);
  expect(refusal).toContain('AF-SPEC-005');
});

const pool = (_: string, props: object) =>
  new InferencePool(new TerraformStack(Testing.app(), 'research'), 'workers', {
    cluster: Cluster.fromKubeconfig({ context: 'c' }),
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.H100_PCIE,
    maxContextTokens: 8_192,
    ...props,
  });

/** The message and the problems as data. */
function refusalOf(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    if (isFleetError(error)) return `${error.message} ${JSON.stringify(error.problems)}`;
    throw error;
  }
  throw new Error('nothing was refused');
}
