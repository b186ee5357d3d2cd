/** Wrong specs of governance: rules, residency, keys, guardrails, images and namespaces. Each is refused with a code, the prop as it was written, what is allowed and something to type. */
import { App, TerraformStack } from 'cdktf';
import {
  AgentRuntime,
  acknowledge,
  applyPack,
  Cluster,
  ExternalHost,
  Guardrail,
  InferencePool,
  InternalService,
  LiteLLMRouter,
  McpServer,
  Model,
  Namespace,
  PolicyPack,
  PolicyRule,
  StateStore,
  ToolSandbox,
  Tracing,
} from 'cdktf-agent-fleet';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { expectRefused } from '../support/expect-refused';

type Make = (stack: TerraformStack, props: object) => unknown;
type Row = readonly [what: string, make: Make, props: object, prop: string];

const plain = Cluster.fromKubeconfig({ context: 'prod-eu' });
const image = 'registry.example.com/agents:1.0.0';

const cluster: Make = (_stack, props) => Cluster.fromKubeconfig({ context: 'prod-eu', ...props } as never);
const accepted: Make = (stack, props) =>
  acknowledge(stack, { rule: 'AF-OBS-006', reason: 'traces are kept elsewhere', owner: 'platform team', ...props } as never);
const rule: Make = (_stack, props) =>
  new PolicyRule({
    id: 'small-cards',
    code: 'ACME-001',
    title: 'A card is too large.',
    why: 'Large cards are bought by the year.',
    fix: 'Take a smaller one.',
    severity: 'warning',
    appliesTo: 'pools',
    check: () => 'pass',
    ...props,
  } as never);
const pack: Make = (_stack, props) => new PolicyPack({ id: 'acme', title: 'Ours', rules: ['AF-OBS-006'], ...props } as never);
const applied: Make = (stack, props) => applyPack(stack, (props as { pack: never }).pack);
const filter: Make = (_stack, props) => Guardrail.contentFilter(props as never);
const scope: Make = (_stack, props) => Guardrail.toolScope(props as never);
const own: Make = (_stack, props) =>
  Guardrail.own({ service: new InternalService({ name: 'guard', namespace: 'guards', port: 80 }), ...props } as never);
const router: Make = (stack, props) => new LiteLLMRouter(stack, 'router', { cluster: plain, ...props } as never);
const sandbox: Make = (stack, props) =>
  new ToolSandbox(stack, 'python', { cluster: plain, image, port: 8080, runtimeClass: 'gvisor', ...props } as never);
const runtime: Make = (stack, props) =>
  new AgentRuntime(stack, 'agents', { cluster: plain, framework: 'custom', image, ...props } as never);
const pool: Make = (stack, props) =>
  new InferencePool(stack, 'planner', { cluster: plain, model: Model.QWEN3_8B, maxContextTokens: 8_192, ...props } as never);
const database: Make = (stack, props) => new StateStore(stack, 'state', { cluster: plain, ...props } as never);
const server: Make = (stack, props) => new McpServer(stack, 'search', { cluster: plain, image, port: 8000, ...props } as never);
const host: Make = (_stack, props) => new ExternalHost({ name: 'crm', host: 'crm.example.com', ...props } as never);
const traces: Make = (stack, props) =>
  Tracing.otlp(stack, 'tracing', { cluster: plain, to: new ExternalHost({ name: 'otlp', host: 'otlp.example.com' }), ...props } as never);
const namespace: Make = (_stack, props) => Namespace.existing((props as { name: never }).name);

const DIGEST = `sha256:${'a'.repeat(64)}`;

const ROWS: readonly Row[] = [
  ['a residency in a word', cluster, { dataResidency: 'EU' }, 'dataResidency'],
  ['a region without a name', cluster, { region: '' }, 'region'],
  ['a law that nobody knows', cluster, { compliance: ['ccpa'] }, 'compliance.0'],
  ['laws that are one text', cluster, { compliance: 'gdpr' }, 'compliance'],
  ['a tenancy that nobody knows', cluster, { tenancy: 'mine' }, 'tenancy'],
  ['an environment that is none', cluster, { environment: 'prod' }, 'environment'],
  ['a digest that is a tag', cluster, { imageDigests: { [image]: 'latest' } }, `imageDigests.${image}`],
  ['a digest of no image', cluster, { imageDigests: { 'not an image': DIGEST } }, 'imageDigests'],
  ['signatures by another engine', cluster, { imageSignatures: { policies: 'notary' } }, 'imageSignatures.policies'],
  ['a mesh that is not written for', cluster, { mesh: 'linkerd' }, 'mesh'],
  ['a quota in a word', cluster, { namespaceQuota: 'yes' }, 'namespaceQuota'],
  ['policies that do nothing', cluster, { admissionPolicies: { action: 'ignore' } }, 'admissionPolicies.action'],
  ['an API server without a range', cluster, { apiServerCidrs: ['10.0.0.1/40'] }, 'apiServerCidrs.0'],
  ['hosts by name through another plugin', cluster, { namedEgress: { policies: 'weave' } }, 'namedEgress.policies'],
  ['a proxy without an address', cluster, { proxy: {} }, 'proxy.https'],
  ['an acknowledgement without a reason', accepted, { reason: undefined }, 'reason'],
  ['a reason of one word', accepted, { reason: 'ok' }, 'reason'],
  ['a reason with a key in it', accepted, { reason: 'asked with sk-proj-Ab3dEf6hIj9kLmN0pQrStUvWx' }, 'reason'],
  ['an owner with a password in it', accepted, { owner: 'postgres://admin:hunter22@db' }, 'owner'],
  ['a title with a key in it', rule, { title: 'Ask with Bearer abcdef1234567890.' }, 'title'],
  ['a name of a cluster with a password in it', cluster, { name: 'https://root:hunter22@eu' }, 'name'],
  ['nobody as owner', accepted, { owner: '' }, 'owner'],
  ['a date that no calendar has', accepted, { expires: '2027-02-30' }, 'expires'],
  ['a rule by its id', accepted, { rule: 'fleet-traced' }, 'rule'],
  ['a rule with a code of the library', rule, { code: 'AF-CAP-001' }, 'code'],
  ['a rule on what there is not', rule, { appliesTo: 'queues' }, 'appliesTo'],
  ['a check that is no function', rule, { check: 'pass' }, 'check'],
  ['a severity that is none', rule, { severity: 'fatal' }, 'severity'],
  ['a pack without rules', pack, { rules: [] }, 'rules'],
  ['a pack of a rule that does not exist', pack, { rules: ['AF-OBS-606'] }, 'rules.0'],
  ['a pack called as one of the library', pack, { id: 'security' }, 'id'],
  ['a pack that is not known', applied, { pack: 'productionChecklst' }, 'pack'],
  ['a filter for nothing', filter, {}, 'mask'],
  ['a pattern that nobody knows', filter, { mask: ['phone'] }, 'mask.0'],
  ['a side that is none', filter, { mask: ['email'], on: 'left' }, 'on'],
  ['a scope without tools', scope, { allow: [] }, 'allow'],
  ['a tool without a name', scope, { allow: [''] }, 'allow.0'],
  ['a guardrail at a text', own, { service: 'http://guard' }, 'service'],
  ['an answer to silence that is none', own, { unanswered: 'maybe' }, 'unanswered'],
  ['guardrails in a word', router, { guardrails: 'strict' }, 'guardrails'],
  ['a key for a model without a name', router, { clientKeys: { batch: { models: [''] } } }, 'clientKeys.batch.models.0'],
  [
    'a key with a budget below zero',
    router,
    { clientKeys: { batch: { models: ['planner'], budget: { usd: -1 } } } },
    'clientKeys.batch.budget.usd',
  ],
  ['a sandbox without a kernel of its own', sandbox, { runtimeClass: undefined }, 'runtimeClass'],
  ['a sandbox with a secret', sandbox, { env: { KEY: { secret: 'x' } } }, 'env.KEY'],
  ['agents that run as root', runtime, { runAsUser: 0 }, 'runAsUser'],
  ['a revision that is a branch', pool, { revisions: { 'Qwen/Qwen3-8B': 'main' } }, 'revisions.Qwen/Qwen3-8B'],
  ['a database that trusts anybody', database, { sslMode: 'disable' }, 'sslMode'],
  ['a server that anybody calls', server, { callers: ['*'] }, 'callers.0'],
  ['a host with its scheme', host, { host: 'https://crm.example.com' }, 'host'],
  ['traces that keep no prompt, in words', traces, { prompts: 'no' }, 'prompts'],
  ['a namespace in capitals', namespace, { name: 'Team' }, 'name'],
];

test('there are at least forty', () => expect(ROWS.length).toBeGreaterThanOrEqual(40));

test.each(ROWS)('%s is refused', (_what, make, props, prop) => {
  const stack = new TerraformStack(new App({ outdir: temporaryOutdir() }), 'research');
  expectRefused(() => make(stack, props), prop);
});
