import { z } from 'zod';
import type { Provider } from '#platform/sign-in/provider-client.ts';

const modes = ['demonstration', 'production'] as const;
/** Whether anything made up, and any role without signing in, may be here. */
export type Mode = (typeof modes)[number];

const address = z.url({ protocol: /^https$/, error: 'must be an address that starts with https://' }).optional();
const secret = z.string().min(8, 'must have eight letters at least').optional();
const words = z.string().optional();

/** The variables of signing in. Descriptions and examples become docs/reference/configuration.md. */
export const signInVariables = {
  HEADWATER_MODE: z
    .enum(modes, { error: `must be one of ${modes.join(', ')}` })
    .default('demonstration')
    .meta({
      description:
        '`production`: for real children. Starts only when people must sign in, by https, and nothing made up can be chosen; says every reason when it does not.',
      example: 'production',
    }),
  HEADWATER_PASSKEYS: z.enum(['on', 'off'], { error: 'must be on or off' }).default('off').meta({
    description:
      'Whether people can sign in with passkeys, after an invitation. Needs a name as address, not a number.',
    example: 'on',
  }),
  HEADWATER_DFE_SIGN_IN_CLIENT_ID: words.meta({
    description: 'DfE Sign-in: the client id it gave this service. Setting it offers DfE Sign-in.',
    example: 'Headwater',
  }),
  HEADWATER_DFE_SIGN_IN_SECRET: secret.meta({
    description: 'DfE Sign-in: the client secret.',
    example: 'as-given-by-dfe',
  }),
  HEADWATER_DFE_SIGN_IN_ADDRESS: z
    .url({ protocol: /^https$/, error: 'must be an address that starts with https://' })
    .default('https://oidc.signin.education.gov.uk')
    .meta({
      description:
        'DfE Sign-in: its issuer, or the address of its discovery document; another one for its test service.',
      example: 'https://test-oidc.signin.education.gov.uk',
    }),
  HEADWATER_ENTRA_TENANT: z.uuid({ error: 'must be the tenant’s id (a GUID), not “common”' }).optional().meta({
    description: 'Microsoft Entra: the tenant’s id. Setting it offers signing in with Microsoft.',
    example: '6f2c1f0e-4f0b-4a49-9c4b-2f4f2f7b8e11',
  }),
  HEADWATER_ENTRA_CLIENT_ID: words.meta({
    description: 'Microsoft Entra: the application’s client id.',
    example: '0b8a4c1c-3f9e-4d55-8a3a-6b9e2d1f7c20',
  }),
  HEADWATER_ENTRA_SECRET: secret.meta({
    description: 'Microsoft Entra: the client secret.',
    example: 'as-made-in-entra',
  }),
  HEADWATER_OIDC_ADDRESS: address.meta({
    description: 'Any other OpenID Connect provider: its issuer, or the address of its discovery document.',
    example: 'https://sign-in.example.org',
  }),
  HEADWATER_OIDC_CLIENT_ID: words.meta({ description: 'The other provider: the client id.', example: 'headwater' }),
  HEADWATER_OIDC_SECRET: secret.meta({
    description: 'The other provider: the client secret.',
    example: 'as-given-there',
  }),
  HEADWATER_OIDC_NAME: z.string().default('your organisation').meta({
    description: 'The other provider: what its button calls it.',
    example: 'Exampleshire Council',
  }),
  HEADWATER_IDLE_MINUTES: minutes('Minutes without a request after which somebody is signed out.', {
    least: 5,
    most: 120,
    usual: 30,
  }),
  HEADWATER_LONGEST_HOURS: minutes('Hours after which somebody signs in again, however busy.', {
    least: 1,
    most: 24,
    usual: 12,
  }),
};

function minutes(
  description: string,
  { least, most, usual }: { readonly least: number; readonly most: number; readonly usual: number },
) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,3}$/, error)
    .transform(Number)
    .refine((value) => value >= least && value <= most, error)
    .default(usual)
    .meta({ description, example: String(most) });
}

const variables = z.object(signInVariables);
type Values = z.infer<typeof variables>;

/** How people sign in, as configured. */
export interface SignInSettings {
  readonly mode: Mode;
  readonly passkeys: 'on' | 'off';
  readonly providers: readonly Provider[];
  /** Variables that are needed with others that are set. */
  readonly missing: readonly string[];
  /** In milliseconds. */
  readonly limits: { readonly idle: number; readonly absolute: number };
}

interface Entered {
  readonly provider: Pick<Provider, 'id' | 'name' | 'scope' | 'saysOrganisation'>;
  readonly needs: Readonly<Record<string, string | undefined>>;
  readonly discovery: string | undefined;
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
}

/** The providers whose variables are all set, and what others lack. */
export function signInSettings(values: Values): SignInSettings {
  const entered = providersEntered(values);
  const begun = entered.filter(({ needs }) => Object.values(needs).some((value) => value !== undefined));
  const complete = begun.flatMap(({ provider, discovery, clientId, clientSecret }) =>
    discovery && clientId && clientSecret ? [{ ...provider, discovery, clientId, clientSecret }] : [],
  );
  return {
    mode: values.HEADWATER_MODE,
    passkeys: values.HEADWATER_PASSKEYS,
    providers: complete,
    missing: begun.flatMap(({ needs }) => Object.keys(needs).filter((name) => needs[name] === undefined)),
    limits: { idle: values.HEADWATER_IDLE_MINUTES * 60_000, absolute: values.HEADWATER_LONGEST_HOURS * 3_600_000 },
  };
}

function providersEntered(values: Values): readonly Entered[] {
  const { HEADWATER_DFE_SIGN_IN_CLIENT_ID, HEADWATER_DFE_SIGN_IN_SECRET } = values;
  const { HEADWATER_ENTRA_TENANT, HEADWATER_ENTRA_CLIENT_ID, HEADWATER_ENTRA_SECRET } = values;
  const { HEADWATER_OIDC_ADDRESS, HEADWATER_OIDC_CLIENT_ID, HEADWATER_OIDC_SECRET } = values;
  return [
    {
      provider: { id: 'dfe', name: 'DfE Sign-in', scope: 'openid organisationid', saysOrganisation: 'yes' },
      needs: { HEADWATER_DFE_SIGN_IN_CLIENT_ID, HEADWATER_DFE_SIGN_IN_SECRET },
      discovery: values.HEADWATER_DFE_SIGN_IN_ADDRESS,
      clientId: HEADWATER_DFE_SIGN_IN_CLIENT_ID,
      clientSecret: HEADWATER_DFE_SIGN_IN_SECRET,
    },
    {
      provider: { id: 'entra', name: 'Microsoft', scope: 'openid', saysOrganisation: 'no' },
      needs: { HEADWATER_ENTRA_TENANT, HEADWATER_ENTRA_CLIENT_ID, HEADWATER_ENTRA_SECRET },
      discovery: HEADWATER_ENTRA_TENANT && `https://login.microsoftonline.com/${HEADWATER_ENTRA_TENANT}/v2.0`,
      clientId: HEADWATER_ENTRA_CLIENT_ID,
      clientSecret: HEADWATER_ENTRA_SECRET,
    },
    {
      provider: { id: 'oidc', name: values.HEADWATER_OIDC_NAME, scope: 'openid', saysOrganisation: 'no' },
      needs: { HEADWATER_OIDC_ADDRESS, HEADWATER_OIDC_CLIENT_ID, HEADWATER_OIDC_SECRET },
      discovery: HEADWATER_OIDC_ADDRESS,
      clientId: HEADWATER_OIDC_CLIENT_ID,
      clientSecret: HEADWATER_OIDC_SECRET,
    },
  ];
}

/** The values in use, by variable, with secrets hidden. */
export function shownSignIn(
  { mode, passkeys, limits }: SignInSettings,
  given: Readonly<Record<string, string | undefined>>,
) {
  const shown: Record<string, string | undefined> = {};
  for (const [name, schema] of Object.entries(signInVariables)) {
    const fallback = schema.safeParse(undefined);
    const value = given[name] ?? (fallback.success && fallback.data !== undefined ? String(fallback.data) : undefined);
    shown[name] = /SECRET$/.test(name) && value !== undefined ? 'hidden' : value;
  }
  return {
    ...shown,
    HEADWATER_MODE: mode,
    HEADWATER_PASSKEYS: passkeys,
    HEADWATER_IDLE_MINUTES: String(limits.idle / 60_000),
    HEADWATER_LONGEST_HOURS: String(limits.absolute / 3_600_000),
  };
}
