/** Fleets as teams write them: each fits, its pods accept its nodes, and what is there already is used and not made. */
import { botOnL40s } from '../../examples/bot-on-l40s/fleet';
import { engineForEachRole } from '../../examples/engine-for-each-role/fleet';
import { meetingNotes } from '../../examples/meeting-notes/fleet';
import { nightlyBatch } from '../../examples/nightly-batch/fleet';
import { onAWorkstation } from '../../examples/on-a-workstation/fleet';
import { ownModelWithLora } from '../../examples/own-model-with-lora/fleet';
import { besideRdsAndRedis } from '../../examples/own-rds-and-redis/fleet';
import { sharedPool } from '../../examples/shared-pool/fleet';
import { App } from '../../lib/terraform/engine';
import { FleetTemplate } from '../../lib/testing';
import { temporaryOutdir } from '../setup/temporary-outdir';

interface PodSpec {
  readonly tolerations?: readonly { readonly key: string; readonly operator: string; readonly value?: string; readonly effect?: string }[];
  readonly affinity?: unknown;
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

function appOf(build: (app: App) => unknown): (stack: string) => FleetTemplate {
  const app = new App({ outdir: temporaryOutdir() });
  build(app);
  const templates = new Map<string, FleetTemplate>();
  return (stack) => {
    const known = templates.get(stack) ?? FleetTemplate.synth(app, stack);
    templates.set(stack, known);
    return known;
  };
}

const named = (template: FleetTemplate, kind: string, name: string) => {
  const found = template.manifests().find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
};
const podOf = (template: FleetTemplate, name: string): PodSpec =>
  (named(template, 'Deployment', name)['spec'] as { template: { spec: PodSpec } }).template.spec;
const textOf = (value: unknown) => JSON.stringify(value);
const verdicts = (template: FleetTemplate) => template.plan().pools.map(({ name, verdict }) => `${name} ${verdict}`);

describe('bot-on-l40s', () => {
  const bot = appOf(botOnL40s)('bot');

  test('fits, and survives the loss of a node', () => {
    expect(verdicts(bot)).toEqual(['bot-model fits']);
    expect(bot.plan().pools[0]).toMatchObject({ survivesReplicaLoss: true, replicas: { min: 2, max: 2 } });
  });
  test('its pods tolerate the taint of its nodes, and select their label', () => {
    const pod = podOf(bot, 'bot-model');
    expect(pod.tolerations).toContainEqual(expect.objectContaining({ key: 'example.com/gpu' }));
    expect(textOf(pod)).toContain('example.com/rack');
    expect(textOf(podOf(bot, 'bot-agents').tolerations ?? [])).not.toContain('example.com/gpu');
  });
});

describe('own-rds-and-redis', () => {
  const stacks = appOf(besideRdsAndRedis);
  const research = stacks('research');

  test('fits', () => expect(verdicts(research)).toEqual(['planner fits', 'workers fits']));
  test('makes no store, and gives the agents the addresses that Terraform knows', () => {
    const kinds = new Set(research.manifests().map(({ kind }) => kind));
    expect([...kinds].filter((kind) => ['StatefulSet', 'Cluster'].includes(kind))).toEqual([]);
    const agents = textOf(named(research, 'Deployment', 'research-agents'));
    expect(agents).toContain('terraform_data.database.output');
    expect(agents).toContain('terraform_data.cache.output');
  });
  test('opens the way to their subnets', () => {
    const ranges = research
      .manifests()
      .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith('research-agents'));
    expect(textOf(ranges)).toContain('10.40.0.0/20');
  });
  test('its monitors and rules are those that Prometheus selects', () => {
    const found = research.manifests().filter(({ kind }) => ['PodMonitor', 'PrometheusRule'].includes(kind));
    expect(found.length).toBeGreaterThan(3);
    for (const { metadata } of found) expect(metadata.labels).toMatchObject({ release: 'kube-prometheus-stack' });
    expect(
      stacks('platform')
        .plan()
        .findings.filter(({ code }) => code === 'AF-PLT-011'),
    ).toEqual([]);
  });
});

describe('nightly-batch', () => {
  const archive = appOf(nightlyBatch)('archive');

  test('needs no GPU while there is nothing to read', () => {
    const [readers] = archive.plan().pools;
    expect(readers).toMatchObject({ name: 'readers', replicas: { min: 0, max: 4 }, sleep: { wakesOn: expect.any(Array) } });
    expect(readers?.autoscaledNodes).toEqual([expect.objectContaining({ nodePool: 'l4', minNodes: 0, maxNodes: 4 })]);
  });
  test('its pods accept spot nodes of GKE', () => {
    const pod = textOf(podOf(archive, 'readers'));
    expect(pod).toContain('cloud.google.com/gke-accelerator');
    expect(pod).toContain('nvidia.com/gpu');
  });
  test('KEDA starts pool and workers by the queue', () => {
    const scaled = archive.manifests().filter(({ kind }) => kind === 'ScaledObject' || kind === 'ScaledJob');
    expect(scaled.map(({ metadata }) => metadata.name).sort()).toEqual(expect.arrayContaining(['archive-agents', 'readers']));
  });
});

describe('own-model-with-lora', () => {
  const claims = appOf(ownModelWithLora)('claims');

  test('is sized by its config.json, adapters included', () => {
    const [pool] = claims.plan().pools;
    expect(pool).toMatchObject({ verdict: 'fits', model: { id: 'acme/claims-8b' } });
    expect(pool?.engineOptions.adapters?.map(({ name }) => name)).toEqual(['letters', 'fraud']);
  });
  test('leads each role to its adapter', () => {
    const config = textOf(named(claims, 'ConfigMap', 'claims-router'));
    for (const adapter of ['letters', 'fraud']) expect(config).toContain(`hosted_vllm/${adapter}`);
  });
});

describe('shared-pool', () => {
  const stacks = appOf(sharedPool);

  test('the demands of both fleets add up on the one pool', () => {
    const [chat] = stacks('models').plan().pools;
    expect(chat?.demand.map(({ fleet, sessions }) => [fleet, sessions]).sort()).toEqual([
      ['legal', 8],
      ['support', 10],
    ]);
    for (const name of ['support', 'legal']) expect(stacks(name).plan().pools).toEqual([]);
  });
  test('one is behind the router of the company, and none is made for it', () => {
    const made = stacks('support')
      .manifests()
      .map(({ metadata }) => metadata.name);
    expect(made.filter((name) => /router/.test(name))).toEqual([]);
    expect(textOf(stacks('support').manifests())).toContain('support-qwen3-8b');
  });
  test('the other leads long documents to the pool of others, and to an API when it fails', () => {
    const config = (named(stacks('legal'), 'ConfigMap', 'legal-router') as unknown as { data: Record<string, string> }).data['config.yaml'];
    expect(config).toContain('http://documents.ml-platform.svc.cluster.local:8000/v1');
    expect(config).toContain('anthropic/claude-sonnet-4-5');
    expect(stacks('legal').plan().existingPools).toEqual([expect.objectContaining({ name: 'documents', verdict: 'fits' })]);
  });
  test('the pool lets in both routers and the app that was named, and nothing is made in the namespaces of others', () => {
    const policies = stacks('models')
      .manifests()
      .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith('chat-from'));
    for (const namespace of ['ai-platform', 'legal', 'legacy-search'])
      expect(textOf(policies)).toContain(`"kubernetes.io/metadata.name":"${namespace}"`);
    const everything = ['models', 'support', 'legal'].flatMap((stack) => [...stacks(stack).manifests()]);
    expect(everything.filter(({ metadata }) => ['ai-platform', 'ml-platform', 'legacy-search'].includes(metadata.namespace ?? ''))).toEqual(
      [],
    );
  });
});

describe('engine-for-each-role', () => {
  const hotline = appOf(engineForEachRole)('hotline');
  const programOf = (name: string) => (podOf(hotline, name) as unknown as { containers: [{ name: string; image: string }] }).containers[0];

  test('fits, each pool on its engine', () => {
    expect(verdicts(hotline)).toEqual(['clerks fits', 'voice fits', 'writers fits', 'old fits', 'embedder fits']);
    expect(['clerks', 'voice', 'old', 'embedder'].map((name) => programOf(name).name)).toEqual(['sglang', 'tensorrt-llm', 'tgi', 'tei']);
  });
  test('only engines with metrics are scraped and scaled', () => {
    const monitors = hotline.manifests().filter(({ kind }) => kind === 'PodMonitor');
    const scraped = monitors.map(({ metadata }) => metadata.name).filter((name) => /clerks|voice|writers|old|embedder/.test(name));
    expect(scraped.sort()).toEqual(['clerks', 'embedder', 'old', 'writers']);
  });
  test('the engine whose makers have stopped is said, and nothing is refused', () => {
    const { findings } = hotline.plan();
    expect(findings.filter(({ code }) => code === 'AF-ENG-011').map(({ path }) => path)).toEqual(['hotline/old']);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('meeting-notes', () => {
  const minutes = appOf(meetingNotes)('minutes');
  const plan = minutes.plan();

  test('the transcriber is paid beside the pool, and its floor is within the budget that is watched', () => {
    expect(verdicts(minutes)).toEqual(['writers fits']);
    expect(plan.gpuServices).toEqual([
      expect.objectContaining({ name: 'transcriber', replicas: { min: 1, max: 3 }, costPerHour: { floor: 0.44, ceiling: 1.32 } }),
    ]);
    expect(plan.costPerHour).toMatchObject({ floor: 1.88, ceiling: 2.76, unpriced: [] });
    expect(plan.economics?.tiers.map(({ gpu, pools }) => [gpu, pools])).toEqual(expect.arrayContaining([['l4', ['transcriber']]]));
    expect(plan.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
  test('only the server of recordings reaches it', () => {
    const policies = minutes
      .manifests()
      .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith('transcriber'));
    expect(policies.map(({ metadata }) => metadata.name).sort()).toEqual([
      'transcriber-from-minutes-recordings',
      'transcriber-from-monitoring-8000',
      'transcriber-to-internet-443',
    ]);
  });
  test('it scales by recordings that wait, and is watched with the fleet behind the server', () => {
    const [scaled] = minutes.manifests().filter(({ kind, metadata }) => kind === 'ScaledObject' && metadata.name === 'transcriber');
    expect(textOf(scaled)).toContain('sum(whisper_requests_waiting{');
    const rules = textOf(minutes.manifests().find(({ kind }) => kind === 'PrometheusRule'));
    for (const alert of ['Down', 'QueueLong', 'Slow', 'Silent', 'Idle']) expect(rules).toContain(`AgentFleetGpuService${alert}`);
    expect(rules).toContain('agent_fleet:cost_usd_per_hour:sum{namespace=\\"minutes\\",gpu_service=\\"transcriber\\"}');
  });
});

describe('on-a-workstation', () => {
  const draft = appOf(onAWorkstation)('draft');

  test('fits on one card, for development alone', () => {
    expect(verdicts(draft)).toEqual(['draft-model fits']);
    expect(draft.plan().findings.find(({ code }) => code === 'AF-ENG-003')).toMatchObject({ severity: 'info' });
  });
  test('serves the file of the claim with a slot for each planned session', () => {
    expect(textOf(podOf(draft, 'draft-model'))).toContain('"llama3.1:8b-instruct-q4_K_M","4"');
  });
});
