import { isIP } from 'node:net';
import { z } from 'zod';

/** The variables of what keeps a Headwater up and its weaknesses told. They become docs/reference/configuration.md. */
export const hardeningVariables = {
  HEADWATER_TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .refine((list) => list.every(isNetwork), 'must be IP addresses or networks, with commas between them')
    .optional()
    .meta({
      description:
        'The addresses of the servers in front, whose X-Forwarded-For is believed. Unset: nobody’s, and limits by address then count the server in front as one reader.',
      example: '10.0.0.4,10.1.0.0/16',
    }),
  HEADWATER_REQUESTS_PER_MINUTE: z
    .string()
    .regex(/^[1-9]\d{1,6}$/, 'must be a whole number from 10 to 9999999')
    .transform(Number)
    .default(3_000)
    .meta({
      description:
        'Requests a minute that one person signed in may make before being told to wait. A program’s key and a network address may make eighty times as many; of a person’s, one in twenty-five may be a search and one in fifty an export.',
      example: '6000',
    }),
  HEADWATER_SECURITY_CONTACT: z
    .string()
    .regex(/^(?:mailto:[^\s@]+@[^\s@]+|https:\/\/\S+|tel:\+?[\d-]+)$/, 'must start with mailto:, https:// or tel:')
    .optional()
    .meta({
      description:
        'Where a weakness is to be reported; /.well-known/security.txt says so. Unset: the page about this Headwater.',
      example: 'mailto:security@example.org',
    }),
  HEADWATER_SECURITY_POLICY: z
    .url({ protocol: /^https$/, error: 'must be an address that starts with https://' })
    .optional()
    .meta({
      description: 'The address of your policy on reported weaknesses; /.well-known/security.txt names it.',
      example: 'https://example.org/security',
    }),
};

const variables = z.object(hardeningVariables);

/** What keeps a Headwater up, as configured. */
export interface HardeningSettings {
  /** Addresses and networks whose X-Forwarded-For is believed; empty for none. */
  readonly trustedProxies: readonly string[];
  /** Of one person. */
  readonly requestsPerMinute: number;
  readonly securityContact: string | undefined;
  readonly securityPolicy: string | undefined;
}

export function hardeningSettings(values: z.infer<typeof variables>): HardeningSettings {
  return {
    trustedProxies: values.HEADWATER_TRUSTED_PROXIES ?? [],
    requestsPerMinute: values.HEADWATER_REQUESTS_PER_MINUTE,
    securityContact: values.HEADWATER_SECURITY_CONTACT,
    securityPolicy: values.HEADWATER_SECURITY_POLICY,
  };
}

/** The values in use, by variable. */
export function shownHardening(settings: HardeningSettings): Readonly<Record<string, string | undefined>> {
  const { trustedProxies, requestsPerMinute, securityContact, securityPolicy } = settings;
  return {
    HEADWATER_TRUSTED_PROXIES: trustedProxies.length > 0 ? trustedProxies.join(',') : undefined,
    HEADWATER_REQUESTS_PER_MINUTE: String(requestsPerMinute),
    HEADWATER_SECURITY_CONTACT: securityContact,
    HEADWATER_SECURITY_POLICY: securityPolicy,
  };
}

function isNetwork(text: string): boolean {
  const [address = '', length] = text.split('/');
  const version = isIP(address);
  return (
    version !== 0 &&
    (length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (version === 4 ? 32 : 128)))
  );
}
