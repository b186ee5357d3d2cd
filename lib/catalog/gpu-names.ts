/** Product names of GPUs as drivers, clouds and people spell them, and the catalog board that each means. */
import { GPU_FACTS } from './gpus';

/** Lower case, words and numbers only: `NVIDIA A100-SXM4-80GB` → `a100 sxm4 80gb`. */
export const words = (name: string) =>
  name
    .toLowerCase()
    .replace(/nvidia|geforce|tesla|amd|instinct|generation|\(r\)|graphics/g, ' ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

const BY_NAME: ReadonlyMap<string, string> = new Map(
  GPU_FACTS.flatMap((facts) => [facts.id, facts.name, ...facts.productLabels].map((name) => [words(name), facts.id] as const)),
);

/** Spellings of drivers, clouds and people for boards of the catalog; the order decides where a name fits several. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\bgb300\b/, 'gb300'],
  [/\bgb200\b/, 'gb200'],
  [/\bb300\b/, 'b300-sxm'],
  [/\bb200\b/, 'b200-sxm'],
  [/\bgh200\b.{0,200}\b144/, 'gh200-144'],
  [/\bgh200\b/, 'gh200-96'],
  [/\bh200\b.{0,200}\bnvl\b/, 'h200-nvl-141'],
  [/\bh200\b/, 'h200-sxm-141'],
  [/\bh100\b.{0,200}\b(nvl|94)/, 'h100-nvl-94'],
  [/\bh100\b.{0,200}\bpcie\b/, 'h100-pcie-80'],
  [/\bh100\b/, 'h100-sxm-80'],
  [/\ba100\b.{0,200}\bpcie?\b.{0,200}40|\ba100\b.{0,200}40.{0,200}\bpcie?\b/, 'a100-pcie-40'],
  [/\ba100\b.{0,200}40/, 'a100-sxm-40'],
  [/\ba100\b.{0,200}\bpcie?\b/, 'a100-pcie-80'],
  [/\ba100\b/, 'a100-sxm-80'],
  [/\ba10g\b/, 'a10g'],
  [/\ba10\b/, 'a10'],
  [/\ba40\b/, 'a40'],
  [/\bl40s\b/, 'l40s'],
  [/\bl40\b/, 'l40'],
  [/\bl4\b/, 'l4'],
  [/\bt4\b/, 't4'],
  [/\bpro 6000\b/, 'rtx-pro-6000-blackwell'],
  [/\b6000 ada\b/, 'rtx-6000-ada'],
  [/\b(rtx)? ?5090(?! d)\b/, 'rtx-5090'],
  [/\b(rtx)? ?4090(?! d)\b/, 'rtx-4090'],
  [/\bmi300x\b/, 'mi300x'],
  [/\bmi325x\b/, 'mi325x'],
  [/\bmi355x\b/, 'mi355x'],
];

/** Characters of a product name; drivers keep theirs below 100. */
const LONGEST_NAME = 300;

/** Catalog id of the board that the name means; undefined when the catalog has none. */
export function gpuIdOf(name: string): string | undefined {
  if (name.length > LONGEST_NAME) return undefined;
  const spelled = words(name);
  return BY_NAME.get(spelled) ?? PATTERNS.find(([pattern]) => pattern.test(spelled))?.[1];
}

/** Card and profile in the name of a MIG slice, as drivers and node labels write it: `NVIDIA A100-SXM4-80GB MIG 1g.10gb`; undefined for a whole card. */
export function sliceNamed(name: string): { readonly card: string; readonly profile: string } | undefined {
  const found = /\bmig[-_ ]?(\d{1,2}g\.\d{1,4}gb)/i.exec(name);
  const profile = found?.[1];
  return found === null || profile === undefined ? undefined : { card: name.slice(0, found.index), profile: profile.toLowerCase() };
}
