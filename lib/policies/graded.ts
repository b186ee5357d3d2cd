/** Findings as serious as the packs take them that apply to their construct. */
import type { Finding, Severity } from '../core/finding';
import type { Environment } from '../core/rule';
import type { StackDraft } from '../terraform/reviewer';
import { isBelow } from './accepted';
import { worst } from './hold-against';
import type { AppliedPack } from './pack';

export function gradedBy(applied: readonly AppliedPack[], findings: readonly Finding[], drafts: readonly StackDraft[]): Finding[] {
  return findings.map((finding) => {
    const environment = environmentAt(finding.path, drafts);
    const given = applied
      .filter(({ path }) => isBelow(finding.path, path))
      .flatMap(({ pack }) => severityIn(pack, finding.code, environment));
    return given.length === 0 ? finding : { ...finding, severity: worst([...given, ...kept(finding)]) };
  });
}

/** A pack makes nothing of an error that is one by itself. */
const kept = ({ severity }: Finding): Severity[] => (severity === 'error' ? ['error'] : []);

function severityIn({ points }: AppliedPack['pack'], code: string, environment: Environment): Severity[] {
  return points
    .filter(({ policies }) => policies.some((one) => one.code === code))
    .flatMap(({ severity }) => (severity === undefined ? [] : [severity[environment]]));
}

function environmentAt(path: string, drafts: readonly StackDraft[]): Environment {
  const draft = drafts.find((one) => isBelow(path, one.path));
  return draft?.plan.checks?.environment ?? 'production';
}
