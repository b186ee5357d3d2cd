/** Boxes and lines of a picture with their positions, in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Size = Pick<Box, 'width' | 'height'>;

export const around = (boxes: readonly Box[], margin: { readonly top: number; readonly side: number; readonly bottom: number }): Box => {
  const left = Math.min(...boxes.map(({ x }) => x)) - margin.side;
  const top = Math.min(...boxes.map(({ y }) => y)) - margin.top;
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + margin.side;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + margin.bottom;
  return { x: left, y: top, width: right - left, height: bottom - top };
};

export const moved = <T extends Point>(thing: T, x: number, y: number): T => ({ ...thing, x: thing.x + x, y: thing.y + y });
