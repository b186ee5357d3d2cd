/** What pods reach, themselves or through MCP servers and sandboxes. */
import { type IService, isService } from '../security/service';

/** Each once, however many lead to it. */
export function reachedServices(services: readonly IService[]): IService[] {
  const seen = new Set<IService>(services);
  for (const service of seen) for (const behind of behindOf(service)) seen.add(behind);
  return [...seen];
}

/** A service of a user's own may call anything its `services`. */
const behindOf = ({ services }: IService): IService[] => (Array.isArray(services) ? services.filter(isService) : []);
