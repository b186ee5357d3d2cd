/** A verdict as a coloured word; the word says it, the colour only helps. */
import type { Verdict } from '../view/summary';
import { type Markup, markup } from './markup';

const WORDS: Readonly<Record<Verdict, string>> = { fits: 'fits', tight: 'tight', uncertain: 'uncertain', rejected: 'does not fit' };

export const verdictMark = (verdict: Verdict): Markup => markup`<span class="mark ${verdict}">${WORDS[verdict]}</span>`;
