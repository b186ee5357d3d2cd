import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import fc from 'fast-check';
import { expression, lazyText, lazyTexts, lazyTokenFreeText, quotedTokens } from '../../lib/terraform/engine';
import { ConfigMapV1, DeploymentV1 } from '../../lib/terraform/kubernetes';
import { literal, literalData } from '../../lib/terraform/literal';
import { readTemplate, textOf } from '../support/terraform-template';

/** Texts that look like Terraform, Helm, Grafana, shells or YAML to somebody. */
const HOSTILE = [
  '${file("/etc/hostname")}',
  '%{ if true }yes%{ endif }',
  '$${x}',
  '$$${x}',
  '%%{x}',
  '%%%{x}',
  '$%${x}%${y}',
  '$',
  '$$',
  '100%',
  '%%',
  '"quoted" \\ \\n \\"',
  "it's",
  'two\nlines\r\n\ttab',
  '{{ .Values.x }} {{$labels.pod}}',
  'ü é 日本 😀',
  '<<EOT\nx\nEOT',
  '${~ x ~}',
  '${"}"}',
  '${',
  '%{',
  '$\n{x}',
  '1e5 -1.5e+300',
  '',
];

const pieces = fc.array(fc.constantFrom('$', '%', '{', '}', '$${', '%%{', '${', '"', '\\', '\n', 'a', 'ü', '😀'), { maxLength: 12 });

describe('data at the door to Terraform', () => {
  it.each(HOSTILE)('comes back from Terraform as it went in: %j', (text) => {
    expect(textOf(literal(text))).toBe(text);
  });

  it('comes back whatever it is made of', () => {
    fc.assert(fc.property(pieces, (parts) => expect(textOf(literal(parts.join('')))).toBe(parts.join(''))));
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(textOf(literal(text))).toBe(text)));
  });

  it('is escaped in keys of maps and in lists, too', () => {
    expect(literalData({ '${a}': ['%{b}', 1, true, null] })).toEqual({ '$${a}': ['%%{b}', 1, true, null] });
  });

  it('lets data that is not plain pass', () => {
    const reference = new (class Reference {})();
    expect(literalData({ reference })).toEqual({ reference });
  });

  it('is as fast for a long text as for many short ones', () => {
    const started = performance.now();
    literal('$'.repeat(500_000));
    literal('${'.repeat(250_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('tokens at the door to Terraform', () => {
  const stackWith = (build: (stack: TerraformStack, variable: TerraformVariable) => void): Record<string, unknown> => {
    const stack = new TerraformStack(Testing.app(), 'tokens');
    build(stack, new TerraformVariable(stack, 'x', { type: 'string' }));
    return JSON.parse(Testing.synth(stack)) as Record<string, unknown>;
  };
  const dataOf = (json: Record<string, unknown>) =>
    (json as { resource: { kubernetes_config_map_v1: { map: { data: Record<string, string> } } } }).resource.kubernetes_config_map_v1.map
      .data;

  it('pass, alone and within text that is escaped around them', () => {
    const json = stackWith((stack, { stringValue: x }) => {
      new ConfigMapV1(stack, 'map', {
        metadata: { name: 'map' },
        data: { alone: x, within: `a \${b} ${x} %{c}`, price: `US$${x}`, twice: `$$${x}${x}`, '${key}': 'value' },
      });
    });
    const data = dataOf(json);
    expect(data['alone']).toBe('${var.x}');
    expect(data['within']).toBe('a $${b} ${var.x} %%{c}');
    expect(data['price']).toBe('US${"$"}${var.x}');
    expect(readTemplate(data['twice'] ?? '').live).toEqual(['${"$$"}', '${var.x}', '${var.x}']);
    expect(data['$${key}']).toBe('value');
  });

  it('pass in lazy texts, where data is escaped, too', () => {
    const json = stackWith((stack, { stringValue: x }) => {
      new ConfigMapV1(stack, 'map', { metadata: { name: 'map' }, data: { lazy: lazyText(() => `\${b} ${x}`) } });
      new DeploymentV1(stack, 'pods', {
        metadata: { name: 'pods' },
        spec: { template: { metadata: {}, spec: { container: [{ name: 'c', args: lazyTexts(() => ['${a}', x]) }] } } },
      });
    });
    expect(dataOf(json)['lazy']).toBe('$${b} ${var.x}');
    expect(JSON.stringify(json)).toContain('"args":["$${a}","${var.x}"]');
  });

  it('can stand in no text that is made once in a synthesis; others are made twice, first for their references to other stacks', () => {
    const made: string[] = [];
    const make = (text: string) => {
      made.push(text);
      return text;
    };
    const app = new App({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'lazy-')), skipValidation: true });
    new ConfigMapV1(new TerraformStack(app, 'lazy'), 'map', {
      metadata: { name: 'map' },
      data: { once: lazyTokenFreeText(() => make('once ${a}')), twice: lazyText(() => make('twice')) },
    });
    new TerraformStack(app, 'other');
    app.synth();
    const text = fs.readFileSync(path.join(app.outdir, 'stacks/lazy/cdk.tf.json'), 'utf8');
    expect(made.sort()).toEqual(['once ${a}', 'twice', 'twice']);
    expect(text).toContain('"once $${a}"');
  });

  it('stay inside a JSON string whatever their value holds', () => {
    const json = stackWith((stack, { stringValue: x }) => {
      new ConfigMapV1(stack, 'map', { metadata: { name: 'map' }, data: { json: quotedTokens(JSON.stringify({ host: x, text: '${b}' })) } });
    });
    expect(dataOf(json)['json']).toBe('{"host":"${trimsuffix(trimprefix(jsonencode(var.x), "\\""), "\\"")}","text":"$${b}"}');
  });

  it('leave expressions and overrides as they are written', () => {
    const json = stackWith((stack) => {
      const map = new ConfigMapV1(stack, 'map', { metadata: { name: 'map' }, data: { a: `${expression('path.module')}/x` } });
      map.addOverride('data.b', '${path.root}');
    });
    expect(dataOf(json)).toEqual({ a: '${path.module}/x', b: '${path.root}' });
  });
});

const hasTerraform = spawnSync('terraform', ['version']).status === 0;

/** Asks Terraform itself: outputs need no provider and no network. */
function outputsOf(main: object): Record<string, { value: unknown }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'literal-'));
  const env = { ...process.env, TF_VAR_x: 'a"b\n${c}' };
  fs.writeFileSync(path.join(folder, 'main.tf.json'), JSON.stringify(main));
  const run = (...args: string[]) => spawnSync('terraform', args, { cwd: folder, env, encoding: 'utf8', maxBuffer: 1e8 });
  const applied = run('apply', '-auto-approve', '-input=false', '-no-color');
  if (applied.status !== 0) throw new Error(applied.stderr);
  return JSON.parse(run('output', '-json').stdout) as Record<string, { value: unknown }>;
}

it('terraform is there where every check has to run', () => {
  expect(hasTerraform || process.env['CI'] === undefined).toBe(true);
});

(hasTerraform ? describe : describe.skip)('the model of a template, held against terraform', () => {
  it('reads what the door writes as terraform does, in values and in keys', () => {
    const samples = [...HOSTILE, ...fc.sample(pieces, 100).map((parts) => parts.join(''))];
    const outputs = outputsOf({
      output: {
        values: { value: samples.map(literal) },
        keys: { value: literalData(Object.fromEntries(samples.map((text) => [text, true]))) },
      },
    });
    expect(outputs['values']?.value).toEqual(samples);
    expect(Object.keys(outputs['keys']?.value as object).sort()).toEqual([...new Set(samples)].sort());
  });

  it('reads any template as the model does', () => {
    const templates = fc
      .sample(fc.array(fc.constantFrom('$', '%', '$${', '%%{', '${"v"}', '{', '}', 'a'), { maxLength: 10 }), 200)
      .map((parts) => parts.join(''))
      .filter((template) => readTemplate(template).live.every((live) => live === '${"v"}'));
    const outputs = outputsOf({ output: { all: { value: templates } } });
    expect(templates.length).toBeGreaterThan(100);
    expect(outputs['all']?.value).toEqual(templates.map((template) => readTemplate(template, () => 'v').text));
  });

  it('keeps the value of a token inside its JSON string, and a dollar before it', () => {
    const stack = new TerraformStack(Testing.app(), 'tokens');
    const x = new TerraformVariable(stack, 'x', { type: 'string' }).stringValue;
    new ConfigMapV1(stack, 'map', { metadata: { name: 'm' }, data: { json: quotedTokens(JSON.stringify({ x })), price: `%$$${x}` } });
    const json = JSON.parse(Testing.synth(stack)) as { resource: { kubernetes_config_map_v1: { map: { data: object } } } };
    const outputs = outputsOf({
      variable: { x: { type: 'string' } },
      output: { data: { value: json.resource.kubernetes_config_map_v1.map.data } },
    });
    const { json: text, price } = (outputs['data']?.value ?? {}) as Record<string, string>;
    expect(JSON.parse(text ?? '')).toEqual({ x: 'a"b\n${c}' });
    expect(price).toBe('%$$a"b\n${c}');
  });
});
