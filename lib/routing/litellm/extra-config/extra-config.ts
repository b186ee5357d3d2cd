/** Further settings of LiteLLM, as a user writes them, and what may be wrong with their names. */
import { z } from 'zod';
import { freeText } from '../../../core/notion';
import { own } from '../../../core/own';
import { isPlainObject } from '../../../core/plain-object';
import { KNOWN_SETTINGS, OTHER_SECTIONS, SECTIONS, type Section } from './known-settings';
import { OPEN_SETTINGS } from './open-settings';

/** Settings by name, as LiteLLM calls them. */
export type Settings = Readonly<Record<string, unknown>>;

/** Further settings of config.yaml, by its sections. */
export interface RouterExtraConfigProps {
  /** @default {} */
  readonly router_settings?: Settings;
  /** @default {} */
  readonly litellm_settings?: Settings;
  /** @default {} */
  readonly general_settings?: Settings;
}

/** A setting that a user wrote. */
export interface WrittenSetting {
  /** Section; null for what stands beside the sections. */
  readonly section: Section | null;
  readonly name: string;
  /**
   * - `open`: it is a user's to write
   * - `planned`: LiteLLM knows it, and what it changes was planned
   * - `tools`: it is about MCP servers
   * - `elsewhere`: it belongs to other sections
   * - `unknown`: the release does not know it
   */
  readonly kind: 'open' | 'planned' | 'tools' | 'elsewhere' | 'unknown';
  /** Sections that it belongs to. */
  readonly belongsTo: readonly Section[];
}

/** The prop as the user wrote it. */
export const propOf = ({ section, name }: WrittenSetting): string =>
  section === null ? `extraConfig.${name}` : `extraConfig.${section}.${name}`;

const isSection = (name: string): name is Section => (SECTIONS as readonly string[]).includes(name);
const isAboutTools = (name: string): boolean => /(?:^|_)mcp(?:_|$)/.test(name);

/** Every setting of a configuration, in the order in which it was written. */
export function writtenSettings(config: Readonly<Record<string, unknown>>): WrittenSetting[] {
  return Object.entries(config).flatMap(([name, settings]) =>
    isSection(name) ? Object.keys((settings ?? {}) as Settings).map((key) => settingOf(name, key)) : [besideSections(name)],
  );
}

function settingOf(section: Section, name: string): WrittenSetting {
  const belongsTo = SECTIONS.filter((one) => KNOWN_SETTINGS[one].includes(name));
  const isKnown = belongsTo.includes(section);
  return { section, name, belongsTo, kind: kindOf(section, name, isKnown, belongsTo.length > 0) };
}

function kindOf(section: Section, name: string, isKnown: boolean, isElsewhere: boolean): WrittenSetting['kind'] {
  if (isAboutTools(name)) return 'tools';
  if (!isKnown) return isElsewhere ? 'elsewhere' : 'unknown';
  return own(OPEN_SETTINGS[section], name) === undefined ? 'planned' : 'open';
}

function besideSections(name: string): WrittenSetting {
  const belongsTo = SECTIONS.filter((one) => KNOWN_SETTINGS[one].includes(name));
  const kind = isAboutTools(name) ? 'tools' : OTHER_SECTIONS.includes(name) ? 'planned' : belongsTo.length > 0 ? 'elsewhere' : 'unknown';
  return { section: null, name, belongsTo, kind };
}

/** Settings that are open have values of their kind; what is wrong with the names of others is told at synthesis. */
function ofTheirKind(config: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  for (const section of SECTIONS) {
    const settings = own(config, section);
    if (settings === undefined) continue;
    if (!isPlainObject(settings)) {
      context.addIssue({ code: 'custom', message: 'expected settings by name', path: [section], input: settings });
      continue;
    }
    for (const [name, value] of Object.entries(settings)) {
      const error = own(OPEN_SETTINGS[section], name)?.safeParse(value).error;
      for (const issue of error?.issues ?? []) context.addIssue({ ...issue, path: [section, name, ...issue.path], input: value } as never);
    }
  }
}

const settingName = freeText('held against the settings of the release at synthesis', { empty: true });

export const extraConfigSchema = z.record(settingName, z.unknown()).superRefine(ofTheirKind).default({});

/** A section as it goes into config.yaml, beside what the router writes there itself. */
export const extraSettings = (config: Readonly<Record<string, unknown>>, section: Section): Settings =>
  (own(config, section) ?? {}) as Settings;
