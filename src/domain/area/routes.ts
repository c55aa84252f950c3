import { h } from 'preact';
import { z } from 'zod';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Shell, ShellPage } from '#foundation/ui/page/shell.ts';
import type { Database } from '#platform/database/pool.ts';
import { askedFormat, sendCsv, sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { areasCsv, findAreas } from './area-documents.ts';
import type { Area, SettingLink, SettingWay } from './model.ts';
import { AreasDocument, AreasQuery } from './model.ts';
import { AreasPage } from './pages/areas-page.tsx';
import { LinkedSettingPage, SettingPage } from './pages/setting-page.tsx';
import { SettingsPage } from './pages/settings-page.tsx';
import { areaPath, areaSearchPath, areaSettingsPath, areasPath, settingPath } from './paths.ts';
import { settingName } from './rules.ts';
import { countSettings, settingByUrn, settingLinks, settingNames, settingsIn } from './setting-store.ts';
import {
  allAreas,
  ancestorsOf,
  areaByCode,
  areaById,
  areaHistories,
  mostAreasFound,
  rankAreas,
  within,
} from './store.ts';

export interface AreaRoutesOptions {
  readonly database: Database;
  readonly shell: Shell;
  /** Where else there is something about a setting, by URN: rooms above this one have pages of their own. */
  readonly settingWays?: ((urn: number) => Promise<readonly SettingWay[]>) | undefined;
}

/** PostgreSQL has no text with a null character in it, so neither has a search. */
const searchText = z
  .string()
  .max(100, 'at most 100 letters can be searched for')
  .default('')
  .transform((text) => text.replaceAll('\0', '').trim());

/** The pages that find areas and settings, and the areas of the API. */
export function areaRoutes(app: RouteServer, options: AreaRoutesOptions): void {
  areasApi(app, options);
  searchPage(app, options);
  settingsPage(app, options);
  settingPageRoute(app, options);
}

function areasApi(app: RouteServer, { database }: AreaRoutesOptions): void {
  const schema = {
    summary: 'Areas',
    description: 'Nations, regions and local authorities, past and present, with every code each has had.',
    tags: ['areas'],
    querystring: AreasQuery,
    response: { 200: AreasDocument },
  };
  app.get('/api/v1/areas', { schema }, async (request, reply) => {
    const areas = [...(await findAreas(database, request.query))];
    const wanted = askedFormat(request, reply, request.query.format);
    return wanted === 'csv' ? sendCsv(reply, 'areas', areasCsv(areas)) : { areas };
  });
}

function searchPage(app: RouteServer, { database, shell }: AreaRoutesOptions): void {
  const querystring = z.object({ q: searchText });
  app.get(areasPath, { schema: { hide: true, querystring } }, async (request, reply) => {
    const text = request.query.q;
    const [areas, histories] = await Promise.all([allAreas(database), areaHistories(database)]);
    const found = rankAreas(areas, text).slice(0, mostAreasFound);
    return sendPage(reply, shell, {
      title: text === '' ? 'Areas' : `Areas matching “${text}”`,
      description: 'Find a region or local authority of England by name or code.',
      path: areaSearchPath(text),
      searched: text,
      children: h(AreasPage, { text, found, areas, histories }),
    });
  });
}

function settingsPage(app: RouteServer, { database, shell }: AreaRoutesOptions): void {
  const params = z.object({ code: z.string().max(12) });
  const page = z.coerce.number('a page is a whole number from 1').int().min(1).max(100_000).default(1);
  const schema = { hide: true, params, querystring: z.object({ q: searchText, page }) };
  app.get(`${areasPath}/:code/settings`, { schema }, async (request, reply) => {
    const { code } = request.params;
    const asked = request.query;
    const area = (await areaByCode(database, code))?.area;
    if (!area) throw notFound('area', `No area has the code “${code}”.`);
    if (area.code !== code) return reply.redirect(areaSettingsPath(area.code, asked), 301);
    const [areas, above] = await Promise.all([allAreas(database), ancestorsOf(database, area.areaId)]);
    const list = await settingsIn(database, [area.areaId, ...within(areas, area.areaId)], asked);
    const links = await settingLinks(
      database,
      list.settings.map(({ urn }) => urn),
    );
    return sendPage(reply, shell, {
      title: `Settings in ${area.name}`,
      path: areaSettingsPath(area.code, asked),
      breadcrumbs: [...breadcrumbsTo([area, ...above]), { text: 'Settings' }],
      children: h(SettingsPage, {
        area,
        q: asked.q,
        list,
        links,
        areas: new Map(areas.map((one) => [one.areaId, one])),
        knownAnywhere: list.total > 0 ? list.total : await countSettings(database),
      }),
    });
  });
}

function settingPageRoute(app: RouteServer, { database, shell, settingWays }: AreaRoutesOptions): void {
  const params = z.object({ urn: z.string().max(12) });
  app.get('/settings/:urn', { schema: { hide: true, params } }, async (request, reply) => {
    const urn = /^\d{6}$/.test(request.params.urn) ? Number(request.params.urn) : 0;
    const setting = await settingByUrn(database, urn);
    const links = (await settingLinks(database, urn)).get(urn) ?? [];
    if (!setting) return sendPage(reply, shell, await linkedSetting(database, request.params.urn, links));
    const area = setting.areaId === undefined ? undefined : await areaById(database, setting.areaId);
    const above = area ? [area, ...(await ancestorsOf(database, area.areaId))] : [];
    const listed = area ? [{ text: 'Settings', href: areaSettingsPath(area.code) }] : [];
    return sendPage(reply, shell, {
      title: settingName(setting),
      path: settingPath(setting.urn),
      breadcrumbs: [...breadcrumbsTo(above), ...listed, { text: settingName(setting) }],
      children: h(SettingPage, { setting, area, links, ways: (await settingWays?.(setting.urn)) ?? [] }),
    });
  });
}

/** The page of a setting that only links name. Throws when nothing does. */
async function linkedSetting(database: Database, urn: string, links: readonly SettingLink[]): Promise<ShellPage> {
  if (links.length === 0) {
    throw notFound('setting', `No setting with the URN “${urn}” is in the lists that were imported.`);
  }
  const name = (await settingNames(database, [Number(urn)])).get(Number(urn));
  return {
    title: settingName({ urn: Number(urn), name }),
    path: settingPath(Number(urn)),
    children: h(LinkedSettingPage, { urn: Number(urn), name, links }),
  };
}

function breadcrumbsTo(nearestFirst: readonly Area[]) {
  return nearestFirst.toReversed().map((area) => ({ text: area.name, href: areaPath(area.code) }));
}

function notFound(what: 'area' | 'setting', message: string): ProblemError {
  return new ProblemError({ code: `${what}-not-found`, message, nextStep: `Search for it at ${areasPath}.` });
}
