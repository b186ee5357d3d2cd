/** Chat templates of one's own: mounted, named by their content, and what is none. */

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { ChatTemplate } from '../../lib/inference/chat-template';
import { InferencePool } from '../../lib/inference/inference-pool';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { Cluster } from '../../lib/platform/cluster';
import { templateOf } from '../setup/template-of';
import { temporaryOutdir } from '../setup/temporary-outdir';

const TEXT = '{%- for message in messages %}${HOME} {{ message.content }}\n{%- endfor %}';

interface PodWithTemplate {
  readonly containers: readonly [{ readonly args: readonly string[]; readonly volumeMounts: readonly object[] }];
  readonly volumes: readonly object[];
}

function made(chatTemplate: ChatTemplate | string, more: Partial<InferencePoolProps> = {}) {
  const app = new App({ outdir: temporaryOutdir() });
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const props = { cluster, model: Model.QWEN3_8B, gpu: Gpu.H100_SXM, maxContextTokens: 4_096, chatTemplate, ...more };
  new InferencePool(new TerraformStack(app, 'models'), 'p', props);
  const manifests = templateOf(app, 'models').manifests();
  const map = manifests.find(({ kind }) => kind === 'ConfigMap');
  const deployment = manifests.find(({ kind }) => kind === 'Deployment') as unknown as { spec: { template: { spec: PodWithTemplate } } };
  const pod = deployment.spec.template.spec;
  return { map: map as unknown as { metadata: { name: string }; data: Record<string, string>; immutable: boolean } | undefined, pod };
}

test.each([
  ['vLLM', {}],
  ['SGLang', { engine: Engine.sglang() }],
])('%s reads the template from a ConfigMap that is mounted, byte for byte', (_, more) => {
  const { map, pod } = made(ChatTemplate.inline(TEXT), more);
  expect(map?.data).toEqual({ 'template.jinja': TEXT });
  expect(map?.immutable).toBe(true);
  const { args, volumeMounts } = pod.containers[0];
  expect(args[args.indexOf('--chat-template') + 1]).toBe('/etc/agent-fleet/chat-template/template.jinja');
  expect(volumeMounts).toContainEqual(
    expect.objectContaining({ name: 'chat-template', mountPath: '/etc/agent-fleet/chat-template', readOnly: true }),
  );
  expect(pod.volumes).toContainEqual(
    expect.objectContaining({ name: 'chat-template', configMap: expect.objectContaining({ name: map?.metadata.name }) }),
  );
});

test('another template is another ConfigMap, so that the pods are started anew; the same one is the same', () => {
  const nameOf = (text: string) => made(ChatTemplate.inline(text)).map?.metadata.name;
  expect(nameOf(TEXT)).toBe(nameOf(TEXT));
  expect(nameOf(TEXT)).not.toBe(nameOf(`${TEXT} `));
  expect(nameOf(TEXT)).toMatch(/^p-chat-template-[0-9a-f]+$/);
});

test('a text is handed to the engine as it is, without a ConfigMap', () => {
  const { map, pod } = made('/models/template.jinja');
  expect(map).toBeUndefined();
  expect(pod.containers[0].args).toContain('/models/template.jinja');
});

test('a file beside the program is read', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'template-'));
  const file = path.join(folder, 't.jinja');
  fs.writeFileSync(file, TEXT);
  expect(ChatTemplate.fromFile(file).text).toBe(TEXT);
  fs.rmSync(folder, { recursive: true });
});

test.each([
  ['a file that is not there', () => ChatTemplate.fromFile('./no/such.jinja'), /cannot be read: it does not exist/],
  ['an empty text', () => ChatTemplate.inline(' '), /AF-SPEC-001/],
  ['a text that is too long', () => ChatTemplate.inline('x'.repeat(100_001)), /100,000 characters/],
  [
    'an engine that takes none',
    () => made(ChatTemplate.inline(TEXT), { engine: Engine.textGenerationInference() }),
    /AF-ENG-027[\s\S]*chatTemplate/,
  ],
])('%s is refused', (_, act, message) => {
  expect(act).toThrow(message);
});
