import { evaluateRules, resultsOf } from '../../lib/core/evaluate-rules';
import { type Rule, severitiesOf } from '../../lib/core/rule';

const even: Rule<number> = {
  id: 'even',
  code: 'AF-TST-001',
  title: 'A number is odd.',
  why: 'Pairs need two.',
  fix: 'Add one.',
  severity: 'error',
  check(value) {
    if (value < 0) return 'not-applicable';
    return value % 2 === 0 ? 'compliant' : [{ value, message: `${value} is odd`, repairs: [] }];
  },
};

describe('a rule has three answers', () => {
  test.each([
    [3, 'violated', 1],
    [4, 'compliant', 0],
    [-3, 'not-applicable', 0],
  ] as const)('%s is %s', (value, outcome, count) => {
    const [result] = resultsOf([even], value);
    expect(result?.outcome).toBe(outcome);
    expect(result?.findings).toHaveLength(count);
  });

  test('its findings carry its code and severity', () => {
    expect(evaluateRules([even], 3)).toEqual([{ code: 'AF-TST-001', severity: 'error', value: 3, message: '3 is odd', repairs: [] }]);
  });
});

describe('severity', () => {
  const byEnvironment = { development: 'info', staging: 'warning', production: 'error' } as const;
  const rule: Rule<number> = { ...even, severity: byEnvironment };

  test.each(['development', 'staging', 'production'] as const)('in %s it is what the rule says for it', (environment) => {
    expect(evaluateRules([rule], 3, { environment })[0]?.severity).toBe(byEnvironment[environment]);
  });

  test('without an environment it is that of production', () => {
    expect(evaluateRules([rule], 3)[0]?.severity).toBe('error');
    expect(severitiesOf(rule)).toEqual(['info', 'warning', 'error']);
  });

  test('a graded rule says which of its severities it is', () => {
    const graded: Rule<number> = {
      ...even,
      severity: ['error', 'warning'],
      check: (value) => [{ severity: value > 5 ? 'error' : 'warning', message: 'so it is', repairs: [] }],
    };
    expect([7, 3].map((value) => evaluateRules([graded], value)[0]?.severity)).toEqual(['error', 'warning']);
  });
});

test('a rule whose facts are missing says nothing', () => {
  const needy: Rule<number> = { ...even, needs: ['memory'] };
  expect(resultsOf([needy], 3, { missing: ['memory'] })[0]?.outcome).toBe('not-applicable');
  expect(resultsOf([needy], 3)[0]?.outcome).toBe('violated');
});

test('a rule that throws becomes a finding that stops the synthesis, and the other rules still speak', () => {
  const broken: Rule<number> = {
    ...even,
    id: 'broken',
    code: 'AF-TST-002',
    check: () => {
      throw new TypeError('x is not a function');
    },
  };
  const findings = evaluateRules([broken, even], 3);
  expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
    ['AF-INT-002', 'error'],
    ['AF-TST-001', 'error'],
  ]);
  expect(findings[0]?.message).toBe('the rule broken (AF-TST-002) failed: x is not a function');
});
