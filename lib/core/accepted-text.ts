/** As `Acceptance`, or as a plan has it, where what is not given may be undefined. */
interface Accepted {
  readonly owner: string;
  readonly reason: string;
  readonly expires?: string | undefined;
}

/** Who accepts a finding, why, and until when: `platform team: no place for traces yet, until 2027-01-01`. */
export const acceptedText = ({ owner, reason, expires }: Accepted): string =>
  `${owner}: ${reason}${expires === undefined ? '' : `, until ${expires}`}`;
