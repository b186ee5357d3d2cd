/** Releases of SGLang down to the patch: its memory rule changed between patches of one minor. */

export type SglangRelease = readonly [major: number, minor: number, patch: number];

/** `v0.5.10.post1` → 0.5.10; null for branches and forks. */
export function sglangRelease(text: string | null | undefined): SglangRelease | null {
  const found = /^v?(\d+)\.(\d+)\.(\d+)(?!\.?dev)/.exec(text ?? '');
  const [, major, minor, patch] = found ?? [];
  if (major === undefined || minor === undefined || patch === undefined || Number(major) !== 0 || Number(minor) > 5) return null;
  return Number(minor) + Number(patch) === 0 ? null : [Number(major), Number(minor), Number(patch)];
}

export function atLeast(release: SglangRelease, than: SglangRelease): boolean {
  const difference = release.map((part, index) => part - (than[index] ?? 0)).find((part) => part !== 0);
  return (difference ?? 0) >= 0;
}
