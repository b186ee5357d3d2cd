/** Rules of a company in a package of their own, and a program that holds the plans of any app against them. Neither loads cdktf. */
import { checkPlans, PolicyPack, PolicyRule, readPlans } from 'cdktf-agent-fleet/policies';

const ownRegistry = new PolicyRule({
  id: 'own-registry',
  code: 'ACME-002',
  title: 'The image of an engine comes from a public registry.',
  why: 'Public registries limit pulls, and nobody has scanned what they serve.',
  source: 'https://example.com/handbook#images',
  fix: 'Give registryMirror of the cluster.',
  severity: { development: 'info', staging: 'warning', production: 'error' },
  appliesTo: 'pools',
  check: ({ engine }) =>
    engine.image.startsWith('registry.example.com/') ? 'pass' : { prop: 'image', message: `the engine is pulled as ${engine.image}` },
});

export const companyRules = new PolicyPack({
  id: 'company',
  title: 'Rules of the company',
  rules: [ownRegistry, 'AF-CAP-020', { rule: 'AF-OBS-006', severity: 'error' }],
});

/** Points that an app breaks, in words. */
export function brokenIn(appDir: string): string[] {
  const { results } = checkPlans({ plans: readPlans(appDir), pack: companyRules });
  return results.flatMap(({ point, outcome, severity, findings }) =>
    outcome === 'fail' ? findings.map(({ path, message }) => `${severity} ${point.title} ${path}: ${message}`) : [],
  );
}
