/** A name in the program instead of a literal, e.g. `Gpu.H200_SXM`. */
export interface Constant {
  readonly constant: string;
}

export type ChangeValue = string | number | boolean | Constant;

/** `set`: exactly this value. `atMost` and `atLeast`: any value up to, or from, this one. `remove`: leave the prop out. */
export type ChangeOp = 'set' | 'atMost' | 'atLeast' | 'remove';

/** The construct that a change is made to, where it is another one than the finding is about. */
export interface ChangeTarget {
  readonly kind: 'pool' | 'fleet' | 'cluster' | 'router' | 'store' | 'queue' | 'observability' | 'GPU service';
  readonly name: string;
}

/** A change of a program as data: which prop, how, and to what. Text is made of it where people read it, never before. */
export interface Change {
  /** Prop as the user writes it, e.g. `parallelism.pipeline`. */
  readonly field: string;
  readonly op: ChangeOp;
  /** Absent for `remove`. */
  readonly value?: ChangeValue;
  /** @default - the construct that the finding is about */
  readonly on?: ChangeTarget;
}

export const set = (field: string, value: ChangeValue): Change => ({ field, op: 'set', value });
export const atMost = (field: string, value: number): Change => ({ field, op: 'atMost', value });
export const atLeast = (field: string, value: number): Change => ({ field, op: 'atLeast', value });
export const remove = (field: string): Change => ({ field, op: 'remove' });
export const constant = (name: string): Constant => ({ constant: name });

export const isConstant = (value: unknown): value is Constant => typeof value === 'object' && value !== null && 'constant' in value;

/** The same change on another construct than the one that the finding is about. */
export const on = (kind: ChangeTarget['kind'], name: string, change: Change): Change => ({ ...change, on: { kind, name } });
