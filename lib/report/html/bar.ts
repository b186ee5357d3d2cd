/** A stacked bar. Positions are in percent, so that it is as wide as its place and its text keeps its size. */
import { type Markup, markup } from './markup';

export interface BarPart {
  /** Colour, as the style sheet names it. */
  readonly className: string;
  /** 0 … 1. */
  readonly share: number;
  /** Written into the part where there is room. */
  readonly label?: string;
  /** Shown where a pointer rests on it. */
  readonly title?: string;
}

/** Share from which on a label has room, per character. */
const PER_CHARACTER = 0.011;

/** @param label What it shows, for those who do not see it; the figures stand beside it. */
export function barOf(parts: readonly BarPart[], label: string, height = 10): Markup {
  let start = 0;
  const drawn = parts.map((part) => {
    const at = start;
    start += part.share;
    return partOf(part, at, height);
  });
  return markup`<svg class="bar" width="100%" height="${height}" role="img" aria-label="${label}"><rect class="track" width="100%" height="${height}"/>${drawn}</svg>`;
}

function partOf({ className, share, label, title }: BarPart, start: number, height: number): Markup {
  const hasRoom = label !== undefined && share > label.length * PER_CHARACTER + 0.015;
  const text = hasRoom
    ? markup`<text x="${inPercent(start + share / 2)}" y="${height / 2}" dy="0.35em" text-anchor="middle">${label}</text>`
    : null;
  const rect = markup`<rect class="${className}" x="${inPercent(start)}" width="${inPercent(share)}" height="${height}">${title === undefined ? null : markup`<title>${title}</title>`}</rect>`;
  return markup`${rect}${text}`;
}

export const inPercent = (share: number): string => `${Number((share * 100).toFixed(3))}%`;
