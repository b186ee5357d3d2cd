/**
 * Regions of clouds by the country in which their data centres stand. The name of a region says nothing of it: `eu-west-2` is London, `eu-central-2` Zurich.
 * A region that is not here is unknown until somebody says where it is (`Region.custom`).
 */

/** Where the rows come from; each was read in 2026-11. */
export const CLOUD_REGION_SOURCES = {
  aws: 'botocore 1.40.0, data/endpoints.json: descriptions of the regions of the partitions aws, aws-cn, aws-us-gov and aws-eusc',
  gcp: 'https://cloud.google.com/compute/docs/regions-zones',
  azure: 'https://learn.microsoft.com/azure/reliability/regions-list',
} as const;

export type CloudId = keyof typeof CLOUD_REGION_SOURCES;

/** Regions of one cloud, by the ISO code of their country. */
type ByCountry = Readonly<Record<string, readonly string[]>>;

const AWS: ByCountry = {
  DE: ['eu-central-1', 'eusc-de-east-1'],
  ES: ['eu-south-2'],
  FR: ['eu-west-3'],
  IE: ['eu-west-1'],
  IT: ['eu-south-1'],
  SE: ['eu-north-1'],
  CH: ['eu-central-2'],
  GB: ['eu-west-2'],
  US: ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'us-gov-east-1', 'us-gov-west-1'],
  AE: ['me-central-1'],
  AU: ['ap-southeast-2', 'ap-southeast-4'],
  BH: ['me-south-1'],
  BR: ['sa-east-1'],
  CA: ['ca-central-1', 'ca-west-1'],
  CN: ['cn-north-1', 'cn-northwest-1'],
  HK: ['ap-east-1'],
  ID: ['ap-southeast-3'],
  IL: ['il-central-1'],
  IN: ['ap-south-1', 'ap-south-2'],
  JP: ['ap-northeast-1', 'ap-northeast-3'],
  KR: ['ap-northeast-2'],
  MX: ['mx-central-1'],
  MY: ['ap-southeast-5'],
  SG: ['ap-southeast-1'],
  TH: ['ap-southeast-7'],
  TW: ['ap-east-2'],
  ZA: ['af-south-1'],
};

const GCP: ByCountry = {
  BE: ['europe-west1'],
  DE: ['europe-west3', 'europe-west10'],
  ES: ['europe-southwest1'],
  FI: ['europe-north1'],
  FR: ['europe-west9'],
  IT: ['europe-west8', 'europe-west12'],
  NL: ['europe-west4'],
  PL: ['europe-central2'],
  SE: ['europe-north2'],
  CH: ['europe-west6'],
  GB: ['europe-west2'],
  US: ['us-central1', 'us-east1', 'us-east4', 'us-east5', 'us-south1', 'us-west1', 'us-west2', 'us-west3', 'us-west4'],
  AU: ['australia-southeast1', 'australia-southeast2'],
  BR: ['southamerica-east1'],
  CA: ['northamerica-northeast1', 'northamerica-northeast2'],
  CL: ['southamerica-west1'],
  HK: ['asia-east2'],
  ID: ['asia-southeast2'],
  IL: ['me-west1'],
  IN: ['asia-south1', 'asia-south2'],
  JP: ['asia-northeast1', 'asia-northeast2'],
  KR: ['asia-northeast3'],
  MX: ['northamerica-south1'],
  QA: ['me-central1'],
  SA: ['me-central2'],
  SG: ['asia-southeast1'],
  TW: ['asia-east1'],
  ZA: ['africa-south1'],
};

const AZURE: ByCountry = {
  AT: ['austriaeast'],
  BE: ['belgiumcentral'],
  DE: ['germanywestcentral', 'germanynorth'],
  ES: ['spaincentral'],
  FR: ['francecentral', 'francesouth'],
  IE: ['northeurope'],
  IT: ['italynorth'],
  NL: ['westeurope'],
  PL: ['polandcentral'],
  SE: ['swedencentral'],
  CH: ['switzerlandnorth', 'switzerlandwest'],
  GB: ['uksouth', 'ukwest'],
  NO: ['norwayeast', 'norwaywest'],
  US: ['centralus', 'eastus', 'eastus2', 'northcentralus', 'southcentralus', 'westcentralus', 'westus', 'westus2', 'westus3'],
  AE: ['uaenorth', 'uaecentral'],
  AU: ['australiaeast', 'australiasoutheast', 'australiacentral', 'australiacentral2'],
  BR: ['brazilsouth', 'brazilsoutheast'],
  CA: ['canadacentral', 'canadaeast'],
  CL: ['chilecentral'],
  HK: ['eastasia'],
  ID: ['indonesiacentral'],
  IL: ['israelcentral'],
  IN: ['centralindia', 'southindia', 'westindia'],
  JP: ['japaneast', 'japanwest'],
  KR: ['koreacentral', 'koreasouth'],
  MX: ['mexicocentral'],
  MY: ['malaysiawest'],
  NZ: ['newzealandnorth'],
  QA: ['qatarcentral'],
  SG: ['southeastasia'],
  ZA: ['southafricanorth', 'southafricawest'],
};

export const CLOUD_REGIONS: Readonly<Record<CloudId, ByCountry>> = { aws: AWS, gcp: GCP, azure: AZURE };

/** Names for a cluster of which no more is to be told than that it stands in a part of the European Union. */
export const PARTS_OF_EU = ['eu-north', 'eu-south', 'eu-east', 'eu-west', 'eu-central'] as const;

const byName = new Map(
  Object.values(CLOUD_REGIONS).flatMap((countries) =>
    Object.entries(countries).flatMap(([country, names]) => names.map((name) => [name, country] as const)),
  ),
);

/** ISO code of the country in which the region of a cloud stands; undefined for a name that is not known. */
export const countryOf = (region: string): string | undefined => byName.get(region);
