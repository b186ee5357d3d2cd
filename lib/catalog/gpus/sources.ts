/** Public sources that many GPU rows share, at the commit that was read. All were read in November 2026. */

/** When the rows were collected. */
export const GPUS_AS_OF = '2026-11';

export const aicSystem = (file: string) => `ai-dynamo/aiconfigurator@095f58a5 systems ${file}`;

export const SMI_TOTALS = 'nvidia-smi totals in modal-labs/modal-client#2797';
export const STAS00 = 'stas00/ml-engineering@744d01e1 compute/accelerator (vendor data sheets, measured matrix products)';
export const MIG_CONFIG = 'NVIDIA/gpu-operator@a22dbf67 assets/state-mig-manager';
export const INFERENCEX = 'SemiAnalysisAI/InferenceX-app@77ca49a6 gpu-specs';

/** Product names come from the driver; GPU feature discovery turns spaces into dashes and drops other characters. */
export const NVIDIA_LABELS =
  'NVIDIA/open-gpu-kernel-modules 595.45.04 g_nv_name_released.h, by the rule of NVIDIA/k8s-device-plugin v0.20.0 internal/lm';
export const AMD_LABELS = 'ROCm/k8s-device-plugin node labeller, ROCm/gpu-operator v1.5.1 docs';

export const NVIDIA_FP8_KV = 'vllm-project/vllm@017e9f44 vllm/v1/attention/backends (flash_attn.py, flashinfer.py, triton_attn.py)';
export const AMD_FP8_KV = 'docs.vultr.com inference cookbook for ROCm, FP8 quantization (2026-03-17)';
