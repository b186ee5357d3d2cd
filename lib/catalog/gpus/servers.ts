/** GPUs of the largest single server that is sold with a card, by catalog id. A replica lives in one server, so no more than these can share it. */
import type { Provenance } from '../provenance';

export interface LargestServer {
  readonly gpus: number;
  readonly provenance: Provenance;
}

const server = (gpus: number, source: string, evidence: Provenance['evidence'] = 'found'): LargestServer => ({
  gpus,
  provenance: { source, asOf: '2026-11', evidence },
});

const EIGHT_ON_A_BOARD = server(8, 'NVIDIA HGX: boards of 4 or 8 GPUs', 'known');
const SIXTEEN_A100 = server(16, 'NVIDIA HGX A100 16-GPU and Google Cloud a2-megagpu-16g', 'known');
const DOUBLE_WIDTH = server(
  10,
  'servethehome.com NVIDIA L40S is the NVIDIA H100 AI Alternative (Supermicro SYS-521GE-TNRT: eight cards, up to ten)',
);
const SINGLE_WIDTH = server(
  18,
  'simmtester.com industry news 26563 (Supermicro SYS-322GB-NR, 2024-10-10: 18 single-slot or ten dual-slot cards)',
);
const COMPUTE_TRAY = server(4, 'NVIDIA NVL72: compute trays of 4 GPUs, each an operating system of its own', 'known');
const UNIVERSAL_BASEBOARD = server(8, 'AMD Instinct platform: universal baseboard of 8 modules', 'known');

/** GH200 is left out: nodes of one, two and four are sold, and no figure was read. */
export const LARGEST_SERVERS: Readonly<Record<string, LargestServer>> = {
  t4: server(20, 'anandtech.com 13619 (Supermicro inference server: 20 slots for T4)'),
  l4: SINGLE_WIDTH,
  a10: SINGLE_WIDTH,
  a10g: server(8, 'rapidsai/deployment source/cloud/aws (g5.48xlarge: 8 × A10G); the card is sold by AWS alone'),
  a40: DOUBLE_WIDTH,
  'a100-pcie-40': DOUBLE_WIDTH,
  'a100-sxm-40': SIXTEEN_A100,
  'a100-pcie-80': DOUBLE_WIDTH,
  'a100-sxm-80': SIXTEEN_A100,
  l40: DOUBLE_WIDTH,
  l40s: DOUBLE_WIDTH,
  'rtx-4090': DOUBLE_WIDTH,
  'rtx-5090': DOUBLE_WIDTH,
  'rtx-6000-ada': DOUBLE_WIDTH,
  'rtx-pro-6000-blackwell': DOUBLE_WIDTH,
  'h100-pcie-80': DOUBLE_WIDTH,
  'h100-sxm-80': EIGHT_ON_A_BOARD,
  'h100-nvl-94': DOUBLE_WIDTH,
  'h200-sxm-141': EIGHT_ON_A_BOARD,
  'h200-nvl-141': DOUBLE_WIDTH,
  'b200-sxm': EIGHT_ON_A_BOARD,
  'b300-sxm': EIGHT_ON_A_BOARD,
  gb200: COMPUTE_TRAY,
  gb300: COMPUTE_TRAY,
  mi300x: UNIVERSAL_BASEBOARD,
  mi325x: UNIVERSAL_BASEBOARD,
  mi355x: UNIVERSAL_BASEBOARD,
};
