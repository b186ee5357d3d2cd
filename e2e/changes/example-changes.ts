/** For every example, a change as its owner would make it: some texts of its program become others. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { EXAMPLES, type Example, synthesizeFile } from '../fleets/example';

export interface Edit {
  readonly file: string;
  /** Stands in the file once. */
  readonly from: string;
  readonly to: string;
}

export interface ExampleChange {
  readonly what: string;
  readonly edits: readonly Edit[];
}

const inFleet = (from: string, to: string): Edit => ({ file: 'fleet.ts', from, to });
const inMain = (from: string, to: string): Edit => ({ file: 'main.ts', from, to });

export const EXAMPLE_CHANGES: Readonly<Record<string, ExampleChange>> = {
  'f01-smallest': { what: 'fewer sessions', edits: [inMain('sessions: 50', 'sessions: 40')] },
  'f02-affinity-pool': { what: 'another session header', edits: [inFleet("header: 'x-session-id'", "header: 'x-conversation-id'")] },
  'api-only-role': { what: 'fewer hard cases', edits: [inFleet('hardCases = 0.05', 'hardCases = 0.02')] },
  'f06-parallel-five': {
    what: 'shorter contexts and another image',
    edits: [inFleet('contextTokens: 8_192 }', 'contextTokens: 6_000 }'), inFleet('parallel-five:1.0.0', 'parallel-five:1.1.0')],
  },
  'f07-pipeline-five': { what: 'a role more', edits: [inFleet("'publisher']", "'publisher', 'archivist']")] },
  'f13-reference-fleet': {
    what: 'a higher floor, a larger claim, a longer request',
    edits: [
      inFleet('min: 2, max: 4', 'min: 3, max: 4'),
      inFleet("Weights.claim({ storageClass: 'shared-rwx' })", "Weights.claim({ storageClass: 'shared-rwx', sizeGiB: 60 })"),
      inFleet('outputTokens: 300', 'outputTokens: 250'),
    ],
  },
  'f16-supervisor-trap': {
    what: 'a longer task, a shorter window',
    edits: [inFleet('taskSeconds: 60', 'taskSeconds: 90'), inFleet('limitTokens: 8_192', 'limitTokens: 6_000')],
  },
  'f24-mig-slices': { what: 'fewer sessions', edits: [inFleet('concurrentWorkflows = 28', 'concurrentWorkflows = 24')] },
  'f29-resident-crew': {
    what: 'other shares of the card',
    edits: [
      inFleet('gpuMemoryUtilization: 0.68', 'gpuMemoryUtilization: 0.66'),
      inFleet('gpuMemoryUtilization: 0.22', 'gpuMemoryUtilization: 0.24'),
    ],
  },
  'f30-rag-embeddings': { what: 'longer passages', edits: [inFleet('perRequest: 2, tokens: 300', 'perRequest: 2, tokens: 400')] },
  'f34-orchestrator-and-three': { what: 'another image', edits: [inFleet('team:1.0.0', 'team:1.1.0')] },
  'f36-three-on-a-card': { what: 'fewer workflows', edits: [inFleet('concurrentWorkflows = 5', 'concurrentWorkflows = 4')] },
  'f37-api-cluster': { what: 'fewer sessions', edits: [inFleet('concurrentWorkflows = 1_800', 'concurrentWorkflows = 1_600')] },
  'f26-warm-floor': {
    what: 'a higher ceiling, more conversations',
    edits: [inFleet('max: 6 }', 'max: 5 }'), inFleet('perDay: 20_000', 'perDay: 22_000')],
  },
  'f27-scheduled-burst': { what: 'a lower ceiling of the burst', edits: [inFleet('min: 2, max: 8', 'min: 2, max: 7')] },
  'f40-two-gpus': {
    what: 'fewer cards at the peak, and so another share',
    edits: [inFleet('min: 1, max: 3', 'min: 1, max: 2'), inFleet('sessions = 180', 'sessions = 150')],
  },
  'f28-spot-split': {
    what: 'a third replica on spot nodes',
    edits: [inFleet("nodePool: 'spot', replicas: 2", "nodePool: 'spot', replicas: 3")],
  },
  'f18-eu-sovereign': {
    what: 'another law, another model that takes over',
    edits: [inFleet("'ai-act', 'iso-27001'", "'ai-act', 'iso-42001'"), inFleet("model: 'gpt-4o'", "model: 'gpt-4o-mini'")],
  },
  'bot-on-l40s': {
    what: 'more sessions, another image',
    edits: [inFleet('concurrentWorkflows: 12', 'concurrentWorkflows: 14'), inFleet('bot:2.0.1', 'bot:2.1.0')],
  },
  'own-rds-and-redis': {
    what: 'a third replica of the workers',
    edits: [inFleet('replicas: 2,\n    maxContextTokens: 8_192', 'replicas: 3,\n    maxContextTokens: 8_192')],
  },
  'nightly-batch': { what: 'a higher ceiling', edits: [inFleet('max: 4 }', 'max: 3 }')] },
  'own-model-with-lora': {
    what: 'longer letters',
    edits: [inFleet("adapter: 'letters', contextTokens: 4_000", "adapter: 'letters', contextTokens: 5_000")],
  },
  'shared-pool': {
    what: 'more of the pool of others',
    edits: [inFleet('kvTokens: 400_000, requests: 12', 'kvTokens: 500_000, requests: 16')],
  },
  'eks-private-mirror': { what: 'a higher floor of workers', edits: [inFleet('min: 2, max: 6', 'min: 3, max: 6')] },
  'f03-multi-model': { what: 'one more worker at the ceiling', edits: [inFleet('workerReplicas + 1', 'workerReplicas + 2')] },
  'f19-decoupled-bursty': { what: 'fewer agents at the burst', edits: [inFleet('max: 16', 'max: 12')] },
  'f20-mcp-tiers': {
    what: 'a tool less',
    edits: [inFleet("    new McpServer(stack, 'parse', { cluster, image: image('parse'), port: 8000, keepsSessions: false }),\n", '')],
  },
  'f23-shared-pool': { what: 'shorter contexts', edits: [inFleet('contextTokens: 16_384 }', 'contextTokens: 14_000 }')] },
  'two-agents': { what: 'shorter contexts of the writer', edits: [inFleet('contextTokens: 4_000', 'contextTokens: 3_000')] },
  'f41-complexity-tiers': { what: 'fewer hard cases', edits: [inFleet('expert: 0.05', 'expert: 0.02')] },
  'f42-support-conversations': { what: 'fewer conversations', edits: [inFleet('perDay = 10_000', 'perDay = 8_000')] },
  readme: {
    what: 'a role less, a lower ceiling',
    edits: [
      inMain("'coder', 'reviewer']", "'coder']"),
      inMain('    reviewer: { pool: workers, contextTokens: 4_000 },\n', ''),
      inMain('min: 2, max: 8', 'min: 2, max: 6'),
    ],
  },
  starter: {
    what: 'a role less, a higher ceiling',
    edits: [
      inFleet("workers: ['researcher', 'writer'] }", "workers: ['researcher'] }"),
      inFleet('      writer: { pool: model, contextTokens: 6_000 },\n', ''),
      inFleet('min: 2, max: 4', 'min: 2, max: 6'),
    ],
  },
  'engine-for-each-role': {
    what: 'the old pool moves to the engine by default',
    edits: [
      inFleet("    engine: Engine.textGenerationInference({ image: 'registry.example.com/tgi-nonroot' }),\n", ''),
      inMain(
        "  'AF-ENG-011': 'the old engine runs until its role has moved to another pool: the example shows that the plan says so',\n",
        '',
      ),
    ],
  },
  'meeting-notes': { what: 'a lower ceiling of the tool', edits: [inFleet('min: 1, max: 3', 'min: 1, max: 2')] },
  'on-a-workstation': { what: 'an agent session less', edits: [inFleet('concurrentWorkflows: 4', 'concurrentWorkflows: 3')] },
  'prefill-and-decode': { what: 'a prefill replica less', edits: [inFleet('prefill: { replicas: 4 }', 'prefill: { replicas: 3 }')] },
  'returning-sessions': {
    what: 'a smaller disk and a larger claim for KV blocks',
    edits: [inFleet('kvCacheDiskGiB = 800', 'kvCacheDiskGiB = 400'), inFleet('sizeGiB: 1_000', 'sizeGiB: 1_500')],
  },
  'stages-and-drafts': { what: 'fewer drafted tokens', edits: [inFleet('tokens: 4, shortestMatch', 'tokens: 3, shortestMatch')] },
};

/** Beside the examples, so that what they import is found; git ignores the folder. */
const PLACE = path.join(EXAMPLES, 'cdktf.out', String(process.pid));

/** @throws Error when there is no change for the example, or a text of it does not stand in its file exactly once */
export async function synthesizeChanged(name: string, folder: string): Promise<Example> {
  const copy = path.join(PLACE, name);
  fs.cpSync(path.join(EXAMPLES, name), copy, { recursive: true });
  try {
    for (const { file, from, to } of changeOf(name).edits) {
      const place = path.join(copy, file);
      fs.writeFileSync(place, edited(fs.readFileSync(place, 'utf8'), from, to));
    }
    return await synthesizeFile(name, path.join(copy, 'main.ts'), folder);
  } finally {
    fs.rmSync(PLACE, { recursive: true });
  }
}

export function changeOf(name: string): ExampleChange {
  const change = EXAMPLE_CHANGES[name];
  if (change === undefined) throw new Error(`no change for the example ${name}`);
  return change;
}

export function edited(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${JSON.stringify(from)} stands in the file ${parts.length - 1} times, not once`);
  return parts.join(to);
}
