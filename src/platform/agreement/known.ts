import type { Category } from '#platform/access/categories.ts';
import { categories } from '#platform/access/categories.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { ToldOf } from './reach.ts';
import { agreementReach } from './reach.ts';
import { agreementIdsOf } from './store.ts';

/** That a child is known to a service, and whom to ask: nothing of what the service knows. */
export interface KnownTo {
  readonly agreementId: number;
  readonly contact: string;
  readonly because: string;
  readonly category: Category;
}

/**
 * What an organisation may be told now about where a child is known. Children who are withheld are not known anywhere. Whoever
 * asks must have checked that the child is within the request’s scope.
 */
export async function knownTo(
  gate: Gated,
  child: ToldOf,
  organisationId: number,
  now: Date,
): Promise<readonly KnownTo[]> {
  const found: KnownTo[] = [];
  for (const agreementId of await agreementIdsOf(gate, [organisationId])) {
    const reach = await agreementReach(gate, agreementId, organisationId, now);
    if (!reach.ok) continue;
    for (const category of categories) {
      const { known } = reach.value.degrade(category, {}, child);
      if (known) found.push({ agreementId, contact: known.contact ?? '', because: known.because, category });
    }
  }
  return found;
}
