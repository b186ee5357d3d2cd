/** The four answers to `does it fit`. */

export type Verdict = 'fits' | 'tight' | 'rejected' | 'uncertain';
