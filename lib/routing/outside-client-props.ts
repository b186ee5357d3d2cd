/** Clients of a router that no construct of the app is: where they come from, and what they are planned to ask. */
import { z } from 'zod';
import { MOST } from '../capacity/limits';
import { addressRange } from '../core/kubernetes/address-range';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { labelKey } from '../core/kubernetes/label-key';
import { labelValue } from '../core/kubernetes/label-value';
import { namespaceName } from '../core/kubernetes/namespace-name';
import { routeAlias } from '../core/route-alias';
import { wholeNumber } from '../core/schema';

/** What a client asks of one alias at its peak. */
export interface OutsideLoadProps {
  /** Sessions at the same time; each asks one request after the other. */
  readonly sessions: number;
  /** Context of a session, tokens: prompt and answer of its longest usual request. */
  readonly contextTokens: number;
  /**
   * Requests that one session sends in a minute: makes tokens per second a ceiling beside memory. With `outputTokens`.
   * @default - unknown: nothing is asked of the throughput
   */
  readonly perMinute?: number;
  /**
   * Answer of one request, tokens. With `perMinute`.
   * @default - unknown
   */
  readonly outputTokens?: number;
}

/** A client outside of the app. It comes from pods of a namespace, or from addresses. */
export interface OutsideClientProps {
  /**
   * Namespace of its pods, e.g. that of an ingress controller or a gateway in front of the router.
   * @default - none: `cidrs` are given
   */
  readonly namespace?: string;
  /**
   * Labels of its pods in `namespace`.
   * @default - every pod of the namespace
   */
  readonly pods?: Readonly<Record<string, string>>;
  /**
   * Address ranges, as the pods of the router see them: of a load balancer with pods as its targets those of the clients, else of the nodes.
   * @default - none: `namespace` is given
   */
  readonly cidrs?: readonly string[];
  /**
   * What it is planned to ask at its peak, by alias: the pools behind are sized for it, its key is for these aliases, and admits as much.
   * @default - unknown: no pool is sized for it, and its key is for every alias
   */
  readonly asks?: Readonly<Record<string, OutsideLoadProps>>;
}

const loadSchema = z
  .strictObject({
    sessions: wholeNumber(1, MOST),
    contextTokens: wholeNumber(1, MOST),
    perMinute: z.number().positive().max(MOST).optional(),
    outputTokens: wholeNumber(1, MOST).optional(),
  })
  .refine(({ perMinute, outputTokens }) => (perMinute === undefined) === (outputTokens === undefined), {
    error: 'expected perMinute together with outputTokens: work is both',
    path: ['perMinute'],
  })
  .refine(({ contextTokens, outputTokens = 0 }) => outputTokens < contextTokens, {
    error: 'expected less than contextTokens, which holds the prompt as well',
    path: ['outputTokens'],
  });

const outsideClientSchema = z
  .strictObject({
    namespace: namespaceName.optional(),
    pods: z
      .record(labelKey, labelValue)
      .refine((labels) => Object.keys(labels).length > 0, {
        error: 'expected at least one label; leave it out for every pod of the namespace',
      })
      .optional(),
    cidrs: z
      .array(addressRange)
      .min(1, { error: 'expected at least one range' })
      .refine((ranges) => ranges.every((range) => !range.endsWith('/0')), { error: 'expected ranges that are not every address' })
      .readonly()
      .optional(),
    asks: z
      .record(routeAlias, loadSchema)
      .refine((asks) => Object.keys(asks).length > 0, { error: 'expected at least one alias' })
      .optional(),
  })
  .refine(({ namespace, cidrs }) => (namespace === undefined) !== (cidrs === undefined), {
    error: 'expected either the namespace of its pods or cidrs',
    path: ['namespace'],
  })
  .refine(({ namespace, pods }) => pods === undefined || namespace !== undefined, {
    error: 'expected the namespace of these pods',
    path: ['namespace'],
  });

/** By name. */
export const outsideClientsSchema = z.record(dnsLabel, outsideClientSchema).default({});

export type OutsideClientSpec = z.output<typeof outsideClientSchema>;
export type OutsideLoadSpec = z.output<typeof loadSchema>;
