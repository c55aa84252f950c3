import path from 'node:path';
import { expect, it } from 'vitest';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { dataDictionary } from './data-dictionary.ts';
import { projectRoot } from './project-root.ts';

it('is what docs/reference/data-dictionary.md says', async () => {
  const database = await freshDatabase();
  const file = path.join(projectRoot(), 'docs/reference/data-dictionary.md');
  await expect(await dataDictionary(database.pool)).toMatchFileSnapshot(file);
});
