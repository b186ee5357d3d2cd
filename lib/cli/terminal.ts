/** Where a command writes; tests hand in their own. */
export interface Terminal {
  /** What was asked for; can be piped into another program. */
  out(text: string): void;
  /** What a person should know besides. */
  note(text: string): void;
  readonly colours: boolean;
  /** Columns at which prose breaks. */
  readonly width: number;
}
