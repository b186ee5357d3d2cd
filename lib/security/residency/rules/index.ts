/** The rules of data that must stay in a region. */
import type { Rule } from '../../../core/rule';
import type { DeclaredCompliance, DeclaredResidency, ResidentData } from '../resident-data';
import { complianceChecked } from './compliance-checked';
import { dataStaysInside } from './data-stays-inside';
import { residencyHeld } from './residency-held';
import { residencyNarrows } from './residency-narrows';

export const RESIDENT_DATA_RULES: readonly Rule<ResidentData>[] = [dataStaysInside, residencyHeld];

export const RESIDENCY_RULES: readonly Rule<DeclaredResidency>[] = [residencyNarrows];

export const COMPLIANCE_RULES: readonly Rule<DeclaredCompliance>[] = [complianceChecked];
