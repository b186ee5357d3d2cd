import { evaluateRules } from '../../lib/core/evaluate-rules';
import type { StartedWith } from '../../lib/security/remote-code';
import { STARTED_RULES } from '../../lib/security/rules';

const remoteCodeFindings = (args: readonly string[], env: StartedWith['env'], argsProp: StartedWith['argsProp']) =>
  evaluateRules(STARTED_RULES, { args, env, argsProp });

test.each([
  [['--trust-remote-code']],
  [['--trust_remote_code']],
  [['--trust-remote']],
  [['--trust-remote-code=true']],
  [['--x', '--TRUST-REMOTE-CODE']],
])('%j lets a repository run its code', (args) => {
  const findings = remoteCodeFindings(args, {}, 'extraArgs');
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ code: 'AF-SEC-010', severity: 'warning', prop: 'extraArgs' });
  expect(findings[0]?.message).toContain('token and network');
});

test.each([
  ['TRUST_REMOTE_CODE', '1'],
  ['HF_TRUST_REMOTE_CODE', 'yes'],
])('so does the variable %s=%s', (name, value) => {
  expect(remoteCodeFindings([], { [name]: value }, 'args').map(({ prop }) => prop)).toEqual([`env.${name}`]);
});

test.each([[['--trust-remote-code=false']], [['--trusted-hosts', 'a']], [['--trace']], [['trust-remote-code']], [[]]])(
  '%j does not',
  (args) => {
    expect(remoteCodeFindings(args, { TRUST_REMOTE_CODE: '0', TRUST: '1' }, 'args')).toEqual([]);
  },
);
