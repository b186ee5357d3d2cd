import * as path from 'node:path';
import type { PriceRow } from '../../lib/catalog/prices';
import { importedPrices } from '../../lib/cli/prices/imported-prices';
import { isFleetError } from '../../lib/core/fleet-error';

const list = (...names: string[]) => path.join(__dirname, 'price-lists', ...names);

const short = (rows: readonly PriceRow[]) =>
  rows.map(({ gpu, region, purchase, instanceType, gpusPerNode, usdPerGpuHour }) => [
    gpu,
    region,
    purchase,
    instanceType,
    gpusPerNode,
    usdPerGpuHour,
  ]);

describe('the price list of AWS', () => {
  const L4 = ['l4', 'us-east-1', 'on-demand', 'g6.xlarge', 1, 0.8048];
  const RESERVED = ['l4', 'us-east-1', 'reserved', 'g6.xlarge', 1, 0.507];

  test('gives Linux on shared machines: on demand, and reserved for a year with nothing upfront', async () => {
    const { rows, unread } = await importedPrices(list('aws.json'), {});
    expect(short(rows)).toEqual([['h100-sxm-80', 'us-east-1', 'on-demand', 'p5.48xlarge', 8, 6.88], L4, RESERVED]);
    expect(rows.map(({ provider, asOf }) => [provider, asOf])).toEqual(rows.map(() => ['AWS', '2026-07-20']));
    expect(rows.map(({ note }) => note)).toEqual([undefined, undefined, 'reserved for one year, nothing upfront']);
    expect(unread).toEqual(['g6f.large']);
  });

  test('says the same as CSV, and as the answer of `aws pricing get-products`', async () => {
    expect(short((await importedPrices(list('aws.csv'), {})).rows)).toEqual([L4, RESERVED]);
    const products = await importedPrices(list('aws-products.json'), { format: 'aws' });
    expect(short(products.rows)).toEqual([L4]);
    expect(products.rows[0]?.asOf).toBe('2026-07-20');
  });
});

describe('pages of the retail prices of Azure', () => {
  test('give consumption, spot, and reservations by the hour of their year; no Windows, no low priority, no other currency', async () => {
    const { rows, unread } = await importedPrices(list('azure.json'), { asOf: '2026-11-20' });
    expect(short(rows)).toEqual([
      ['a100-pcie-80', 'eastus2', 'on-demand', 'Standard_NC24ads_A100_v4', 1, 3.673],
      ['a100-pcie-80', 'eastus2', 'reserved', 'Standard_NC48ads_A100_v4', 2, 2.40103],
      ['a100-pcie-80', 'eastus2', 'spot', 'Standard_NC24ads_A100_v4', 1, 0.47749],
    ]);
    expect(rows[0]).toMatchObject({ provider: 'Azure', asOf: '2026-11-20', source: 'Azure retail prices' });
    expect(unread).toEqual(['Standard_NV6ads_A10_v5']);
  });
});

describe('SKUs of Google Cloud', () => {
  test('are added up to machines: GPUs, vCPUs and memory, of each region', async () => {
    const { rows, unread } = await importedPrices(list('gcp.json'), { asOf: '2026-08-03' });
    // 0.56004 + 4 × 0.024988 + 16 × 0.002927 = 0.706824: the newest price of the GPU counts.
    expect(short(rows).filter(([, region]) => region === 'us-central1')).toEqual([
      ['l4', 'us-central1', 'on-demand', 'g2-standard-4', 1, 0.70682],
      ['l4', 'us-central1', 'on-demand', 'g2-standard-24', 2, 1.00039],
      ['l4', 'us-central1', 'on-demand', 'g2-standard-48', 4, 1.00039],
      ['l4', 'us-central1', 'on-demand', 'g2-standard-96', 8, 1.00039],
    ]);
    expect(rows.filter(({ region }) => region === 'us-east1')).toHaveLength(4);
    expect(rows[0]?.note).toMatch(/local disks are billed apart/);
    // A spot price of the GPU alone is no price of a machine.
    expect(rows.filter(({ purchase }) => purchase === 'spot')).toEqual([]);
    // Cards of which no machine is known, also where their name has no "GPU" in it.
    expect(unread).toEqual(['Nvidia Tesla P4 GPU', 'RTX 6000 96GB']);
  });

  test('are read whether they write GPU or Gpu', async () => {
    const { rows } = await importedPrices(list('gcp.json'), { asOf: '2026-08-03', region: 'us-east4' });
    // 9.79655 + 26 × 0.03 + 234 × 0.003 for the smallest machine.
    expect(short(rows)[0]).toEqual(['h100-sxm-80', 'us-east4', 'on-demand', 'a3-highgpu-1g', 1, 11.27855]);
    expect(rows.map(({ gpusPerNode }) => gpusPerNode)).toEqual([1, 2, 4, 8]);
  });
});

describe('files of the catalog of SkyPilot', () => {
  test('take the GPUs of a node from its type: the catalog counts twelve where Azure has eight', async () => {
    const { rows, unread } = await importedPrices(list('skypilot', 'azure', 'vms.csv'), { asOf: '2026-11-20' });
    expect(short(rows)).toEqual([
      ['a100-pcie-80', 'eastus', 'on-demand', 'Standard_NC24ads_A100_v4', 1, 3.673],
      ['a100-pcie-80', 'eastus', 'spot', 'Standard_NC24ads_A100_v4', 1, 0.44443],
      ['h100-nvl-94', 'eastus', 'on-demand', 'Standard_NC40ads_H100_v5', 1, 6.98],
      ['h100-sxm-80', 'eastus', 'on-demand', 'Standard_ND96isr_H100_v5', 8, 12.29],
    ]);
    expect(rows[0]).toMatchObject({ provider: 'Azure', source: 'SkyPilot catalog, vms.csv of Azure' });
    expect(unread).toEqual(['V100']);
  });

  test('add hosts and GPUs of Google, which have rows apart', async () => {
    const { rows } = await importedPrices(list('skypilot', 'gcp', 'vms.csv'), { asOf: '2026-11-20' });
    expect(short(rows)).toEqual([
      ['a100-sxm-40', 'us-central1', 'on-demand', 'a2-highgpu-1g', 1, 3.67339],
      ['a100-sxm-40', 'us-central1', 'on-demand', 'a2-highgpu-2g', 2, 3.67338],
      ['a100-sxm-40', 'us-central1', 'spot', 'a2-highgpu-1g', 1, 1.92802],
      ['a100-sxm-40', 'us-central1', 'spot', 'a2-highgpu-2g', 2, 1.92802],
    ]);
  });

  test('rows of a real file: nodes that are sold at spot alone, counts with a point, and a GPU that other clouds spell otherwise', async () => {
    const { rows, unread } = await importedPrices(list('skypilot', 'verda', 'vms.csv'), { asOf: '2026-11-20' });
    expect(short(rows)).toEqual([
      ['b200-sxm', 'FIN-03', 'spot', '8B200.240V', 8, 1.71125],
      ['b300-sxm', 'FIN-03', 'on-demand', '1B300.30V', 1, 6.99],
      ['b300-sxm', 'FIN-03', 'spot', '1B300.30V', 1, 2.447],
      ['rtx-6000-ada', 'FIN-03', 'on-demand', '1RTX6000ADA.10V', 1, 0.8262],
    ]);
    expect(unread).toEqual(['H200']);
  });

  test('leave out an H100 of which nothing says whether it is PCIe or SXM', async () => {
    const { rows, unread } = await importedPrices(list('skypilot', 'nebius', 'vms.csv'), { asOf: '2026-11-20' });
    expect(short(rows)).toEqual([
      ['h100-sxm-80', 'eu-north1', 'on-demand', 'gpu-h100-sxm_8gpu-128vcpu-1600gb', 8, 2.95],
      ['h100-sxm-80', 'eu-north1', 'spot', 'gpu-h100-sxm_8gpu-128vcpu-1600gb', 8, 1.25],
      ['l40s', 'eu-north1', 'on-demand', 'gpu-l40s-a_1gpu-8vcpu-32gb', 1, 1.5484],
    ]);
    expect(rows[0]?.provider).toBe('nebius');
    expect(unread).toEqual(['H100']);
  });
});

describe('what is refused', () => {
  const refusal = async (file: string, options = {}) => {
    const error = await importedPrices(file, options).catch((thrown: unknown) => thrown);
    if (!isFleetError(error)) throw error;
    return error.problems.map(({ code, prop, message }) => [code, prop, message]);
  };

  test.each([
    ['a list without its day', list('azure.json'), {}, '--as-of', /says no day/],
    ['a day that is none', list('azure.json'), { asOf: 'today' }, '--as-of', /says no day/],
    ['a day that no calendar has', list('azure.json'), { asOf: '2026-13-40' }, '--as-of', /says no day/],
    ['a list of another cloud', list('azure.json'), { asOf: '2026-11-20', format: 'aws' }, 'file', /no such price list/],
    ['a region that is not in it', list('aws.json'), { region: 'eu-central-1' }, 'file', /has none in eu-central-1 \(it has us-east-1\)/],
    ['prose', list('README.md'), {}, 'file', /holds no JSON/],
    ['JSON of something else', path.join(__dirname, '..', '..', 'package.json'), {}, 'file', /no such price list/],
  ])('%s', async (_, file, options, prop, message) => {
    expect(await refusal(file, options)).toEqual([['AF-SPEC-001', prop, expect.stringMatching(message)]]);
  });
});
