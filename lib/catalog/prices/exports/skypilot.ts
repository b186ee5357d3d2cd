/** `vms.csv` of a cloud in SkyPilot's catalog. */
import { gpuIdOf } from '../../gpu-names';
import { type GoogleMachine, googleMachines, type NodeGpus, nodeGpus } from './node-types';
import { type NodeForSale, type PriceExport, positive, type TableRow } from './price-export';

const NEEDED = ['InstanceType', 'AcceleratorName', 'AcceleratorCount', 'Region', 'Price'];

/** Names that mean one board of the catalog wherever they are sold. Others need a word in the type of the node: SXM, PCIe or NVL. */
const ONE_BOARD: Readonly<Record<string, string>> = {
  T4: 't4',
  L4: 'l4',
  A10: 'a10',
  A10G: 'a10g',
  A40: 'a40',
  L40: 'l40',
  L40S: 'l40s',
  RTX4090: 'rtx-4090',
  RTX5090: 'rtx-5090',
  'RTX6000-Ada': 'rtx-6000-ada',
  'RTX-6000-Ada': 'rtx-6000-ada',
  B200: 'b200-sxm',
  B300: 'b300-sxm',
  GB200: 'gb200',
  GB300: 'gb300',
  MI300X: 'mi300x',
  MI325X: 'mi325x',
  MI355X: 'mi355x',
  'A100-80GB-SXM': 'a100-sxm-80',
  'H100-SXM': 'h100-sxm-80',
  'H100-NVL': 'h100-nvl-94',
  'H200-SXM': 'h200-sxm-141',
  'H200-NVL': 'h200-nvl-141',
};

export const skypilotExport: PriceExport = {
  format: 'skypilot',
  from: 'catalogs/<version>/<cloud>/vms.csv of github.com/skypilot-org/skypilot-catalog',
  recognises: (data) => data.kind === 'table' && data.rows[0] !== undefined && NEEDED.every((column) => column in (data.rows[0] ?? {})),
  read: (data, { provider = '', asOf }) => {
    const rows = data.kind === 'table' ? data.rows : [];
    const own = rows.filter(({ InstanceType: type = '', AcceleratorName: name = '' }) => type !== '' && name !== '');
    return {
      provider,
      asOf,
      source: `SkyPilot catalog, vms.csv of ${provider}`,
      nodes: [...own.flatMap((row) => ofRow(row)), ...hostsWithGpus(rows)],
      unread: [...new Set(own.filter((row) => gpuOf(row) === undefined).map(({ AcceleratorName: name = '' }) => name))],
      faulty: [...new Set(rows.filter(isOfKnownGpu).flatMap(faultOf))],
    };
  },
};

const gpuOf = ({ InstanceType: type = '', AcceleratorName: name = '' }: TableRow): string | undefined =>
  nodeGpus(type)?.gpu ?? boardOf(name, type);

/** Google's rows of GPUs alone name no machine. */
const isOfKnownGpu = (row: TableRow): boolean => {
  const { InstanceType: type = '', AcceleratorName: name = '' } = row;
  return name !== '' && (type === '' ? Object.hasOwn(GOOGLE_CARDS, name) : gpuOf(row) !== undefined);
};

/** Why a row of a GPU of the catalog gives no price, or only one of two. A cell that is empty says that the node is not sold that way. */
function faultOf(row: TableRow): string[] {
  const { InstanceType: type = '', AcceleratorName: name, AcceleratorCount: count, Region: region = '' } = row;
  const wrong = [
    ...(nodeGpus(type) === undefined && wholeCount(count) === undefined
      ? [`AcceleratorCount is ${shown(count)}, no whole number of GPUs`]
      : []),
    ...(region === '' ? ['Region is empty'] : []),
    ...(['Price', 'SpotPrice'] as const)
      .filter((column) => !isEmpty(row[column]) && positive(row[column]) === undefined)
      .map((column) => `${column} is ${shown(row[column])}, no number above 0`),
    ...(isEmpty(row.Price) && isEmpty(row.SpotPrice) ? ['Price and SpotPrice are empty'] : []),
  ];
  return wrong.length === 0
    ? []
    : [`${name}${type === '' ? '' : ` of ${type}`}${region === '' ? '' : ` in ${region}`}: ${wrong.join(', ')}`];
}

const isEmpty = (cell: string | undefined): boolean => (cell ?? '').trim() === '';
const shown = (cell: string | undefined): string => (isEmpty(cell) ? 'empty' : (cell ?? '').slice(0, 40));

/** What the type of a node means at its cloud comes first: the catalog counts twelve GPUs in a node of Azure that has eight. */
function gpusOf({ InstanceType: type = '', AcceleratorName: name = '', AcceleratorCount: cell }: TableRow): NodeGpus | undefined {
  const known = nodeGpus(type);
  if (known !== undefined) return known;
  const [gpu, count] = [boardOf(name, type), wholeCount(cell)];
  return gpu === undefined || count === undefined ? undefined : { gpu, count };
}

function wholeCount(cell: string | undefined): number | undefined {
  const count = positive(cell);
  return count !== undefined && Number.isInteger(count) ? count : undefined;
}

function boardOf(name: string, type: string): string | undefined {
  if (Object.hasOwn(ONE_BOARD, name)) return ONE_BOARD[name];
  const form = /sxm|pcie|nvl/i.exec(`${name} ${type}`)?.[0];
  if (form === undefined || !/^[AH]\d00/.test(name)) return undefined;
  return gpuIdOf(`${name.replace(/[-_]/g, ' ')} ${form}`);
}

const ofRow = (row: TableRow): NodeForSale[] => {
  const gpus = gpusOf(row);
  const at = { instanceType: row.InstanceType ?? '', region: row.Region ?? '' };
  return gpus === undefined || at.region === '' ? [] : prices(row.Price, row.SpotPrice).map((paid) => ({ ...gpus, ...at, ...paid }));
};

/** A spot price that is the other one to the digit is that of a cloud that has none. */
function prices(price: string | undefined, spot: string | undefined): readonly Pick<NodeForSale, 'purchase' | 'usdPerNodeHour'>[] {
  const [onDemand, atSpot] = [positive(price), positive(spot)];
  return [
    ...(onDemand === undefined ? [] : [{ purchase: 'on-demand' as const, usdPerNodeHour: onDemand }]),
    ...(atSpot === undefined || atSpot === onDemand ? [] : [{ purchase: 'spot' as const, usdPerNodeHour: atSpot }]),
  ];
}

/** Google's GPUs have rows of their own, without a machine: the host of a zone and its GPUs are added up. */
function hostsWithGpus(rows: readonly TableRow[]): NodeForSale[] {
  const cards = rows.filter(({ InstanceType: type = '', AcceleratorName: name = '' }) => type === '' && name !== '');
  if (cards.length === 0) return [];
  const machines = new Map(googleMachines());
  return rows.flatMap((host) => {
    const machine = machines.get(host.InstanceType ?? '');
    if (machine === undefined || (host.AcceleratorName ?? '') !== '') return [];
    const card = cards.find(
      (row) => isCardOf(row, machine) && row.AvailabilityZone === host.AvailabilityZone && row.Region === host.Region,
    );
    return card === undefined ? [] : together(host, card, machine);
  });
}

/** Google sells A100s and H100s on the SXM board alone. */
const GOOGLE_CARDS: Readonly<Record<string, string>> = { L4: 'l4', A100: 'a100-sxm-40', 'A100-80GB': 'a100-sxm-80', H100: 'h100-sxm-80' };

const isCardOf = ({ AcceleratorName: name = '', AcceleratorCount: count }: TableRow, machine: GoogleMachine): boolean =>
  Object.hasOwn(GOOGLE_CARDS, name) && GOOGLE_CARDS[name] === machine.gpu && positive(count) === machine.count;

function together(host: TableRow, card: TableRow, { gpu, count }: GoogleMachine): NodeForSale[] {
  const sum = (a: string | undefined, b: string | undefined) => {
    const [one, other] = [positive(a), positive(b)];
    return one === undefined || other === undefined ? undefined : String(one + other);
  };
  const at = { gpu, count, instanceType: host.InstanceType ?? '', region: host.Region ?? '' };
  return prices(sum(host.Price, card.Price), sum(host.SpotPrice, card.SpotPrice)).map((paid) => ({ ...at, ...paid }));
}
