/** Fleets: who works together, how many at once, on which pools. */
import type { TerraformStack } from 'cdktf';
import { ExternalModel, Flow, type IInferencePool, MessageSchema, Region, SecretRef } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { given, type Mostly, mapped, oneIn, pick, props } from './odd';
import { anyRole, callsOf, type PoolAtHand, roleProps } from './role';
import { anyRuntime, onQueue, runtimeProps } from './runtime';
import { anyTopology, rolesFor, topologyOf } from './topology';

const anyMessages = (mostly: Mostly) =>
  fc
    .tuple(
      fc.record({
        schemas: mostly(pick({ task: TASK }, { task: TASK, done: TASK })),
        signingKey: pick(SecretRef.existing('messages', 'key')),
      }),
      props(mostly, 2, { maxBytes: pick(1_024, 65_536), payloads: pick('inline', 'references') }),
    )
    .map(([needed, others]) => ({ ...needed, ...others }));

export const anyAgents = (mostly: Mostly) =>
  fc.record({
    name: oneIn(10, mostly(pick('renamed'))),
    topology: anyTopology(mostly),
    roles: fc.array(anyRole(mostly), { minLength: 1, maxLength: 4 }),
    workflows: mostly(pick(1, 2, 5)),
    peak: oneIn(4, mostly(pick(5, 8))),
    /** Roles are known by their conversations, and not by workflows. */
    byConversations: pick(false, false, false, false, true),
    deadline: oneIn(8, props(mostly, 2, { latency: pick('background', 'chat'), budgetMs: pick(60_000, 300_000), hopMs: pick(0, 20) })),
    deadlineFlow: pick(false, true),
    budget: oneIn(20, mostly(pick({ usdPerHour: 1_000_000 }, { usdPerHour: 1_000_000, usdPerMonth: 900_000_000 }))),
    messages: oneIn(8, anyMessages(mostly)),
    maxTokensPerWorkflow: oneIn(10, mostly(pick(1_000_000, 50_000_000))),
    compliance: oneIn(10, mostly(pick(['gdpr'], ['ai-act', 'iso-27001']))),
    /** The last role is answered by an external model. */
    apiRole: oneIn(
      8,
      props(mostly, 2, {
        instances: pick(1, 2),
        executesCode: pick(false),
        embeddingCalls: pick<unknown>(
          { perRequest: 1, tokens: 200 },
          { perMinute: 1, texts: 2, tokens: 200 },
          { perRequest: 1, tokens: 200 },
        ),
        rerankCalls: pick<unknown>({ perMinute: 1, texts: 10, tokens: 200 }, { perRequest: 1, tokens: 200 }),
        request: pick({ outputTokens: 100 }, { inputTokens: 300, cachedTokens: 50, outputTokens: 100, perMinute: 1 }),
      }),
    ),
    dataResidency: oneIn(80, mostly(pick(Region.EU))),
    runtime: anyRuntime(mostly),
    parts: fc.record({
      embeddings: pick(false, false, true),
      reranker: pick(false, false, true),
      router: pick(false, true),
      services: pick(false, true),
      /** Roles may ask for pools that the fleet does not have. */
      strayCalls: fc.integer({ min: 0, max: 29 }).map((drawn) => drawn === 0),
    }),
  });

export type AnyAgents = ReturnType<typeof anyAgents> extends fc.Arbitrary<infer T> ? T : never;

/** What the fleets of a stack share. */
export interface SharedParts {
  readonly stack: TerraformStack;
  readonly pools: readonly PoolAtHand[];
  readonly embedder: IInferencePool | undefined;
  readonly reranker: IInferencePool | undefined;
  readonly router: unknown;
  readonly sessionStore: unknown;
  readonly stateStore: unknown;
  readonly services: readonly unknown[];
  /** Queue that the agents work on, with how many pods. */
  readonly work?: object | undefined;
}

/** Names of the roles of the first fleet of a stack, and of the second: aliases of one router are told apart. */
const ROLES = [
  ['planner', 'researcher', 'coder', 'reviewer'],
  ['editor', 'translator', 'critic', 'archivist'],
] as const;

export const roleNames = (fleet: AnyAgents, index: number): readonly string[] =>
  rolesFor(fleet.topology, (ROLES[index] ?? ROLES[0]).slice(0, fleet.roles.length));

/** What the agents of a fleet are called. */
export const agentsName = ({ name, runtime }: AnyAgents, stack: number, index: number): string =>
  runtime.name ?? `${name === 'renamed' ? `renamed-${index}` : `crew-${stack}-${index}`}-agents`;

const TASK = MessageSchema.of({ type: 'object', properties: { 'the task': { type: 'string', const: '${a} "b"' } } });
const API_MODEL = ExternalModel.openAi({
  model: 'small-1',
  key: SecretRef.existing('provider', 'key'),
  maxContextTokens: 128_000,
  costPerMillionTokens: { input: 0.4, output: 1.6, asOf: '2026-11-01' },
  cidrs: ['203.0.113.0/24'],
});

const workingRuntime = (runtime: Record<string, unknown>, work: object | undefined) =>
  work === undefined ? runtime : given({ ...onQueue(runtime), ...work });

/** A role asks for embeddings and rankings where its fleet has pools for them. */
function withCalls(role: object, { embeddings, reranker, strayCalls }: AnyAgents['parts']): object {
  const { embeddingCalls, rerankCalls, ...rest } = role as { embeddingCalls?: unknown; rerankCalls?: unknown };
  return given({
    ...rest,
    embeddingCalls: embeddings || strayCalls ? embeddingCalls : undefined,
    rerankCalls: reranker || strayCalls ? rerankCalls : undefined,
  });
}

function askedByMinute(role: AnyAgents['apiRole']): object {
  if (role === undefined) return {};
  const known = typeof role.request === 'object' && 'perMinute' in role.request;
  return given({ ...role, embeddingCalls: callsOf(role.embeddingCalls, known), rerankCalls: callsOf(role.rerankCalls, known) });
}

export function fleetProps(fleet: AnyAgents, index: number, shared: SharedParts): Record<string, unknown> {
  const names = roleNames(fleet, index);
  const { byConversations, parts } = fleet;
  const roles = names.map((name, at) => {
    const role = withCalls(roleProps(fleet.roles[at] as AnyAgents['roles'][number], shared.pools, byConversations), parts);
    // Whoever waits for the whole workflow says what every role of it answers.
    return [name, fleet.deadline === undefined ? role : { ...role, request: fleet.roles[at]?.request }] as const;
  });
  const flow = fleet.deadlineFlow ? { flow: Flow.sequence(...names.map((name) => Flow.role(name))) } : {};
  const answered = fleet.apiRole !== undefined && !byConversations && roles.length > 1 ? roles.pop() : undefined;
  return given({
    name: fleet.name === 'renamed' ? `renamed-${index}` : fleet.name,
    topology: topologyOf(fleet.topology, names),
    concurrentWorkflows: byConversations ? undefined : fleet.workflows,
    peakWorkflows: byConversations ? undefined : fleet.peak,
    workflowLatency: mapped(fleet.deadline, (deadline) => ({ ...deadline, ...flow })),
    roles: Object.fromEntries(roles),
    apiRoles: mapped(answered, ([name]) => ({
      [name]: withCalls({ model: API_MODEL, contextTokens: 2_000, ...askedByMinute(fleet.apiRole) }, parts),
    })),
    runtime: workingRuntime(runtimeProps(fleet.runtime, shared.stack), shared.work),
    embeddings: parts.embeddings ? shared.embedder : undefined,
    reranker: parts.reranker ? shared.reranker : undefined,
    router: parts.router ? shared.router : undefined,
    dataResidency: fleet.dataResidency,
    budget: fleet.budget,
    maxTokensPerWorkflow: fleet.maxTokensPerWorkflow,
    compliance: fleet.compliance,
    messages: fleet.messages,
    sessionStore: shared.sessionStore,
    stateStore: shared.stateStore,
    services: parts.services && shared.services.length > 0 ? shared.services : undefined,
  });
}
