/** What a cluster or a fleet is said to comply with, and who shares its machines: carried to labels, plan and report. */
import { z } from 'zod';
import type { Region } from '../../catalog/region';
import { labelValueOf } from '../../core/kubernetes/label-value';

const RULES = ['gdpr', 'ai-act', 'iso-27001', 'iso-42001', 'soc-2', 'hipaa', 'nis-2', 'dora'] as const;

/** A law or a standard that somebody says is kept. */
export type Compliance = (typeof RULES)[number];

/** Who else runs on the machines: nobody (`dedicated`), others of the same cloud beside it (`shared-host`). */
export type Tenancy = 'dedicated' | 'shared-host';

export const complianceSchema = z.array(z.enum(RULES)).min(1);
export const tenancySchema = z.enum(['dedicated', 'shared-host']);

/** What is said of a cluster or a fleet. */
export interface Governance {
  readonly compliance?: readonly Compliance[] | undefined;
  readonly tenancy?: Tenancy | undefined;
  readonly dataResidency?: Region | undefined;
}

/** Labels by which policy engines and auditors find what is said; none where nothing is. */
export function governanceLabels({ compliance = [], tenancy, dataResidency }: Governance): Record<string, string> {
  return {
    ...Object.fromEntries(compliance.map((rule) => [`agent-fleet/compliance-${rule}`, 'true'])),
    ...(tenancy === undefined ? {} : { 'agent-fleet/tenancy': tenancy }),
    ...(dataResidency === undefined ? {} : { 'agent-fleet/data-residency': labelValueOf(dataResidency.name) }),
  };
}
