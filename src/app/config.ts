import { z } from 'zod';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { HardeningSettings } from './hardening-settings.ts';
import { hardeningSettings, hardeningVariables, shownHardening } from './hardening-settings.ts';
import type { ScopeMode } from './scope-personas.ts';
import type { SignInSettings } from './sign-in-settings.ts';
import { shownSignIn, signInSettings, signInVariables } from './sign-in-settings.ts';

/** How much is written to the log, most first. `silent` writes nothing. */
const demonstrations = ['everything', 'figures', 'nothing'] as const;
export type DemonstrationContents = (typeof demonstrations)[number];

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** See `ScopeMode`. */
const scopeModes = ['made-up-only', 'any', 'none'] as const satisfies readonly ScopeMode[];

/** Everything Headwater reads from its environment. Descriptions and examples become docs/reference/configuration.md. */
export const configSchema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/./, 'must be the address of a PostgreSQL database, starting with postgres://')
    .optional()
    .meta({
      description:
        'The PostgreSQL database (15 or newer) to use. Unset: a database of its own, kept in the data folder.',
      example: 'postgres://headwater@localhost/headwater',
    }),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a whole number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a whole number from 0 to 65535')
    .default(3000)
    .meta({ description: 'The port to listen on. 0 takes any free port.', example: '3001' }),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, 'must be a host name or an IP address')
    .default('127.0.0.1')
    .meta({
      description: 'The network address to listen on. Loopback: only this machine can open the pages.',
      example: '0.0.0.0',
    }),
  HEADWATER_DATA_DIR: z.string().default('./data').meta({
    description: 'The folder in which Headwater keeps its database and problems files.',
    example: '/srv/headwater',
  }),
  HEADWATER_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address that starts with https:// or http://' })
    .optional()
    .meta({
      description:
        'The address people type, when another server stands in front. With https it also tells browsers to use only https.',
      example: 'https://headwater.example.org',
    }),
  HEADWATER_DEMONSTRATION: z
    .enum(demonstrations, { error: `must be one of ${demonstrations.join(', ')}` })
    .default('everything')
    .meta({
      description:
        'What a Headwater without anything of its own shows. `everything`: made-up published figures, and the made-up registers of Exampleshire, brought up to date at each start. `figures`: the figures only. `nothing`: an empty Headwater.',
      example: 'nothing',
    }),
  HEADWATER_DEMONSTRATION_SCOPES: z
    .enum(scopeModes, { error: `must be one of ${scopeModes.join(', ')}` })
    .default('made-up-only')
    .meta({
      description:
        'In a demonstration, where nobody has signed in: whose registers a role chosen in the banner may reach. `made-up-only`: places all of whose registers are made up. `any`: every place, for trials and benchmarks without a real child; every page then says so. `none`: nobody’s.',
      example: 'none',
    }),
  ...signInVariables,
  ...hardeningVariables,
  LOG_LEVEL: z
    .enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` })
    .default('warn')
    .meta({ description: `How much to write to the log: ${logLevels.join(', ')}.`, example: 'info' }),
  NO_COLOR: z
    .string()
    .optional()
    .meta({ description: 'Set to anything to keep colour out of the terminal.', example: '1' }),
});

/** The configuration as the program uses it. Ports are numbers; `dataDirectory` is as given, not yet resolved. */
export interface Config {
  readonly databaseUrl: string | undefined;
  readonly port: number;
  readonly host: string;
  readonly dataDirectory: string;
  readonly publicUrl: string | undefined;
  readonly demonstration: DemonstrationContents;
  readonly demonstrationScopes: ScopeMode;
  readonly signIn: SignInSettings;
  readonly hardening: HardeningSettings;
  /** What was given of signing in, for showing; secrets are not shown. */
  readonly given: Readonly<Record<string, string | undefined>>;
  readonly logLevel: (typeof logLevels)[number];
  readonly colour: 'allowed' | 'never';
}

/** One line of the reference and of `headwater config show`. */
export interface ConfigEntry {
  readonly name: string;
  readonly description: string;
  readonly example: string;
  /** As it would be typed; `undefined` when there is none. */
  readonly defaultValue: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment once. An empty variable counts as unset. Each problem names its variable. */
export function readConfig(environment: Environment): Result<Config, readonly Problem[]> {
  const given = Object.fromEntries(
    Object.keys(configSchema.shape).flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
  const parsed = configSchema.safeParse(given);
  if (!parsed.success) return failure(parsed.error.issues.map(configProblem));
  const values = parsed.data;
  return success({
    databaseUrl: values.DATABASE_URL,
    port: values.PORT,
    host: values.HOST,
    dataDirectory: values.HEADWATER_DATA_DIR,
    publicUrl: values.HEADWATER_PUBLIC_URL?.replace(/\/$/, ''),
    demonstration: values.HEADWATER_DEMONSTRATION,
    demonstrationScopes: values.HEADWATER_DEMONSTRATION_SCOPES,
    signIn: signInSettings(values),
    hardening: hardeningSettings(values),
    given,
    logLevel: values.LOG_LEVEL,
    colour: values.NO_COLOR === undefined ? 'allowed' : 'never',
  });
}

/** Every variable with its description, in the order of the reference. */
export function configEntries(): readonly ConfigEntry[] {
  return Object.entries(configSchema.shape).map(([name, schema]) => {
    const meta = schema.meta();
    const fallback = schema.safeParse(undefined);
    return {
      name,
      description: String(meta?.['description'] ?? ''),
      example: String(meta?.['example'] ?? ''),
      defaultValue: fallback.success && fallback.data !== undefined ? String(fallback.data) : undefined,
    };
  });
}

/** The values in use, by variable, with any password in an address hidden. `undefined` where none is set. */
export function shownConfig(config: Config): Readonly<Record<string, string | undefined>> {
  return {
    DATABASE_URL: config.databaseUrl === undefined ? undefined : withoutPassword(config.databaseUrl),
    PORT: String(config.port),
    HOST: config.host,
    HEADWATER_DATA_DIR: config.dataDirectory,
    HEADWATER_PUBLIC_URL: config.publicUrl === undefined ? undefined : withoutPassword(config.publicUrl),
    HEADWATER_DEMONSTRATION: config.demonstration,
    HEADWATER_DEMONSTRATION_SCOPES: config.demonstrationScopes,
    ...shownSignIn(config.signIn, config.given),
    ...shownHardening(config.hardening),
    LOG_LEVEL: config.logLevel,
    NO_COLOR: config.colour === 'never' ? '1' : undefined,
  };
}

/** docs/reference/configuration.md, generated so that it cannot fall behind the schema. */
export function configReference(): string {
  const rows = configEntries().map(
    ({ name, description, defaultValue, example }) =>
      `| \`${name}\` | ${description} | ${defaultValue === undefined ? 'not set' : `\`${defaultValue}\``} | \`${example}\` |`,
  );
  return `${referenceOpening}\n${rows.join('\n')}\n`;
}

const referenceOpening = `# Configuration

Headwater reads these environment variables once, when it starts. None is needed. A value it cannot use stops it with one
line that names the variable. \`headwater config show\` prints the values in use, with passwords hidden.

This page is written from the schema in \`src/app/config.ts\`; a test compares the two.

| Variable | What it does | Default | Example |
|---|---|---|---|`;

function configProblem(issue: z.core.$ZodIssue): Problem {
  const name = String(issue.path[0] ?? 'The environment');
  const example = configEntries().find((entry) => entry.name === name)?.example ?? '';
  return {
    code: 'bad-configuration',
    message: `${name} ${issue.message}.`,
    nextStep: `For example: ${name}=${example}`,
  };
}

/** By pattern, because an address that PostgreSQL understands (no host, a socket folder) need not be a URL to others. */
function withoutPassword(address: string): string {
  return address
    .replace(/(:\/\/[^:@/]*):[^@/]*@/, '$1:hidden@')
    .replaceAll(/([?&][^=&]*(?:password|secret)[^=&]*=)[^&]*/gi, '$1hidden');
}
