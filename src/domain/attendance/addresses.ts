import { z } from 'zod';
import type { LiveAddress } from './paths.ts';

/** The three kinds of address of a live picture, as parameters of a route. */
export const addressKinds = [
  {
    path: '/:code',
    api: '/areas/:code',
    params: z.object({ code: z.string().max(12).meta({ description: 'A GSS or three-digit code.' }) }),
  },
  {
    path: '/trusts/:trustId',
    api: '/trusts/:trustId',
    params: z.object({ trustId: z.coerce.number().int().positive().max(2_147_483_647) }),
  },
  {
    path: '/settings/:urn',
    api: '/settings/:urn',
    params: z.object({ urn: z.coerce.number().int().positive().max(2_147_483_647) }),
  },
] as const;

type Params = { readonly code: string } | { readonly trustId: number } | { readonly urn: number };

/** The address that a route's parameters name. */
export function addressOf(params: Params): LiveAddress {
  if ('code' in params) return { kind: 'area', code: params.code };
  return 'trustId' in params ? { kind: 'trust', trustId: params.trustId } : { kind: 'setting', urn: params.urn };
}
