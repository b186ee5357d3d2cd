/** Finds secrets that somebody wrote out: by the name of the variable, or by the look of the value. */
import type { SpecCode } from './codes';
import type { Finding } from './finding';

const SECRET_NAME = /(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIALS?|ACCESS_?KEY)$/i;
/** Names that look like secrets but hold counts or addresses. */
const HARMLESS_NAME = /(MAX|MIN|NUM|COUNT|LIMIT)_?TOKENS?$/i;
const SECRET_VALUE = /^(sk-|hf_|ghp_|github_pat_|glpat-|xox[abp]-|AKIA[0-9A-Z]{12}|-----BEGIN [A-Z ]*PRIVATE KEY)|:\/\/[^/\s:]+:[^@\s]+@/;

export function looksSecret(name: string, value: string): boolean {
  if (value === '') return false;
  return SECRET_VALUE.test(value) || (SECRET_NAME.test(name) && !HARMLESS_NAME.test(name));
}

/** One finding per literal secret of an environment map. */
export function literalSecrets(env: Readonly<Record<string, unknown>>, path: string, prop: string): Finding[] {
  return Object.entries(env)
    .filter(([name, value]) => typeof value === 'string' && looksSecret(name, value))
    .map(([name]) => ({
      code: 'AF-SPEC-004' satisfies SpecCode,
      severity: 'error' as const,
      path,
      prop: `${prop}.${name}`,
      value: '(hidden)',
      allowed: 'a SecretRef',
      message: `${prop}.${name} holds a literal secret; it would be readable in the Terraform state`,
      repairs: [`${name}: SecretRef.existing('<secret name>', '<key>')`],
    }));
}
