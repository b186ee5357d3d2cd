/** What a scanner says against an object. */
export const SCANNERS = ['checkov', 'kube-score', 'Trivy'] as const;
export type Scanner = (typeof SCANNERS)[number];

export interface Finding {
  readonly scanner: Scanner;
  /** Name of the check, e.g. `CKV_K8S_43`. */
  readonly check: string;
  readonly title: string;
  /** File of the object below the folder that was scanned: `<example>/<stack>/<kind>.<name>.yaml`. */
  readonly file: string;
}
