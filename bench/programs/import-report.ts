/** What imports cost in one process. */
export interface ImportReport {
  /** From the start of the process to its first line. */
  readonly startMs: number;
  /** In the order of the imports; each adds to those before it. */
  readonly steps: readonly { readonly name: string; readonly ms: number }[];
}
