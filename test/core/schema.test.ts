import { z } from 'zod';
import type { Finding } from '../../lib/core/finding';
import { isFleetError } from '../../lib/core/fleet-error';
import { parseProps, wholeNumber } from '../../lib/core/schema';

const schema = z.strictObject({
  replicas: wholeNumber(1, 8).default(1),
  kind: z.enum(['small', 'large']).optional(),
  nested: z.strictObject({ sizeGiB: z.number().positive() }).optional(),
  roles: z.record(z.string(), z.strictObject({ contextTokens: wholeNumber(1) })).optional(),
});

function problemsOf(props: unknown): readonly Finding[] {
  try {
    parseProps(schema, props, { path: 'stack/pool', className: 'InferencePool' });
  } catch (error) {
    if (isFleetError(error)) return error.problems;
    throw error;
  }
  return [];
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
  expect(problems[0]?.allowed).toBe('at most 8');
  expect(problems[1]?.allowed).toBe('"small", "large"');
});

test('an unknown key names the key it was probably meant to be', () => {
  const [problem] = problemsOf({ replica: 2 });
  expect(problem).toMatchObject({ code: 'AF-SPEC-002', prop: 'replica', allowed: 'replicas, kind, nested, roles' });
  expect(problem?.repairs).toEqual(['did you mean replicas?']);
});

test('an unknown key deep inside a map is found with the keys that are known there', () => {
  const [problem] = problemsOf({ roles: { coder: { contextToken: 1, contextTokens: 5 } } });
  expect(problem).toMatchObject({ code: 'AF-SPEC-002', prop: 'roles.coder.contextToken', allowed: 'contextTokens' });
});

test('a Terraform token where a number is needed is refused by name, not measured', () => {
  const numberToken = -1.8881545897087503e289;
  expect(problemsOf({ replicas: numberToken })[0]).toMatchObject({ code: 'AF-SPEC-005', prop: 'replicas' });
  expect(problemsOf({ replicas: '${TfToken[TOKEN.3]}' })[0]).toMatchObject({ code: 'AF-SPEC-005', prop: 'replicas' });
  expect(problemsOf({ replicas: '${var.replicas}' })[0]).toMatchObject({ code: 'AF-SPEC-005', prop: 'replicas' });
});

test.each([[undefined], [null], [42], ['text'], [[]]])('props that are no object are refused: %p', (props) => {
  expect(problemsOf(props)[0]).toMatchObject({ code: 'AF-SPEC-001', prop: 'InferencePool' });
});
