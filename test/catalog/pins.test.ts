import { allPins, Engine, Gpu, imageReference, Pins } from '../../lib/catalog';
import { wholeName } from '../../lib/core/kubernetes/image-mirror';
import { parseImage } from '../../lib/core/kubernetes/image-reference';

describe('pins', () => {
  test('have an id, a version, a source and a date each, and every id once', () => {
    const pins = allPins();
    expect(pins).toHaveLength(59);
    expect(new Set(pins.map((pin) => `${pin.kind} ${pin.id}`)).size).toBe(pins.length);
    for (const { version, provenance } of pins) {
      expect(version).toMatch(/^(v?\d|nightly-\d{8}-)/);
      expect(provenance.source).not.toBe('');
      expect(provenance.asOf).toMatch(/^2026-\d{2}$/);
    }
  });

  test.each([
    ['kubePrometheusStack', 'oci://ghcr.io/prometheus-community/charts', 'kube-prometheus-stack', '88.5.3'],
    ['keda', 'https://kedacore.github.io/charts', 'keda', '2.20.2'],
    ['gpuOperator', 'https://helm.ngc.nvidia.com/nvidia', 'gpu-operator', 'v26.7.0'],
    ['externalSecrets', 'https://charts.external-secrets.io', 'external-secrets', '2.9.0'],
    ['cloudnativePg', 'https://cloudnative-pg.github.io/charts', 'cloudnative-pg', '0.29.0'],
    ['valkey', 'https://valkey.io/valkey-helm/', 'valkey', '0.11.0'],
    ['leaderWorkerSet', 'oci://registry.k8s.io/lws/charts', 'lws', '0.10.0'],
  ] as const)('chart %s', (key, repository, chart, version) => {
    expect(Pins.charts[key]).toMatchObject({ kind: 'chart', repository, chart, version });
  });

  test.each([
    ['litellm', 'ghcr.io/berriai/litellm-non_root:v1.108.12'],
    ['valkey', 'docker.io/valkey/valkey:9.1.1'],
    ['postgres', 'ghcr.io/cloudnative-pg/postgresql:18.6-standard-trixie'],
    ['llmDInferenceSim', 'ghcr.io/llm-d/llm-d-inference-sim:v0.10.2'],
  ] as const)('image %s', (key, reference) => {
    expect(imageReference(Pins.images[key])).toBe(reference);
  });

  test('the engine image and the pin of it are one', () => {
    expect(Engine.sglang().imageReference(Gpu.H100_SXM)).toBe(imageReference(Pins.images.sglang));
    expect(Engine.ollama().imageReference(Gpu.H100_SXM)).toBe(imageReference(Pins.images.ollama));
    expect(Engine.textEmbeddingsInference().imageReference(Gpu.A100_80GB_SXM)).toBe(imageReference(Pins.images.textEmbeddingsInference));
    expect(Engine.vllm().imageReference(Gpu.H100_SXM)).toBe(imageReference(Pins.images.vllm));
  });

  test('digests are those of images by whole name and tag, each with its source and date', () => {
    for (const [image, { digest, provenance }] of Object.entries(Pins.digests)) {
      expect(parseImage(image)).toMatchObject({ tag: expect.stringMatching(/\d/) });
      expect(wholeName(image)).toBe(image);
      expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(provenance).toMatchObject({ source: expect.stringMatching(/pin/), asOf: expect.stringMatching(/^2026-\d{2}-\d{2}$/) });
    }
  });

  test('the images that have none are these', () => {
    const without = Object.values(Pins.images).filter((pin) => !Object.hasOwn(Pins.digests, imageReference(pin)));
    expect(new Set(without.map(({ id }) => id))).toEqual(
      new Set([
        'backup-sidecar',
        'litellm',
        'litellm-database',
        'pgbouncer',
        'envoy',
        'otel-collector',
        'vllm-router',
        'vllm-cpu',
        'sglang',
        'text-embeddings-inference',
        'text-generation-inference',
        'pgvector-extension',
        'busybox',
        'llm-d-inference-sim',
        'valkey',
        'redis-exporter',
        'postgres',
        'rabbitmq',
      ]),
    );
  });

  test('every image names its registry, so that a mirror can replace it', () => {
    for (const { name } of Object.values(Pins.images)) expect(name.split('/')[0]).toMatch(/\./);
  });

  test('nothing comes from Bitnami, whose images froze, and nothing from ingress-nginx, which is retired', () => {
    expect(JSON.stringify(allPins())).not.toMatch(/bitnami|ingress-nginx/i);
  });

  test('charts whose definitions Helm never upgrades say so', () => {
    const folder = Object.values(Pins.charts).filter(({ crds }) => crds === 'crds-folder');
    expect(folder.map(({ id }) => id)).toEqual(expect.arrayContaining(['kube-prometheus-stack', 'gpu-operator', 'kuberay-operator']));
  });
});
