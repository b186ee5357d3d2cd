import { z } from 'zod';
import type { Finding } from '../../lib/core/finding';
import { orToken, withTokens } from '../../lib/core/prop-marks';
import { parseProps, wholeNumber } from '../../lib/core/schema';
import { secretRefSchema } from '../../lib/core/secret-ref';
import { MAX_TEXT } from '../../lib/core/text-checks';
import { problemsIn } from '../support/problems-in';

const schema = z.strictObject({
  replicas: wholeNumber(1, 8).default(1),
  kind: z.enum(['small', 'large']).optional(),
  nested: z.strictObject({ sizeGiB: z.number().positive() }).optional(),
  roles: z.record(z.string(), z.strictObject({ contextTokens: wholeNumber(1) })).optional(),
});

function problemsOf(props: unknown, checked: z.ZodType = schema): readonly Finding[] {
  return problemsIn(() => parseProps(checked, props, { path: 'stack/pool', className: 'InferencePool' }));
}

test('valid props come back with defaults filled in', () => {
  expect(parseProps(schema, {}, { path: 'p', className: 'C' })).toEqual({ replicas: 1 });
});

test('every issue is reported at once, each with path, prop and value', () => {
  const problems = problemsOf({ replicas: 99, kind: 'medium', nested: { sizeGiB: -1 } });
  expect(problems.map(({ code, path, prop, value }) => ({ code, path, prop, value }))).toEqual([
    { code: 'AF-SPEC-001', path: 'stack/pool', prop: 'replicas', value: 99 },
    { code: 'AF-SPEC-001', path: 'stack/pool', prop: 'kind', value: 'medium' },
    { code: 'AF-SPEC-001', path: 'stack/pool', prop: 'nested.sizeGiB', value: -1 },
  ]);
  expect(problems[0]?.allowed).toBe('a whole number from 1 to 8');
  expect(problems[1]?.allowed).toBe("'small', 'large'");
});

test('an unknown key names the key it was probably meant to be', () => {
  const [problem] = problemsOf({ replica: 2 });
  expect(problem).toMatchObject({ code: 'AF-SPEC-002', prop: 'replica', allowed: 'replicas, kind, nested, roles' });
  expect(problem?.repairs).toEqual(['did you mean replicas?']);
});

test('a prop that stands there under a misspelt name is named once, and not as missing', () => {
  const strict = z.strictObject({ context: z.string(), nested: z.strictObject({ sizeGiB: z.number() }) });
  const found = problemsOf({ contex: 'prod', nested: { sizeGib: 3 } }, strict);
  expect(found.map(({ code, prop, repairs }) => [code, prop, repairs])).toEqual([
    ['AF-SPEC-002', 'nested.sizeGib', ['did you mean sizeGiB?']],
    ['AF-SPEC-002', 'contex', ['did you mean context?']],
  ]);
  // Under no name at all it is missing.
  expect(problemsOf({ nested: { sizeGiB: 3 } }, strict).map(({ message }) => message)).toEqual(['context is missing']);
});

test('a key that belongs beside the object it stands in is sent there', () => {
  const strict = z.strictObject({ replicas: z.number().optional(), nested: z.strictObject({ sizeGiB: z.number().optional() }) });
  expect(problemsOf({ nested: { replicas: 3 } }, strict)[0]?.repairs).toEqual(['write replicas beside nested, not in it']);
});

test('an unknown key deep inside a map is found with the keys that are known there', () => {
  const [problem] = problemsOf({ roles: { coder: { contextToken: 1, contextTokens: 5 } } });
  expect(problem).toMatchObject({ code: 'AF-SPEC-002', prop: 'roles.coder.contextToken', allowed: 'contextTokens' });
});

test('of an object in place of a choice or an object, what it lacks as an object is told', () => {
  const mesh = z.strictObject({
    mesh: z.union([z.literal('ambient'), z.strictObject({ dataplane: z.literal('ambient'), namespaces: z.array(z.string()).optional() })]),
  });
  expect(problemsOf({ mesh: {} }, mesh)).toMatchObject([{ prop: 'mesh.dataplane', allowed: "'ambient'" }]);
  expect(problemsOf({ mesh: { dataplane: 'ambient', namespaces: 'keda' } }, mesh)).toMatchObject([{ prop: 'mesh.namespaces' }]);
  expect(problemsOf({ mesh: 'none' }, mesh)).toMatchObject([{ prop: 'mesh', allowed: "'ambient', an object with options" }]);
});

test('a prop that another one beside it excludes is not called unknown', () => {
  const signer = z.union([z.strictObject({ key: z.string() }), z.strictObject({ service: z.string() })]);
  expect(problemsOf({ key: 'a', service: 'b' }, signer)[0]).toMatchObject({
    code: 'AF-SPEC-002',
    message: 'service does not go with what stands beside it',
    repairs: ['leave out service, or what stands beside it and excludes it'],
  });
});

test('a Terraform token where a number is needed is refused by name, not measured', () => {
  const numberToken = -1.8881545897087503e289;
  expect(problemsOf({ replicas: numberToken })[0]).toMatchObject({ code: 'AF-SPEC-005', prop: 'replicas' });
  expect(problemsOf({ replicas: '${TfToken[TOKEN.3]}' })[0]).toMatchObject({ code: 'AF-SPEC-005', prop: 'replicas' });
  // Written by hand it is a text like any other: data is never read as Terraform.
  expect(problemsOf({ replicas: '${var.replicas}' })[0]).toMatchObject({ code: 'AF-SPEC-001', prop: 'replicas' });
});

test.each([[undefined], [null], [42], ['text'], [[]]])('props that are no object are refused: %p', (props) => {
  expect(problemsOf(props)[0]).toMatchObject({ code: 'AF-SPEC-001', prop: 'InferencePool' });
});

describe('texts', () => {
  const texts = z.strictObject({
    name: z.string().optional(),
    image: orToken(z.string().regex(/^[a-z]+$/)).optional(),
    env: z.record(z.string(), z.union([orToken(z.string()), secretRefSchema])).optional(),
    values: withTokens(z.custom<object>((value) => typeof value === 'object')).optional(),
    args: z.array(orToken(z.string())).optional(),
    names: z.array(z.string()).optional(),
  });
  const token = '${TfToken[TOKEN.3]}';
  const listToken = '#{TfToken[TOKEN.4]}';

  test.each([
    [{ image: token }],
    [{ image: `registry/${token}:1` }],
    [{ env: { A: `x${token}` } }],
    [{ values: { deep: [{ text: token }] } }],
    [{ args: ['--x', token] }],
    [{ name: '${var.x} %{if} $${y}' }],
    [{ name: '日本 😀 é' }],
    [{ name: '\ufffd' }],
  ])('%j passes', (props) => {
    expect(problemsOf(props, texts)).toEqual([]);
  });

  test.each([
    ['a token where none is taken', { name: token }, 'name', 'AF-SPEC-005'],
    ['a token within a text where none is taken', { name: `a${token}b` }, 'name', 'AF-SPEC-005'],
    ['a token in a list where none is taken', { names: ['a', token] }, 'names.1', 'AF-SPEC-005'],
    ['a list that is one token', { names: [listToken] }, 'names', 'AF-SPEC-005'],
    ['a list token among others', { names: ['a', listToken] }, 'names.1', 'AF-SPEC-005'],
    ['a map that is one token', { env: { '&{TfToken[TOKEN.5]}': 'String Map Token Value' } }, 'env.&{TfToken[TOKEN.5]}', 'AF-SPEC-005'],
    ['a token as a key', { env: { [token]: 'x' } }, 'env.known at apply', 'AF-SPEC-005'],
    ['text that breaks the pattern beside tokens', { image: 'X' }, 'image', 'AF-SPEC-001'],
    ['a lone surrogate', { name: 'a\ud800' }, 'name', 'AF-SPEC-001'],
    ['NUL', { env: { A: 'a\u0000b' } }, 'env.A', 'AF-SPEC-001'],
    ['text that Terraform normalizes', { name: 'e\u0301' }, 'name', 'AF-SPEC-001'],
    ['a byte order mark', { name: '\ufeffx' }, 'name', 'AF-SPEC-001'],
    ['an endless text', { image: 'a'.repeat(MAX_TEXT + 1) }, 'image', 'AF-SPEC-001'],
    ['the key that JavaScript keeps', { env: JSON.parse('{"__proto__": "x"}') as object }, 'env.__proto__', 'AF-SPEC-001'],
  ])('%s is refused by name', (_, props, prop, code) => {
    expect(problemsOf(props, texts).map((problem) => [problem.prop, problem.code])).toEqual([[prop, code]]);
  });

  test('data that holds itself, or has no bottom, is refused', () => {
    const circle: Record<string, unknown> = {};
    circle['again'] = { circle };
    expect(problemsOf({ values: circle }, texts)[0]).toMatchObject({
      code: 'AF-SPEC-001',
      message: expect.stringContaining('contains itself') as string,
    });
    const deep = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`) as unknown;
    expect(problemsOf({ values: { deep } }, texts)[0]).toMatchObject({
      code: 'AF-SPEC-001',
      message: expect.stringContaining('deeply') as string,
    });
  });

  test('a token and another mistake are reported together', () => {
    expect(problemsOf({ name: token, names: 7 }, texts).map(({ prop }) => prop)).toEqual(['name', 'names']);
  });
});

describe('secrets', () => {
  const secrets = z.strictObject({
    password: secretRefSchema.optional(),
    user: z.union([z.string(), secretRefSchema]).optional(),
    apiKey: z.number().optional(),
    env: z.record(z.string(), z.union([z.string(), secretRefSchema])).optional(),
  });

  test.each([
    ['a text in the place of a reference', { password: 'hunter2-secret' }, 'hunter2'],
    ['a number in the place of a reference', { password: 424242 }, '424242'],
    ['a list in the place of a reference', { password: ['hunter2-secret'] }, 'hunter2'],
    ['a wrong type under a name of a secret', { apiKey: 'hunter2-secret' }, 'hunter2'],
    ['a number as the value of a secret variable', { env: { DB_PASSWORD: 424242 } }, '424242'],
  ])('of %s nothing is shown', (_, props, value) => {
    const problems = problemsOf(props, secrets);
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain(value);
  });

  test('a wrong value that is not a secret is shown', () => {
    expect(problemsOf({ env: { WORKERS: 424242 } }, secrets)[0]).toMatchObject({ value: 424242 });
  });
});
