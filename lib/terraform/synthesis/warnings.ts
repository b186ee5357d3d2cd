import type { IConstruct } from 'constructs';
import type { Finding } from '../../core/finding';
import { Annotations } from '../engine';
import { withoutStackTraces } from '../stack-traces';

/** Warnings that an app has shown: each reaches the terminal once, through cdktf's own annotations. Hints stay in the plan. */
export class Warnings {
  private readonly shown = new Set<string>();

  show(constructs: readonly IConstruct[], findings: readonly Finding[]): void {
    const byPath = new Map<string, Finding[]>();
    for (const finding of findings) {
      if (finding.severity === 'warning') byPath.set(finding.path, [...(byPath.get(finding.path) ?? []), finding]);
    }
    for (const construct of constructs) for (const warning of byPath.get(construct.node.path) ?? []) this.showOnce(construct, warning);
  }

  private showOnce(construct: IConstruct, { code, path, message }: Finding): void {
    const key = `${path}|${code}|${message}`;
    if (this.shown.has(key)) return;
    this.shown.add(key);
    withoutStackTraces(() => Annotations.of(construct).addWarning(`[${code}] ${message}`));
  }
}
