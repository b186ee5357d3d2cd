/** docs/engines.md is what the library answers, and each cell is written out here once more, by hand. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { cellOf, ENGINES, FEATURES } from '../../scripts/engine-features';
import { enginesPage } from '../../scripts/engines-page';
import { asPath } from '../support/repository-link';

const root = path.join(__dirname, '../..');
const page = fs.readFileSync(path.join(root, 'docs/engines.md'), 'utf8');

/** `+` served, `-` refused, `?` uncertain: vLLM, SGLang, Text Embeddings Inference, Ollama, TGI, TensorRT-LLM, Ray Serve LLM. */
const EXPECTED: Readonly<Record<string, string>> = {
  'language models': '++-++++',
  'embedding models': '+-+----',
  'rerankers that classify': '+-+----',
  'rerankers that score by words': '+------',
  'models with linear layers': '+?--??+',
  'clusters for production': '+++-+++',
  'its published image without root': '+???-?+',
  'AMD GPUs': '+------',
  'scaling by the queue': '+++-+--',
  'several GPUs for each layer': '++--+++',
  'pipeline stages': '+-----+',
  'layers over several nodes': '++-----',
  'prompts on replicas of their own': '+------',
  'copies that share experts': '+------',
  'whole experts on each GPU': '+-----+',
  'weights in fp8': '++--+++',
  'checkpoints in awq': '++--+++',
  'checkpoints in gptq': '++--+-+',
  'GGUF files': '---+---',
  'KV cache in fp8': '++--+-+',
  'KV blocks in host memory': '++----+',
  'KV blocks on the disk of the node': '++-----',
  'weights in host memory': '+-----+',
  'weights streamed from an object store': '+------',
  'pinned revisions of what is loaded': '+++-+++',
  'LoRA adapters': '++-----',
  drafts: '+-----+',
  'no CUDA graphs': '++----+',
  'priorities of requests': '++----+',
  'spans of requests': '+++-+--',
  'tool calls of Llama 3.1': '++-++-+',
  'tool calls of Qwen3': '++-+?++',
  'reasoning of Qwen3': '++---++',
  'answers in a shape': '++-++-+',
  'answers in a shape by a backend of yours': '++----+',
  'other names of the model': '+++--+-',
  'a chat template of yours': '++---++',
};

const sign = (cell: string) => (cell === 'yes' ? '+' : cell.startsWith('refused') ? '-' : '?');

test('the engines stand in the order of the answers', () => {
  expect(ENGINES.map(({ name }) => name)).toEqual([
    'vLLM',
    'SGLang',
    'Text Embeddings Inference',
    'Ollama',
    'TGI',
    'TensorRT-LLM',
    'Ray Serve LLM with vLLM',
  ]);
  expect(FEATURES.map(({ name }) => name)).toEqual(Object.keys(EXPECTED));
});

test.each(FEATURES.map((feature) => [feature.name, feature] as const))('%s', (name, feature) => {
  const cells = ENGINES.map((engine) => cellOf(engine, feature));
  expect(cells.map(sign).join('')).toBe(EXPECTED[name]);
  expect(page).toContain(`| ${[name, ...cells].join(' | ')} |`);
});

test('the page is what `npm run docs` writes, and its links lead somewhere', () => {
  expect(page).toBe(enginesPage());
  const links = [...page.matchAll(/\]\(([^)#]+)/g)].map((match) => asPath(match[1] ?? '')).filter((link) => !link.startsWith('https:'));
  expect(links.length).toBeGreaterThan(6);
  expect(links.filter((link) => !fs.existsSync(path.join(root, 'docs', link)))).toEqual([]);
});

test('every engine has its sentence on when to take it, and its own tests', () => {
  for (const { id, name } of ENGINES) {
    expect(page).toMatch(new RegExp(`\\| \\*\\*${name}\\*\\* \\| .{20,}`));
    const own = `test/inference/${id}-pools.test.ts`;
    expect(id === 'vllm' || fs.existsSync(path.join(root, own))).toBe(true);
  }
});
