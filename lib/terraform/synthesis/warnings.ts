import type { IConstruct } from 'constructs';
import type { Finding } from '../../core/finding';
import { Annotations } from '../engine';

/** Warnings that an app has shown: each reaches the terminal once, through cdktf's own annotations. Hints stay in the plan. */
export class Warnings {
  private readonly shown = new Set<string>();

  show(constructs: readonly IConstruct[], findings: readonly Finding[]): void {
    for (const construct of constructs) {
      for (const finding of findings) {
        const key = `${finding.path}|${finding.code}|${finding.message}`;
        if (finding.severity !== 'warning' || finding.path !== construct.node.path || this.shown.has(key)) continue;
        this.shown.add(key);
        Annotations.of(construct).addWarning(`[${finding.code}] ${finding.message}`);
      }
    }
  }
}
