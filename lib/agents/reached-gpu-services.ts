/** Tools on GPUs that pods reach, themselves or through MCP servers and sandboxes. */
import { type IService, isService } from '../security/service';
import { GpuService } from './gpu-service';

/** Each once, however many lead to it. */
export function reachedGpuServices(services: readonly IService[]): GpuService[] {
  const seen = new Set<IService>(services);
  for (const service of seen) for (const behind of behindOf(service)) seen.add(behind);
  return [...seen].filter(GpuService.isGpuService);
}

/** A service of a user's own may call anything its `services`. */
const behindOf = ({ services }: IService): IService[] => (Array.isArray(services) ? services.filter(isService) : []);
