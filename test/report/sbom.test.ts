/** A bill of materials of what a fleet downloads: complete, valid for CycloneDX, the same each time, and honest about what is not pinned. */

import { euSovereign } from '../../examples/f18-eu-sovereign/fleet';
import { sbom, unpinned } from '../../lib/report/sbom';
import { App } from '../../lib/terraform/engine';
import { agentFleet, EXIT } from '../cli/support';
import { temporaryOutdir } from '../setup/temporary-outdir';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const pool = (huggingFaceId: string, others: object = {}, adapters: readonly string[] = []) =>
  ({
    path: `research/${huggingFaceId}`,
    model: { id: 'm', huggingFaceId, servedName: 'm', ...others },
    engineOptions: { speculative: null, adapters: adapters.map((source) => ({ name: 'a', source, rank: 8 })) },
  }) as never;

const MATERIALS = {
  stacks: ['research', 'platform'],
  images: [
    { image: 'mirror.internal/litellm:1.0', source: 'ghcr.io/berriai/litellm:1.0', usedBy: ['research/router'] },
    { image: `ghcr.io/acme/agents@${DIGEST}`, source: `ghcr.io/acme/agents@${DIGEST}`, usedBy: ['research/agents'] },
    { image: 'known at apply', source: 'known at apply', usedBy: ['research/crew'] },
  ],
  charts: [{ chart: 'keda', version: '2.18.0', source: 'https://kedacore.github.io/charts', repository: null, usedBy: 'platform/keda' }],
  pools: [
    pool('Qwen/Qwen3-8B'),
    pool('Qwen/Qwen3-8B'),
    pool('meta/base', { checkpoint: 'acme/tuned' }, ['acme/adapter', '/models/adapter']),
  ],
};

interface Component {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly properties: readonly { readonly name: string; readonly value: string }[];
}

const read = (text: string) => JSON.parse(text) as { bomFormat: string; specVersion: string; components: readonly Component[] };
const bom = read(sbom(MATERIALS, '1.2.3'));
const named = (name: string) => bom.components.find((one) => one.name === name) as Component;

test('images, charts and weights stand in it, each once', () => {
  expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
  expect(bom.components.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
    'application keda',
    'container ghcr.io/acme/agents',
    'container ghcr.io/berriai/litellm',
    'container known at apply',
    'machine-learning-model /models/adapter',
    'machine-learning-model Qwen/Qwen3-8B',
    'machine-learning-model acme/adapter',
    'machine-learning-model acme/tuned',
  ]);
});

test('says whose materials they are, and what listed them', () => {
  expect(JSON.parse(sbom(MATERIALS, '1.2.3'))).toMatchObject({
    metadata: {
      component: { type: 'application', name: 'research, platform' },
      tools: { components: [{ name: 'cdktf-agent-fleet', version: '1.2.3' }] },
    },
  });
});

test('what is known is written as scanners read it, and what is not says so', () => {
  expect(named('ghcr.io/acme/agents')).toMatchObject({
    hashes: [{ alg: 'SHA-256', content: DIGEST.replace('sha256:', '') }],
    purl: `pkg:oci/agents@${encodeURIComponent(DIGEST)}?repository_url=ghcr.io%2Facme%2Fagents`,
  });
  expect(named('ghcr.io/berriai/litellm')).toMatchObject({
    version: '1.0',
    purl: 'pkg:oci/litellm?repository_url=ghcr.io%2Fberriai%2Flitellm&tag=1.0',
  });
  expect(named('ghcr.io/berriai/litellm').hashes).toBeUndefined();
  expect(named('ghcr.io/berriai/litellm').properties).toContainEqual({
    name: 'agent-fleet:pulledAs',
    value: 'mirror.internal/litellm:1.0',
  });
  expect(named('Qwen/Qwen3-8B')).toMatchObject({ version: 'unknown', purl: 'pkg:huggingface/Qwen/Qwen3-8B' });
  expect(named('/models/adapter').purl).toBeUndefined();
});

test('it is the same each time, and names what is not pinned', () => {
  expect(sbom(MATERIALS, '1.2.3')).toBe(sbom({ ...MATERIALS, images: [...MATERIALS.images].reverse() }, '1.2.3'));
  expect(unpinned(MATERIALS)).toEqual({
    images: ['ghcr.io/berriai/litellm:1.0', 'known at apply'],
    weights: ['/models/adapter', 'Qwen/Qwen3-8B', 'acme/adapter', 'acme/tuned'],
  });
});

describe('agent-fleet images --sbom', () => {
  const outdir = temporaryOutdir();
  const app = new App({ outdir });
  euSovereign(app);
  app.synth();

  test('prints the document, and beside it what is not pinned', async () => {
    const { code, out, notes } = await agentFleet('images', '--app-dir', outdir, '--sbom');
    expect(code).toBe(EXIT.ok);
    const names = read(out).components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['registry.example.com/sovereign', 'meta-llama/Llama-3.1-8B-Instruct']));
    expect(notes).toContain('registry.example.com/sovereign:1.0.0');
    expect(notes).toContain('no revision of model weights is pinned');
  });

  test('is one form of two', async () => {
    const { code, out, notes } = await agentFleet('images', '--app-dir', outdir, '--sbom', '--json');
    expect(code).toBe(EXIT.usage);
    expect(out).toBe('');
    expect(notes).toMatch(/--sbom.*--json|--json.*--sbom/);
  });
});
