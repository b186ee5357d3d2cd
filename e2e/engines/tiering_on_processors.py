"""Tiers of KV blocks where the cache of the engine lies in host memory, too. vLLM copies blocks between a GPU and host memory alone; here the same copy goes from
memory to memory. Names, look-ups, host memory, files and counts remain those of vLLM."""
import time

import torch
from vllm.v1.kv_offload.base import OffloadingWorker, TransferResult
from vllm.v1.kv_offload.cpu.shared_offload_region import SharedOffloadRegion
from vllm.v1.kv_offload.tiering.spec import TieringOffloadingSpec


class Copies(OffloadingWorker):
    def __init__(self, caches, region):
        self.groups = caches.group_data_refs
        self.engine = [cache.tensor.view(torch.int8).view(-1, cache.page_size_bytes) for cache in caches.tensors]
        self.host = [region.create_next_worker_view(cache.page_size_bytes) for cache in caches.tensors]
        self.finished = []

    def copy(self, job, of_engine, of_host, to_host):
        began, moved, at = time.monotonic(), 0, 0
        for references, size in zip(self.groups, of_engine.group_sizes, strict=True):
            for mine, theirs in zip(of_engine.block_ids[at : at + size], of_host.block_ids[at : at + size], strict=True):
                for reference in references:
                    pages = self.engine[reference.tensor_idx][int(mine)], self.host[reference.tensor_idx][int(theirs)]
                    source, target = pages if to_host else reversed(pages)
                    target[: reference.page_size_bytes].copy_(source[: reference.page_size_bytes])
                    moved += reference.page_size_bytes
            at += size
        self.finished.append(TransferResult(job_id=job, success=True, transfer_size=moved, transfer_time=time.monotonic() - began))
        return True

    def submit_store(self, job_id, src_spec, dst_spec):
        return self.copy(job_id, src_spec, dst_spec, True)

    def submit_load(self, job_id, src_spec, dst_spec):
        return self.copy(job_id, dst_spec, src_spec, False)

    def get_finished(self):
        finished, self.finished = self.finished, []
        return finished

    def wait(self, job_ids):
        pass


class TieringOnProcessors(TieringOffloadingSpec):
    def get_worker(self, kv_caches):
        region = SharedOffloadRegion(
            engine_id=self._engine_id,
            num_chunks=self.num_chunks,
            rank=0,
            kv_bytes_per_chunk=self.kv_bytes_per_chunk,
            cpu_page_size=self.cpu_page_size_per_worker,
        )
        return Copies(kv_caches, region)
