/** Warnings of the API server that no stack can avoid, and why. Every other warning is a problem. */
export const TOLERATED_WARNINGS: Readonly<Record<string, string>> = {
  'spec.SessionAffinity is ignored for headless services': 'the Terraform provider sends `None`, its default, with every service',
};

export function unexpected(warnings: readonly string[]): string[] {
  return warnings.filter((warning) => !(warning in TOLERATED_WARNINGS));
}
