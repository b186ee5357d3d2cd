import { z } from 'zod';
import { brand, hasBrand } from '../core/brand';
import { checkMethods, thingRule } from '../core/method-arguments';
import { notion } from '../core/notion';
import { isPlainObject } from '../core/plain-object';
import { readable } from '../core/readable';
import { branded, parseProps } from '../core/schema';
import { countryOf, PARTS_OF_EU } from './regions/cloud-regions';
import { EEA_BESIDE_EU, EU_MEMBERS, EUROPE_BESIDE_EEA } from './regions/countries';

/** Where a region of your own lies. */
export interface CustomRegionProps {
  /**
   * The region around it, e.g. `Region.GERMANY`.
   * @default - none that is known: it lies inside itself alone
   */
  readonly within?: Region;
}

/** What a region is made of. */
interface RegionFacts {
  readonly name: string;
  /** Tells it from others of the same name. */
  readonly key: string;
  readonly within?: Region | undefined;
  /** Regions that it consists of. */
  readonly members?: readonly Region[] | undefined;
}

/**
 * A place by law: a group of countries, a country, or a data centre. Regions are nested: `eu-central-1` lies in Germany, Germany in the EU, the EU in the
 * EEA. Names of clouds do not say where they are (`eu-west-2` is London), so each is looked up.
 *
 * @example
 * Region.EU.contains(Region.named('europe-west4')); // true
 * const munich = Region.custom('dc-munich', { within: Region.GERMANY });
 */
export class Region {
  /** Europe as far as it is known here: the European Economic Area, Switzerland and the United Kingdom. */
  static readonly EUROPE = new Region({ name: 'Europe', key: 'Europe' });
  /** The European Economic Area: the European Union, Iceland, Liechtenstein and Norway. */
  static readonly EEA = new Region({ name: 'EEA', key: 'EEA', within: Region.EUROPE });
  /** The European Union. */
  static readonly EU = new Region({ name: 'EU', key: 'EU', within: Region.EEA });
  static readonly GERMANY = Region.of('DE');
  static readonly FRANCE = Region.of('FR');
  static readonly SWITZERLAND = Region.of('CH');
  static readonly UNITED_KINGDOM = Region.of('GB');
  static readonly UNITED_STATES = Region.of('US');

  /**
   * A country by its ISO 3166-1 code, e.g. `'NL'`.
   * @throws FleetSpecError AF-SPEC-001 when it is no such code.
   */
  static country(code: string): Region {
    return Region.of(parseProps(countrySchema, { code }, contextOf('country')).code);
  }

  /**
   * A region by the name that its cloud gives it (AWS, Google Cloud, Azure), a country by its code, `EU`, `EEA` or `Europe`, or `eu-north`, `eu-south`,
   * `eu-east`, `eu-west` and `eu-central` for a part of the EU. Any other name is a region of which nothing is known but its name.
   * @throws FleetSpecError AF-SPEC-001 when it is no name.
   */
  static named(name: string): Region {
    return Region.find(parseProps(namedSchema, { name }, contextOf('named')).name);
  }

  /**
   * A region of your own: a data centre, or the region of a cloud that is not known here.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
   */
  static custom(name: string, props: CustomRegionProps = {}): Region {
    const context = contextOf('custom');
    const given = readable(props, context, () => parseProps(customSchema, isPlainObject(props) ? { ...props, name } : props, context));
    return Region.own(given.name, given.within);
  }

  /**
   * Several regions together, e.g. the EU and Switzerland.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
   */
  static anyOf(name: string, regions: readonly Region[]): Region {
    const { name: called, regions: members } = parseProps(anyOfSchema, { name, regions }, contextOf('anyOf'));
    return new Region({ name: called, key: keyOf('any of', ...members.map(({ key }) => key).sort()), members: [...members] });
  }

  /** Recognises regions by their brand, so that two copies of the library agree. */
  static isRegion(value: unknown): value is Region {
    return hasBrand(value, 'Region');
  }

  /** A region by the name that somebody wrote. */
  private static find(name: string): Region {
    const group = [Region.EU, Region.EEA, Region.EUROPE].find((one) => one.name === name);
    if (group !== undefined) return group;
    const country = countryOf(name);
    if (country !== undefined) return new Region({ name, key: keyOf('cloud', name), within: Region.of(country) });
    if (isCountryCode(name)) return Region.of(name);
    return Region.own(name, (PARTS_OF_EU as readonly string[]).includes(name) ? Region.EU : undefined);
  }

  private static of(country: string): Region {
    return new Region({ name: country, key: keyOf('country', country), within: Region.around(country) });
  }

  private static own(name: string, within: Region | undefined): Region {
    return new Region({ name, key: keyOf('own', name, ...(within === undefined ? [] : [within.key])), within });
  }

  /** Group of countries that a country belongs to. */
  private static around(country: string): Region | undefined {
    if (includes(EU_MEMBERS, country)) return Region.EU;
    if (includes(EEA_BESIDE_EU, country)) return Region.EEA;
    return includes(EUROPE_BESIDE_EEA, country) ? Region.EUROPE : undefined;
  }

  readonly name: string;
  /** Tells it from others of the same name. */
  readonly key: string;
  /** The region around it; undefined where none is known. */
  readonly within: Region | undefined;
  /** Regions that it consists of; empty for one that is not put together. */
  readonly members: readonly Region[];

  private constructor({ name, key, within, members = [] }: RegionFacts) {
    this.name = name;
    this.key = key;
    this.within = within;
    this.members = members;
    brand(this, 'Region');
    Object.freeze(this.members);
    Object.freeze(this);
  }

  /** Whether the other region is this one or lies inside it, so that whatever is there is here. */
  contains(other: Region): boolean {
    if (other.key === this.key || this.members.some((member) => member.contains(other))) return true;
    if (other.members.length > 0) return other.members.every((member) => this.contains(member));
    return other.within !== undefined && this.contains(other.within);
  }

  /** The region with those around it, e.g. `eu-central-1 (DE, EU, EEA, Europe)`. */
  toString(): string {
    const around: string[] = [];
    for (let region = this.within; region !== undefined; region = region.within) around.push(region.name);
    const parts = around.length > 0 ? around : this.members.map(({ name }) => name);
    return parts.length === 0 ? this.name : `${this.name} (${parts.join(', ')})`;
  }
}

checkMethods(Region, { contains: [thingRule('other', Region.isRegion, 'a Region', 'Region.EU')] });

/** Codes that are no countries, or another spelling of one. */
const NO_COUNTRY = ['EU', 'EZ', 'UK', 'UN'];
const MOST_REGIONS = 100;

function isCountryCode(text: string): boolean {
  return /^[A-Z]{2}$/.test(text) && !includes(NO_COUNTRY, text);
}

function includes(codes: readonly string[], code: string): boolean {
  return codes.includes(code);
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

function contextOf(factory: string) {
  return { path: `Region.${factory}`, className: `Region.${factory}` };
}

const regionName = notion(
  'name of a region',
  "letters, digits, spaces, dots, dashes and underscores, at most 63, e.g. 'eu-central-1'",
  (text) => /^[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,61}[A-Za-z0-9])?$/.test(text),
);
const region = branded<Region>(Region.isRegion, "a Region, e.g. Region.EU or Region.named('eu-central-1')");
const countrySchema = z.strictObject({
  code: notion('code of a country', "the ISO 3166-1 code of a country, e.g. 'DE'", isCountryCode),
});
const namedSchema = z.strictObject({ name: regionName });
const customSchema = z.strictObject({ name: regionName, within: region.optional() });
const anyOfSchema = z.strictObject({ name: regionName, regions: z.array(region).min(1).max(MOST_REGIONS) });

/** Schema of a prop that says where something is: a region, or its name. */
export const placeSchema = z.union([regionName, region]);

/** Schema of a prop that says where data must stay. */
export const regionSchema = region;

/** The region of such a prop. */
export const regionOf = (place: string | Region): Region => (typeof place === 'string' ? Region.named(place) : place);
